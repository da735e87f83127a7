#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"
#include "core/promql/query.h"
#include "core/rules/rule_evaluation.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace eventflow::rules {

/// An alert and the element of its expression that it was made from.
struct TrackedAlert {
    Alert alert;
    Labels series; ///< with the metric name; templates are expanded with it
};

/// One evaluation of one alerting rule.
struct AlertTick {
    const RuleGroup& group;
    const Rule& rule;
    Timestamp tick;
    Timestamp watermark;
    std::function<Result<promql::InstantVector>(RulePart)> evaluate;
    /// Asked at transitions only, with the series behind the alert.
    std::function<std::shared_ptr<const Explanation>(const Labels& series)> explain;
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
///   alert of the rule. A series that has no value any more is not held.
/// - An error changes nothing.
/// - A resolved alert is remembered for kResolvedRetention; true again, it is a new alert.
///
/// Thread: confined.
class AlertTracker {
public:
    static constexpr Duration kResolvedRetention = std::chrono::minutes(15);

    /// Applies one evaluation; appends the transitions, ordered by labels.
    /// Returns the number of elements of the rule's expression.
    Result<std::size_t> evaluate(const AlertTick& tick, std::vector<AlertTransition>& out);

    /// Goes on with alerts of the same rule from before a reload or restart. An alert whose label set the
    /// rule as it is now would not make is ended; one that only changes its name goes on under the new one.
    /// Both are appended to `announcements`, without times.
    void adopt(const RuleGroup& group, const Rule& rule, std::vector<TrackedAlert> alerts,
               std::vector<AlertTransition>& announcements);

    [[nodiscard]] const std::map<Labels, TrackedAlert>& alerts() const { return m_alerts; }

private:
    std::map<Labels, TrackedAlert> m_alerts; ///< by alert.labels
};

/// Pending, firing or recovering.
bool isActive(AlertState state);
/// The end of an active alert for another reason than its condition: pending is dropped, the others are
/// resolved. Without times: whoever announces it sets them.
AlertTransition ended(Alert alert, std::string reason);

} // namespace eventflow::rules
