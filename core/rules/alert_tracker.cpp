#include "core/rules/alert_tracker.h"

#include "core/model/alert_order.h"
#include "core/rules/alert_facts.h"
#include "core/rules/alert_steps.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace eventflow::rules {

namespace {

constexpr std::string_view kAlertName = "alertname";

/// The level the alert is at, in the rule as it is now; nothing when there is no such level any more.
std::optional<std::size_t> levelIn(const Rule& rule, const Alert& alert) {
    const auto at = std::ranges::find(rule.conditions, alert.level, &Condition::severity);
    if (at == rule.conditions.end()) return std::nullopt;
    return static_cast<std::size_t>(at - rule.conditions.begin());
}

} // namespace

bool isActive(AlertState state) {
    return state == AlertState::Pending || isFiring(state);
}

AlertTransition ended(Alert alert, std::string reason) {
    AlertTransition transition;
    transition.from = alert.state;
    alert.state = alert.state == AlertState::Pending ? AlertState::Inactive : AlertState::Resolved;
    transition.alert = std::move(alert);
    transition.reason = std::move(reason);
    return transition;
}

Result<std::size_t> AlertTracker::evaluate(const AlertTick& tick, std::vector<AlertTransition>& out) {
    const auto facts = AlertFacts::gather(tick, m_alerts, m_watched);
    if (!facts) return facts.error();
    const auto& candidates = facts->candidates();
    for (const auto& [identity, candidate] : candidates) {
        const auto [at, added] = m_alerts.try_emplace(identity);
        if (added) at->second.alert.labels = identity;
    }
    AlertSteps steps(tick, *facts, out);
    for (auto it = m_alerts.begin(); it != m_alerts.end();) {
        const auto candidate = candidates.find(it->first);
        bool forget = false;
        if (candidate != candidates.end())
            steps.holds(it->second, candidate->second);
        else if (isConcerned(tick, it->second))
            forget = steps.holdsNot(it->second);
        it = forget ? m_alerts.erase(it) : std::next(it);
        m_changed = m_changed || forget;
    }
    m_changed = m_changed || steps.changed() || facts->watchedChanged();
    return facts->elements();
}

AdoptedAlerts AlertTracker::adopt(const RuleGroup& group, const Rule& rule, Timestamp lastTick,
                                  std::vector<TrackedAlert> alerts,
                                  std::vector<AlertTransition>& announcements) {
    AdoptedAlerts adopted;
    for (TrackedAlert& tracked : alerts) {
        Labels labels = alertIdentity(rule, tracked.series, tracked.alert.value);
        const Labels before = identityOf(tracked.alert);
        Labels renamed = before;
        renamed.set(kAlertName, rule.name);
        const auto level = levelIn(rule, tracked.alert);
        const bool goesOn = labels == renamed && level.has_value();
        const bool isRenamed = labels != before;
        const bool active = isActive(tracked.alert.state);
        if (active && (!goesOn || isRenamed))
            announcements.push_back(
                ended(tracked.alert,
                      goesOn ? "the rule was renamed to " + rule.name + ", under which the alert goes on"
                             : std::string("the labels of the rule were changed")));
        if (active) ++(goesOn ? adopted.kept : adopted.ended);
        if (!goesOn) continue;
        tracked.level = *level;
        tracked.alert.labels.set(kAlertName, rule.name);
        tracked.alert.rule = rule.name;
        tracked.alert.ruleId = rule.id;
        tracked.alert.group = group.name;
        const bool fires = tracked.alert.state == AlertState::Firing;
        if (fires && lastTick - tracked.alert.activeAt - tracked.notCounted < rule.holdFor)
            ++adopted.rePending;
        if (isRenamed && active)
            announcements.push_back(
                {kNoTime, kNoTime, AlertState::Inactive, tracked.alert, "the rule was renamed"});
        m_alerts.insert_or_assign(std::move(labels), std::move(tracked));
    }
    return adopted;
}

void AlertTracker::adopt(const Rule& rule, std::vector<WatchedSeries> watched) {
    if (!watchesSeries(rule)) return;
    for (WatchedSeries& series : watched) {
        Labels key = series.series;
        m_watched.insert_or_assign(std::move(key), std::move(series));
    }
}

} // namespace eventflow::rules
