#pragma once

#include "core/config/connection.h"
#include "widgets/connect/security_choice.h"

#include <QColor>
#include <QString>

/// How connections look, wherever they are named: always an icon and a word, the colour in addition.
namespace eventflow::widgets {

struct ThemeColors;

/// `Production`.
QString environmentWord(config::Environment environment);
/// In resources/icons.
QString environmentIcon(config::Environment environment);
QColor environmentColor(const ThemeColors& theme, config::Environment environment);
/// The connection's own colour, else its environment's; for bars and frames, never for text.
QColor connectionColor(const ThemeColors& theme, const config::Connection& connection);
/// Black or white, whichever is read better on `background`.
QColor textOn(const QColor& background);
/// `Production, read-only`.
QString connectionSummary(const config::Connection& connection);
/// `User and password (SASL PLAIN)`.
QString securityTitle(SecurityKind kind);
/// What a secret is for: `Password of alice`; its own name when it is none of the usual ones.
QString secretLabel(const config::Connection& connection, const std::string& name);

} // namespace eventflow::widgets
