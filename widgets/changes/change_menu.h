#pragma once

#include "core/config/connection.h"

#include <QString>

class QAbstractButton;

namespace eventflow::widgets {

/// Says on a button that begins a change whether it can be made: on a read-only connection it has a lock and
/// a reason, and still leads to the dry run. `icon`: of the button otherwise; may be empty.
void markReadOnly(QAbstractButton& button, const config::Connection& connection, const QString& icon);

} // namespace eventflow::widgets
