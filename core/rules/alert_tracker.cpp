#include "core/rules/alert_tracker.h"

#include "core/base/json_writer.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace eventflow::rules {

namespace {

constexpr std::string_view kAlertName = "alertname";

/// An element of the expression: what it makes an alert of.
struct Candidate {
    Labels series;
    double value = 0;
};
using Candidates = std::map<Labels, Candidate>;

/// What is known about alerts whose condition does not hold.
struct Aftermath {
    std::optional<promql::InstantVector> resolving; ///< absent: the rule has no resolve_when
    /// Absent: the rule's expression has no unfiltered side. Keys are without the metric name.
    std::optional<std::map<Labels, double>> current;
};

Labels withoutName(const Labels& labels) {
    Labels out = labels;
    out.remove(kMetricNameLabel);
    return out;
}

Labels alertLabels(const Rule& rule, const Labels& series, double value) {
    Labels labels = withoutName(series);
    for (const std::string& name : rule.removedLabels)
        labels.remove(name);
    for (const TemplatedText& label : rule.labelTemplates)
        labels.set(label.name, toValidUtf8(label.text.expandOrExplain(series, value)));
    labels.set(kAlertName, rule.name);
    return labels;
}

void setAnnotations(const Rule& rule, TrackedAlert& tracked) {
    std::vector<Label> annotations;
    for (const TemplatedText& annotation : rule.annotationTemplates)
        annotations.push_back({annotation.name, toValidUtf8(annotation.text.expandOrExplain(
                                                    tracked.series, tracked.alert.value))});
    tracked.alert.annotations = Labels(std::move(annotations));
}

/// Whether every label of `part`, the metric name left out, is also one of `whole`.
bool agrees(const Labels& part, const Labels& whole) {
    return std::ranges::all_of(part, [&](const Label& label) {
        return label.name == kMetricNameLabel || whole.get(label.name) == label.value;
    });
}

bool resolves(const promql::InstantVector& resolving, const Labels& series) {
    return std::ranges::any_of(resolving,
                               [&](const auto& element) { return agrees(element.labels, series); });
}

Result<Candidates> candidatesOf(const AlertTick& tick, promql::InstantVector vector) {
    if (tick.group.limit > 0 && vector.size() > tick.group.limit)
        return Error{ErrorCode::LimitExceeded, "the expression returns " + std::to_string(vector.size()) +
                                                   " series, more than the group's limit of " +
                                                   std::to_string(tick.group.limit) +
                                                   "; alerts keep the state they had"};
    Candidates candidates;
    for (promql::VectorSample& sample : vector) {
        Labels labels = alertLabels(tick.rule, sample.labels, sample.value);
        const auto [at, added] =
            candidates.try_emplace(std::move(labels), Candidate{std::move(sample.labels), sample.value});
        if (!added)
            return Error{ErrorCode::InvalidArgument,
                         "two results have the same labels " + at->first.toString() +
                             " once the rule's labels are applied; keep a label in the "
                             "expression that tells them apart"};
    }
    return candidates;
}

} // namespace

bool isActive(AlertState state) {
    return state == AlertState::Pending || state == AlertState::Firing || state == AlertState::Recovering;
}

AlertTransition ended(Alert alert, std::string reason) {
    AlertTransition transition;
    transition.from = alert.state;
    alert.state = alert.state == AlertState::Pending ? AlertState::Inactive : AlertState::Resolved;
    transition.alert = std::move(alert);
    transition.reason = std::move(reason);
    return transition;
}

namespace {

/// Moves one rule's alerts through one tick. Everything that can fail has been evaluated before.
class TickApplier {
public:
    TickApplier(const AlertTick& tick, std::vector<AlertTransition>& out)
        : m_tick(tick), m_rule(tick.rule), m_out(out) {}

    void holds(TrackedAlert& tracked, const Candidate& candidate);
    /// True when the alert is to be forgotten.
    bool holdsNot(TrackedAlert& tracked, const Aftermath& aftermath);

private:
    void start(TrackedAlert& tracked, const Labels& labels);
    void move(TrackedAlert& tracked, AlertState to, std::string reason);
    void refresh(TrackedAlert& tracked, double value);
    void release(TrackedAlert& tracked, bool missing, bool byResolveWhen);
    [[nodiscard]] Duration held(const Alert& alert) const { return m_tick.tick - alert.activeAt; }

