#pragma once

#include <qnamespace.h>

namespace eventflow::viewmodels {

/// Item data roles shared by every model, so that delegates and proxies work with all of them.
enum Role : int {
    SortRole = Qt::UserRole + 1, ///< the raw value to sort by
    RecordIdRole,                ///< QString; stable identity of the row
    SeverityRole,                ///< int of viewmodels::Severity
    StateRole,                   ///< int of AlertState or another state enum
    MutedRole,                   ///< bool; shown in the muted text colour
    BadgeRole,                   ///< int; a count shown beside the text
};

} // namespace eventflow::viewmodels
