#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"
#include "core/model/event.h"
#include "core/model/record.h"
#include "core/rules/reload_report.h"
#include "core/rules/rule_evaluation.h"
#include "core/rules/rule_set.h"
#include "core/series/series_source.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules {

/// The health of one rule after its last evaluation.
struct RuleHealth {
    std::string ruleId;
    std::string group;
    std::string name;
    std::string expression;
    RuleKind kind = RuleKind::Alert;
    std::string lastError; ///< empty: fine
    Timestamp lastEvaluation = kNoTime;
    std::uint64_t evaluations = 0;
    std::uint64_t errors = 0;
    std::uint64_t seriesReturned = 0; ///< of the last evaluation
};

/// Evaluates every group on its own grid of ticks, aligned to the epoch, and keeps the alerts' state.
/// Live, replay, preview, backtest and unit test all use this class; only clock and source differ.
/// Deterministic: transitions come ordered by tick, then group, rule and labels; no clock, no randomness.
/// Thread: the engine's.
class RuleEngine {
public:
    /// Receives the samples of recording rules and of the series ALERTS and ALERTS_FOR_STATE, at the tick
    /// that made them; they must be visible to the next rule of the same tick.
    using SampleSink = std::function<void(const Labels& labels, Timestamp ts, double value)>;

    explicit RuleEngine(std::shared_ptr<const RuleSet> rules, promql::EvalOptions options = {});
    /// With another evaluation of the rules' expressions: for tests of the life cycle.
    RuleEngine(std::shared_ptr<const RuleSet> rules, EvaluateRule evaluate);
    RuleEngine(const RuleEngine&) = delete;
    RuleEngine& operator=(const RuleEngine&) = delete;
    ~RuleEngine();

    /// Where the grids begin: no tick at or before `start` is evaluated. Groups that know where they are,
    /// because they were started or restored, are left alone. Called once, before the first advance; without
    /// it the first advance starts at its watermark.
    void start(Timestamp start);
    /// Evaluates, in order, every tick that is due at or before `watermark`; appends the transitions. A rule
    /// that fails changes no state and says so in health(). Samples go to the sink at the tick minus the
    /// group's query_offset.
    void advance(Timestamp watermark, const SeriesSource& source, const SampleSink& sink,
                 std::vector<AlertTransition>& out) {
        advanceUntil(watermark, watermark, source, sink, out);
    }
    /// The same for the ticks at or before `until` only, which is not after the watermark: for those who look
    /// at the alerts between ticks.
    void advanceUntil(Timestamp until, Timestamp watermark, const SeriesSource& source,
                      const SampleSink& sink, std::vector<AlertTransition>& out);
    /// An event that is neither a duplicate nor rejected, for rules that follow sequences of events. One that
    /// is not later than the last tick came too late for them.
    void observe(const Record& record, const Event& event);
    /// The input has ended at `end`: also looks at the samples behind the last tick, for rules that are
    /// evaluated at each sample.
    void finish(Timestamp end, const SeriesSource& source, const SampleSink& sink,
                std::vector<AlertTransition>& out);
    /// The next tick of any group; Timestamp::max() when there are no rules or nothing has started yet.
    [[nodiscard]] Timestamp nextTick() const;
    /// The last tick that was evaluated; kNoTime before the first.
    [[nodiscard]] Timestamp lastTick() const;

    /// Takes over a new rule set. State is kept by rule id and label set, as Prometheus' Group.CopyState does
    /// by name: an alert whose rule is gone or makes other labels now is ended, one whose rule was only
    /// renamed goes on under its new name. The next advance reports these first, at the last tick that was
    /// evaluated.
    ReloadReport reload(std::shared_ptr<const RuleSet> rules);
    /// What reload() would do.
    [[nodiscard]] ReloadReport previewReload(std::shared_ptr<const RuleSet> rules) const;

    /// Pending, firing and recovering alerts, by group, rule and labels.
    [[nodiscard]] std::vector<Alert> activeAlerts() const;
    /// Firing and recovering alerts, in the same order, that the last tick has evaluated and no tick before
    /// `until` does again: as they are then. What was not evaluated is left out, because values are not part
    /// of what saveState() is asked for: after a restart they are those of an earlier tick.
    void visitFiring(Timestamp until, const std::function<void(const Alert&)>& visit) const;
    /// Alerts that were resolved in the last 15 minutes of event time and did not fire again, in the same
    /// order.
    [[nodiscard]] std::vector<Alert> resolvedAlerts() const;
    [[nodiscard]] std::vector<RuleHealth> health() const;

    /// Everything needed to go on after a restart, as JSON. Going on from it gives the same transitions as
    /// never having stopped.
    [[nodiscard]] std::string saveState() const;
    /// Whether what saveState() gives has changed since the last call in more than values and the last tick.
    [[nodiscard]] bool takeStateChanged();
    /// Replaces the state, and treats rules that changed meanwhile as reload() does. A text that is not a
    /// saved state is a ParseError and changes nothing.
    Status restoreState(std::string_view state);
    /// The same for what sequences of events have seen, which changes with every event that is one of them.
    [[nodiscard]] std::string saveSequences() const;
    [[nodiscard]] bool takeSequencesChanged();
    /// After restoreState().
    Status restoreSequences(std::string_view state);
    /// Every tick up to this one was evaluated, too, after the state that was restored, and changed nothing
    /// in it.
    void skipTo(Timestamp lastTick);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace eventflow::rules
