#pragma once

#include "widgets/viewmodels/severity.h"

#include <QColor>
#include <QPalette>
#include <QString>

#include <array>

class QApplication;

namespace eventflow::widgets {

inline constexpr std::size_t kSeriesColors = 8;

/// Every colour of one theme, by what it is for. The values are in palette.cpp and nowhere else.
/// Texts, severities and series have a contrast of at least 4.5 : 1 on `background`, `surface` and `raised`.
struct ThemeColors {
    bool dark = false;
    QColor background; ///< behind everything
    QColor surface;    ///< cards, tables, editors
    QColor raised;     ///< headers, menus, tool tips
    QColor hover;      ///< under the pointer
    QColor border;
    QColor grid; ///< lines in a chart
    QColor text;
    QColor textMuted;
    QColor accent;    ///< actions, focus, the present selection
    QColor onAccent;  ///< text on `accent`
    QColor selection; ///< selected rows; `text` is readable on it
    QColor critical;
    QColor warning;
    QColor info;
    QColor ok;
    std::array<QColor, kSeriesColors> series; ///< after Okabe and Ito: told apart with any colour vision
};

enum class ThemeMode { System, Light, Dark };

const ThemeColors& lightColors();
const ThemeColors& darkColors();
/// The theme a widget is shown in: `colors(palette())`. A widget that keeps colours takes them anew when it
/// receives QEvent::PaletteChange.
const ThemeColors& colors(const QPalette& palette);
QColor severityColor(const ThemeColors& colors, viewmodels::Severity severity);
/// `over` laid on `base` with the given opacity, as an opaque colour.
QColor blend(const QColor& base, const QColor& over, double opacity);
/// Of WCAG 2.1: 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

QPalette makePalette(const ThemeColors& colors);
QString makeStyleSheet(const ThemeColors& colors);
/// Fusion style, palette and style sheet. System: dark when the desktop's own palette is.
void applyTheme(QApplication& application, ThemeMode mode);

} // namespace eventflow::widgets
