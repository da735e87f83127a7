#pragma once

#include "core/base/time.h"
#include "core/model/labels.h"
#include "core/notify/time_interval.h"
#include "core/series/series_source.h"

#include <string>
#include <vector>

namespace eventflow::notify {

using Matchers = std::vector<LabelMatcher>;

/// While an alert that matches `source` fires, alerts that match `target` and have the same values of all
/// labels in `equal` are not notified. A label that is missing equals an empty one. An alert that matches
/// both sides is not inhibited by another one that does.
struct InhibitRule {
    std::string name; ///< for messages; may be empty
    Matchers source;
    Matchers target;
    std::vector<std::string> equal;
};

/// Alerts that match are not notified from `startsAt` on until before `endsAt`.
struct Silence {
    std::string id;
    Matchers matchers;
    Timestamp startsAt = kNoTime;
    Timestamp endsAt = Timestamp::max();
    std::string createdBy;
    std::string comment;

    [[nodiscard]] bool activeAt(Timestamp t) const { return t >= startsAt && t < endsAt; }
};

/// A node of the routing tree; what a child does not say it has from its parent, so every field is set.
struct Route {
    std::string id; ///< the indexes on the way from the root: `0`, `0/2`
    std::string receiver;
    Matchers matchers;
    std::vector<std::string> groupBy;
    bool groupByAll = false; ///< `group_by: ['...']`
    bool continues = false;  ///< also tries the siblings behind it
    Duration groupWait = std::chrono::seconds(30);
    Duration groupInterval = std::chrono::minutes(5);
    Duration repeatInterval = std::chrono::hours(4);
    std::vector<std::size_t> muteIntervals;   ///< indexes in Config::timeIntervals
    std::vector<std::size_t> activeIntervals; ///< empty: always
    std::vector<Route> routes;
};

/// Who is told what, and what is held back: `route`, `inhibit`, `silences` and `time_intervals` of the rule
/// files, with Alertmanager's names, defaults and meaning (Prometheus Alertmanager, "Configuration").
struct Config {
    Route root = defaultRoute();
    bool hasRoute = false; ///< a file has one; else the default, which groups by alertname
    std::vector<InhibitRule> inhibitRules;
    std::vector<Silence> silences;
    std::vector<NamedTimeIntervals> timeIntervals;

    static Route defaultRoute();
    /// The leaves that take an alert with these labels, in the order of the tree; never empty.
    [[nodiscard]] std::vector<const Route*> routesOf(const Labels& labels) const;
};

} // namespace eventflow::notify
