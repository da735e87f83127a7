#pragma once

#include "core/model/alert.h"
#include "widgets/viewmodels/severity.h"

#include <QStringList>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace eventflow::viewmodels {

/// An alert's identity across snapshots and transitions.
std::string alertKey(const Alert& alert);

struct AlertRow {
    std::string key;
    std::shared_ptr<const Alert> alert;
    Severity severity = Severity::Info;
    bool operator==(const AlertRow&) const = default;
};
AlertRow alertRow(std::shared_ptr<const Alert> alert);

using AlertSnapshot = std::shared_ptr<const std::vector<Alert>>;

/// The active alerts of one snapshot with their keys, each identity once. Immutable once made.
struct AlertSet {
    explicit AlertSet(AlertSnapshot from);
    AlertSet(const AlertSet&) = delete;
    AlertSet& operator=(const AlertSet&) = delete;

    AlertSnapshot snapshot;
    std::vector<AlertRow> rows;
    std::unordered_set<std::string_view> keys; ///< point into rows
};

/// By a column of AlertListModel; none: most urgent first, which is by state, severity and age.
struct AlertOrder {
    std::optional<int> column;
    bool descending = false;
    bool operator==(const AlertOrder&) const = default;
};

/// What a listing is made of.
struct AlertQuery {
    std::shared_ptr<const AlertSet> known; ///< of the listing before: kept while the snapshot is the same
    AlertSnapshot snapshot;                ///< nullptr: none is active
    std::vector<AlertRow> resolved;        ///< newest first; those that are active again are left out
    std::optional<AlertState> state;
    QStringList words;
    AlertOrder order;
    Timestamp now = kNoTime;
    std::vector<std::shared_ptr<const void>>
        retired; ///< freed with the query: ten thousand alerts take a while
};

struct AlertListing {
    static constexpr std::size_t kMaxRows = 2000;

    std::shared_ptr<const AlertSet> active;
    std::vector<AlertRow> rows;          ///< in the order to show, at most kMaxRows
    std::array<std::size_t, 5> counts{}; ///< by AlertState, before filtering
    std::size_t notShown = 0;            ///< pass the filters but are beyond kMaxRows
};

/// Filters and sorts. Thread: any; the answer is a value. Cost: of ten thousand alerts, some ten
/// milliseconds.
AlertListing listAlerts(AlertQuery query);

/// How long the condition has held, or held until it was resolved.
Duration activeFor(const Alert& alert, Timestamp now);

} // namespace eventflow::viewmodels
