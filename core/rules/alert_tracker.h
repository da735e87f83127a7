#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"
#include "core/promql/query.h"
#include "core/rules/rule_evaluation.h"

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace eventflow::rules {

/// An alert and the element of its expression that it was made from.
struct TrackedAlert {
    Alert alert;
    Labels series;         ///< with the metric name; templates are expanded with it
    std::size_t level = 0; ///< the condition it is at, while it is active
    unsigned missed = 0;   ///< evaluations in a row without a value
    Duration notCounted{}; ///< gaps in the time it was pending
};

/// A series that a rule expects to go on: kept by rules whose on_missing acts on series without an alert.
struct WatchedSeries {
    Labels series;                    ///< without the metric name
    unsigned missed = 0;              ///< evaluations in a row without a value
    Timestamp missingSince = kNoTime; ///< the first of them
};
using WatchedSet = std::map<Labels, WatchedSeries>; ///< by labels without the metric name

/// One evaluation of one alerting rule.
struct AlertTick {
    const RuleGroup& group;
    const Rule& rule;
    Timestamp tick;
    Timestamp watermark;
    std::function<Result<promql::InstantVector>(RulePart)> evaluate;
    /// Asked at transitions only, with the series behind the alert.
    std::function<std::shared_ptr<const Explanation>(const Labels& series)> explain;
    /// Of a rule without an expression: what happened to the series, instead of that a condition holds or
    /// not.
    std::function<std::string(const Labels& series)> happened;
    Timestamp previous = kNoTime; ///< the evaluation before this one
    /// False between the ticks of the grid (`evaluate: each_sample`): nothing goes missing there.
    bool onGrid = true;
    /// The only series that `evaluate` sees, without its metric name; alerts of others are left alone.
    const Labels* only = nullptr;
};

/// What a reload did to the alerts of one rule.
struct AdoptedAlerts {
    std::size_t kept = 0;
    std::size_t ended = 0;
    std::size_t rePending = 0; ///< of those kept: firing, but not for as long as `for` now asks
};

/// The alerts of one rule and their life cycle, as Prometheus' alerting rules:
///
///     inactive → pending → firing → (recovering) → resolved
///
/// - An alert is a label set after templating. Two elements with one label set are an error of the rule.
/// - Firing when `tick − activeAt ≥ for`; a pending alert whose condition fails is forgotten.
/// - `keep_firing_for` counts from the first evaluation at which the alert is no longer held.
/// - With `resolve_when` a firing alert is also held while its condition is false but resolve_when does not
/// hold for
///   it. resolve_when holds for an alert when its result has an element all of whose labels, the metric name
///   left out, the alert's element has too with the same values; so an element without labels ends every
///   alert of the rule.
/// - With `levels` an alert is at one of them, by Kapacitor's algorithm (kapacitor/alert.go, determineLevel):
/// the
///   highest level from the present one up whose condition holds; else the present one, if it has a
///   resolve_when and that does not hold; else the highest one below whose condition holds. A pending alert
///   is at the highest level whose condition holds. The level is the label `severity`, which does not make it
///   another alert.
/// - A series without a value is treated as `on_missing` says, once it has had none for `missing_evals`
/// evaluations in
///   a row; until then its alert stays as it is, and the time does not count for `for`.
/// - An error changes nothing.
/// - A resolved alert is remembered for kResolvedRetention; true again, it is a new alert.
///
/// Thread: confined.
class AlertTracker {
public:
    static constexpr Duration kResolvedRetention = std::chrono::minutes(15);
    /// How long a series that went away is waited for.
    static constexpr Duration kWatchedRetention = std::chrono::hours(24);
    static constexpr std::size_t kMaxWatched = 100'000;

    /// Applies one evaluation; appends the transitions, ordered by labels.
    /// Returns the number of elements of the rule's expression.
    Result<std::size_t> evaluate(const AlertTick& tick, std::vector<AlertTransition>& out);

    /// Goes on with alerts of the same rule from before a reload or restart. An alert whose label set the
    /// rule as it is now would not make is ended; one that only changes its name goes on under the new one.
    /// Both are appended to `announcements`, without times.
    AdoptedAlerts adopt(const RuleGroup& group, const Rule& rule, Timestamp lastTick,
                        std::vector<TrackedAlert> alerts, std::vector<AlertTransition>& announcements);
    void adopt(const Rule& rule, std::vector<WatchedSeries> watched);

    [[nodiscard]] const std::map<Labels, TrackedAlert>& alerts() const { return m_alerts; }
    [[nodiscard]] const WatchedSet& watched() const { return m_watched; }
    /// Whether anything but values changed since the last call.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }

private:
    std::map<Labels, TrackedAlert> m_alerts; ///< by identityOf(alert)
    WatchedSet m_watched;
    bool m_changed = false;
};

/// Pending, firing or recovering.
bool isActive(AlertState state);
/// The end of an active alert for another reason than its condition: pending is dropped, the others are
/// resolved. Without times: whoever announces it sets them.
AlertTransition ended(Alert alert, std::string reason);

} // namespace eventflow::rules