    const AlertTick& m_tick;
    const Rule& m_rule;
    std::vector<AlertTransition>& m_out;
};

void TickApplier::move(TrackedAlert& tracked, AlertState to, std::string reason) {
    AlertTransition transition;
    transition.tick = m_tick.tick;
    transition.watermark = m_tick.watermark;
    transition.from = std::exchange(tracked.alert.state, to);
    transition.alert = tracked.alert;
    transition.reason = std::move(reason);
    if (m_tick.explain) transition.explanation = m_tick.explain(tracked.series);
    m_out.push_back(std::move(transition));
}

void TickApplier::refresh(TrackedAlert& tracked, double value) {
    tracked.alert.value = value;
    setAnnotations(m_rule, tracked);
}

void TickApplier::start(TrackedAlert& tracked, const Labels& labels) {
    tracked.alert = Alert{};
    tracked.alert.ruleId = m_rule.id;
    tracked.alert.rule = m_rule.name;
    tracked.alert.group = m_tick.group.name;
    tracked.alert.labels = labels;
    tracked.alert.activeAt = m_tick.tick;
}

void TickApplier::holds(TrackedAlert& tracked, const Candidate& candidate) {
    Alert& alert = tracked.alert;
    tracked.series = candidate.series;
    if (!isActive(alert.state)) start(tracked, Labels(alert.labels));
    refresh(tracked, candidate.value);

    const std::string need = formatDuration(m_rule.holdFor);
    const bool heldLongEnough = held(alert) >= m_rule.holdFor;
    switch (alert.state) {
    case AlertState::Inactive:
    case AlertState::Resolved:
    case AlertState::Pending:
        if (heldLongEnough) {
            alert.firedAt = m_tick.tick;
            move(tracked, AlertState::Firing,
                 m_rule.holdFor == Duration::zero()
                     ? "condition holds, the rule has no for"
                     : "held " + formatDuration(held(alert)) + " ≥ for " + need);
        } else if (alert.state != AlertState::Pending) {
            move(tracked, AlertState::Pending, "condition holds, for " + need + " begins");
        }
        break;
    case AlertState::Recovering:
        alert.keepFiringSince = kNoTime;
        move(tracked, AlertState::Firing, "condition holds again");
        [[fallthrough]];
    case AlertState::Firing:
        // Only a reload that raised `for` leads here.
        if (!heldLongEnough) {
            alert.firedAt = kNoTime;
            move(tracked, AlertState::Pending,
                 "held " + formatDuration(held(alert)) + " < for " + need + ", which was raised");
        }
        break;
    }
}

bool TickApplier::holdsNot(TrackedAlert& tracked, const Aftermath& aftermath) {
    Alert& alert = tracked.alert;
    if (alert.state == AlertState::Resolved)
        return m_tick.tick - alert.resolvedAt > AlertTracker::kResolvedRetention;
    if (alert.state == AlertState::Pending) {
        move(tracked, AlertState::Inactive,
             "condition no longer holds after " + formatDuration(held(alert)) + " < for " +
                 formatDuration(m_rule.holdFor));
        return true;
    }
    bool missing = false;
    if (aftermath.current) {
        const auto value = aftermath.current->find(withoutName(tracked.series));
        missing = value == aftermath.current->end();
        if (!missing) refresh(tracked, value->second);
    }
    const bool hysteresis = aftermath.resolving && !missing;
    if (hysteresis && !resolves(*aftermath.resolving, tracked.series)) {
        if (alert.state == AlertState::Recovering) {
            alert.keepFiringSince = kNoTime;
            move(tracked, AlertState::Firing, "resolve_when no longer holds");
        }
        return false;
    }
    release(tracked, missing, hysteresis);
    return false;
}

/// The condition is false and nothing but keep_firing_for holds the alert.
void TickApplier::release(TrackedAlert& tracked, bool missing, bool byResolveWhen) {
    Alert& alert = tracked.alert;
    const std::string cause = missing         ? "the series has no value any more"
                              : byResolveWhen ? "resolve_when holds"
                                              : "condition no longer holds";
    const std::string keep = formatDuration(m_rule.keepFiringFor);
    if (alert.state == AlertState::Firing && m_rule.keepFiringFor > Duration::zero()) {
        alert.keepFiringSince = m_tick.tick;
        move(tracked, AlertState::Recovering, cause + ", keep_firing_for " + keep + " begins");
        return;
    }
    std::string reason = cause;
    if (alert.state == AlertState::Recovering) {
        const Duration since = m_tick.tick - alert.keepFiringSince;
        if (since < m_rule.keepFiringFor) return;
        reason = "not held for " + formatDuration(since) + " ≥ keep_firing_for " + keep;
    }
    alert.resolvedAt = m_tick.tick;
    move(tracked, AlertState::Resolved, std::move(reason));
}

/// Evaluates what decides about firing alerts that are not among the candidates; nothing when there are none.
Result<Aftermath> aftermathOf(const AlertTick& tick, const std::map<Labels, TrackedAlert>& alerts,
                              const Candidates& candidates) {
    Aftermath aftermath;
    const bool needed = std::ranges::any_of(alerts, [&](const auto& entry) {
        const AlertState state = entry.second.alert.state;
        return (state == AlertState::Firing || state == AlertState::Recovering) &&
               !candidates.contains(entry.first);
    });
    if (!needed) return aftermath;
    if (tick.rule.resolveWhen) {
        auto resolving = tick.evaluate(RulePart::ResolveWhen);
        if (!resolving) return resolving.error().at("resolve_when");
        aftermath.resolving = std::move(*resolving);
    }
    if (tick.rule.currentValue) {
        const auto current = tick.evaluate(RulePart::CurrentValue);
        if (!current) return current.error();
        aftermath.current.emplace();
        for (const auto& element : *current)
            aftermath.current->emplace(withoutName(element.labels), element.value);
    }
    return aftermath;
}

} // namespace

