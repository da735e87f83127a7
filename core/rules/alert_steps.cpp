#include "core/rules/alert_steps.h"

#include "core/base/json_writer.h"

#include <utility>

namespace eventflow::rules {

namespace {

bool has(std::uint32_t levels, std::size_t level) {
    return (levels >> level & 1U) != 0;
}

std::size_t highestOf(std::uint32_t levels) {
    std::size_t level = kMaxLevels;
    while (level > 0 && !has(levels, level))
        --level;
    return level;
}

void setAnnotations(const Rule& rule, TrackedAlert& tracked) {
    std::vector<Label> annotations;
    for (const TemplatedText& annotation : rule.annotationTemplates)
        annotations.push_back({annotation.name, toValidUtf8(annotation.text.expandOrExplain(
                                                    tracked.series, tracked.alert.value))});
    tracked.alert.annotations = Labels(std::move(annotations));
}

} // namespace

void AlertSteps::move(TrackedAlert& tracked, AlertState to, std::string reason) {
    AlertTransition transition;
    transition.tick = m_tick.tick;
    transition.watermark = m_tick.watermark;
    transition.from = std::exchange(tracked.alert.state, to);
    transition.alert = tracked.alert;
    transition.reason = std::move(reason);
    if (m_tick.explain) transition.explanation = m_tick.explain(tracked.series);
    m_out.push_back(std::move(transition));
    m_changed = true;
}

void AlertSteps::refresh(TrackedAlert& tracked, double value) {
    tracked.alert.value = value;
    setAnnotations(m_rule, tracked);
}

void AlertSteps::start(TrackedAlert& tracked) {
    Labels identity = identityOf(tracked.alert);
    tracked.alert = Alert{};
    tracked.alert.ruleId = m_rule.id;
    tracked.alert.rule = m_rule.name;
    tracked.alert.group = m_tick.group.name;
    tracked.alert.labels = std::move(identity);
    tracked.alert.activeAt = m_tick.tick;
    tracked.level = 0;
    tracked.missed = 0;
    tracked.notCounted = {};
}

std::size_t AlertSteps::levelOf(const TrackedAlert& tracked, std::uint32_t levels) const {
    const std::size_t highest = highestOf(levels);
    const AlertState state = tracked.alert.state;
    if (state != AlertState::Firing && state != AlertState::Recovering) return highest;
    if (highest >= tracked.level) return highest;
    const bool hasReset =
        tracked.level < m_rule.conditions.size() && m_rule.conditions[tracked.level].resolveWhen.has_value();
    if (hasReset && !m_facts.resolves(tracked.level, tracked.series)) return tracked.level;
    return highest;
}

std::string AlertSteps::moveToLevel(TrackedAlert& tracked, std::size_t level) {
    tracked.level = level;
    const std::string& severity = m_rule.conditions[level].severity;
    Alert& alert = tracked.alert;
    if (severity == alert.level) return {};
    const std::string before = std::exchange(alert.level, severity);
    alert.labels.set(kLevelLabel, severity);
    return before.empty() ? std::string() : "severity " + before + " → " + severity;
}

void AlertSteps::holds(TrackedAlert& tracked, const Candidate& candidate) {
    Alert& alert = tracked.alert;
    tracked.series = candidate.series;
    if (!isActive(alert.state)) start(tracked);
    const unsigned missed = candidate.missing.empty() ? 0 : m_rule.missingEvals;
    m_changed = std::exchange(tracked.missed, missed) != missed || m_changed;
    std::string levelChange = moveToLevel(tracked, levelOf(tracked, candidate.levels));
    refresh(tracked, candidate.value);

    const std::string what = m_tick.happened             ? m_tick.happened(tracked.series)
                             : candidate.missing.empty() ? "condition holds"
                                                         : candidate.missing;
    const std::string why = candidate.missing.empty() ? std::string() : candidate.missing + ", ";
    const std::string need = formatDuration(m_rule.holdFor);
    const bool heldLongEnough = held(tracked) >= m_rule.holdFor;
    switch (alert.state) {
    case AlertState::Inactive:
    case AlertState::Resolved:
    case AlertState::Pending:
        if (heldLongEnough) {
            alert.firedAt = m_tick.tick;
            move(tracked, AlertState::Firing,
                 m_tick.happened ? what
                 : m_rule.holdFor == Duration::zero()
                     ? what + ", the rule has no for"
                     : why + "held " + formatDuration(held(tracked)) + " ≥ for " + need);
        } else if (alert.state != AlertState::Pending) {
            move(tracked, AlertState::Pending, what + ", for " + need + " begins");
        } else if (!levelChange.empty()) {
            move(tracked, AlertState::Pending, levelChange);
        }
        break;
    case AlertState::Recovering:
        alert.keepFiringSince = kNoTime;
        move(tracked, AlertState::Firing,
             what + (m_tick.happened ? "" : " again") +
                 (levelChange.empty() ? "" : ", " + std::exchange(levelChange, {})));
        [[fallthrough]];
    case AlertState::Firing:
        // Only a reload that raised `for` leads here.
        if (!heldLongEnough) {
            alert.firedAt = kNoTime;
            move(tracked, AlertState::Pending,
                 "held " + formatDuration(held(tracked)) + " < for " + need + ", which was raised");
        } else if (!levelChange.empty()) {
            move(tracked, AlertState::Firing, levelChange);
        }
        break;
    }
}

bool AlertSteps::holdsNot(TrackedAlert& tracked) {
    Alert& alert = tracked.alert;
    if (alert.state == AlertState::Resolved)
        return m_tick.tick - alert.resolvedAt > AlertTracker::kResolvedRetention;
    const auto missing = m_facts.missing(tracked.series);
    if (missing) {
        if (waitsForValue(tracked, *missing)) return false;
    } else {
        m_changed = std::exchange(tracked.missed, 0U) != 0 || m_changed;
    }
    const std::string gone = !missing               ? std::string()
                             : *missing == "NoData" ? "NoData: no series has a value any more"
                                                    : "MissingSeries: the series has no value any more";
    if (alert.state == AlertState::Pending) {
        move(tracked, AlertState::Inactive,
             (missing ? gone : std::string("condition no longer holds")) + " after " +
                 formatDuration(held(tracked)) + " < for " + formatDuration(m_rule.holdFor));
        return true;
    }
    if (const auto value = m_facts.currentOf(tracked.series)) refresh(tracked, *value);
    const bool hysteresis = !missing && tracked.level < m_rule.conditions.size() &&
                            m_rule.conditions[tracked.level].resolveWhen.has_value();
    if (hysteresis && !m_facts.resolves(tracked.level, tracked.series)) {
        if (alert.state == AlertState::Recovering) {
            alert.keepFiringSince = kNoTime;
            move(tracked, AlertState::Firing, "resolve_when no longer holds");
        }
        return false;
    }
    release(tracked, missing           ? gone
                     : hysteresis      ? "resolve_when holds"
                     : m_tick.happened ? m_tick.happened(tracked.series)
                                       : "condition no longer holds");
    return false;
}

/// Counts an evaluation without a value; true while the alert stays as it is.
bool AlertSteps::waitsForValue(TrackedAlert& tracked, const std::string& missing) {
    const unsigned evals = m_rule.missingEvals;
    if (m_tick.onGrid && tracked.missed < evals) {
        ++tracked.missed;
        m_changed = true;
    }
    const bool keptForever = m_rule.onMissing == OnMissing::Keep && missing == "NoData";
    // Between the ticks of the grid nothing is counted, so there only one that acts at once can.
    const bool waits = keptForever || (tracked.missed < evals && (m_tick.onGrid || evals > 1));
    if (!waits) return false;
    if (tracked.alert.state == AlertState::Pending && m_tick.previous != kNoTime) {
        tracked.notCounted += m_tick.tick - m_tick.previous;
        m_changed = true;
    }
    return true;
}

/// The condition is false and nothing but keep_firing_for holds the alert.
void AlertSteps::release(TrackedAlert& tracked, const std::string& cause) {
    Alert& alert = tracked.alert;
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

} // namespace eventflow::rules
