#pragma once

#include "core/rules/alert_tracker.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::rules {

/// An element of the expression: what it makes an alert of.
struct Candidate {
    Labels series;
    double value = 0;
    std::uint32_t levels = 0; ///< bit n: the condition of level n holds
    std::string missing;      ///< why, when it is a candidate because its series has no value
};
static_assert(kMaxLevels <= 32);

/// Everything one evaluation of a rule says, before it changes any alert: whatever can fail has been done.
class AlertFacts {
public:
    /// Notes in `watched` which series came and went, unless it fails.
    static Result<AlertFacts> gather(const AlertTick& tick, const std::map<Labels, TrackedAlert>& alerts,
                                     WatchedSet& watched);

    [[nodiscard]] const std::map<Labels, Candidate>& candidates() const { return m_candidates; }
    [[nodiscard]] std::size_t elements() const { return m_elements; }
    [[nodiscard]] bool watchedChanged() const { return m_watchedChanged; }

    /// What the series is worth; nothing when that is not known, or it is missing.
    [[nodiscard]] std::optional<double> currentOf(const Labels& series) const;
    /// `NoData` when the expression has no series at all, `MissingSeries` when others have a value; nothing
    /// when the series has one, or that cannot be told.
    [[nodiscard]] std::optional<std::string> missing(const Labels& series) const;
    /// Whether the level's resolve_when holds for the series; true when it has none.
    [[nodiscard]] bool resolves(std::size_t level, const Labels& series) const;

private:
    AlertFacts(const AlertTick& tick, const std::map<Labels, TrackedAlert>& alerts)
        : m_tick(tick), m_alerts(alerts) {}
    Status evaluateConditions();
    Status addCandidates(std::size_t level, promql::InstantVector vector);
    Status evaluateResolving();
    Status evaluateCurrent();
    [[nodiscard]] bool needsCurrent() const;
    Status updateWatched(WatchedSet& watched);
    void addMissing(const Labels& key, const WatchedSeries& series);

    const AlertTick& m_tick;
    const std::map<Labels, TrackedAlert>& m_alerts;
    std::map<Labels, Candidate> m_candidates;                      ///< by identity
    std::vector<std::optional<promql::InstantVector>> m_resolving; ///< by level; absent: not needed
    /// By labels without the metric name; absent: cannot be told, or not needed.
    std::optional<std::map<Labels, double>> m_current;
    std::map<Labels, bool> m_zero; ///< series that count as 0, for which nothing is evaluated
    std::size_t m_elements = 0;
    bool m_watchedChanged = false;
};

Labels withoutMetricName(const Labels& labels);
/// What an element makes an alert of, without the label of its level.
Labels alertIdentity(const Rule& rule, const Labels& series, double value);
/// Whether the evaluation is about this alert.
bool isConcerned(const AlertTick& tick, const TrackedAlert& tracked);
/// Whether on_missing acts on series that have no alert.
bool watchesSeries(const Rule& rule);

} // namespace eventflow::rules