Result<std::size_t> AlertTracker::evaluate(const AlertTick& tick, std::vector<AlertTransition>& out) {
    auto vector = tick.evaluate(RulePart::Expression);
    if (!vector) return vector.error();
    const std::size_t elements = vector->size();
    const auto candidates = candidatesOf(tick, std::move(*vector));
    if (!candidates) return candidates.error();
    const auto aftermath = aftermathOf(tick, m_alerts, *candidates);
    if (!aftermath) return aftermath.error();

    for (const auto& [labels, candidate] : *candidates)
        m_alerts[labels].alert.labels = labels;
    TickApplier applier(tick, out);
    for (auto it = m_alerts.begin(); it != m_alerts.end();) {
        const auto candidate = candidates->find(it->first);
        if (candidate != candidates->end()) applier.holds(it->second, candidate->second);
        const bool forget = candidate == candidates->end() && applier.holdsNot(it->second, *aftermath);
        it = forget ? m_alerts.erase(it) : std::next(it);
    }
    return elements;
}

void AlertTracker::adopt(const RuleGroup& group, const Rule& rule, std::vector<TrackedAlert> alerts,
                         std::vector<AlertTransition>& announcements) {
    for (TrackedAlert& tracked : alerts) {
        Labels labels = alertLabels(rule, tracked.series, tracked.alert.value);
        Labels renamed = tracked.alert.labels;
        renamed.set(kAlertName, rule.name);
        const bool active = isActive(tracked.alert.state);
        if (labels != tracked.alert.labels && active) {
            const bool goesOn = labels == renamed;
            announcements.push_back(
                ended(tracked.alert,
                      goesOn ? "the rule was renamed to " + rule.name + ", under which the alert goes on"
                             : std::string("the labels of the rule were changed")));
        }
        if (labels != renamed) continue;
        const bool isRenamed = labels != tracked.alert.labels;
        tracked.alert.labels = labels;
        tracked.alert.rule = rule.name;
        tracked.alert.ruleId = rule.id;
        tracked.alert.group = group.name;
        if (isRenamed && active)
            announcements.push_back(
                {kNoTime, kNoTime, AlertState::Inactive, tracked.alert, "the rule was renamed"});
        m_alerts.insert_or_assign(std::move(labels), std::move(tracked));
    }
}

} // namespace eventflow::rules
