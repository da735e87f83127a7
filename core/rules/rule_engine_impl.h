#pragma once

#include "core/rules/alert_tracker.h"
#include "core/rules/engine_state.h"
#include "core/rules/published_series.h"
#include "core/rules/rule_engine.h"
#include "core/rules/sequence_tracker.h"

#include <memory>
#include <optional>
#include <vector>

namespace eventflow::rules {

/// The parts of the engine. Private to core/rules.
struct RuleEngine::Impl {
    struct RuleState {
        RuleHealth health;
        AlertTracker tracker;
        PublishedSeries published;
        std::unique_ptr<SequenceTracker> sequence; ///< of a rule with one
    };
    struct GroupState {
        Timestamp position = kNoTime; ///< the last tick, or the start; kNoTime: not started
        std::vector<RuleState> rules;
    };
    /// One evaluation of everything that is due at a time.
    struct Tick {
        Timestamp at;
        Timestamp watermark;
        const SeriesSource& source;
        const SampleSink& sink;
        bool onGrid = true;
        const Labels* only = nullptr; ///< see AlertTick
    };
    /// Of one rule at one sample, between ticks.
    struct SamplePoint {
        Timestamp at;
        std::size_t group = 0;
        std::size_t rule = 0;
        const Labels* series = nullptr;
        const SeriesSource* source = nullptr;
    };

    std::shared_ptr<const RuleSet> rules;
    EvaluateRule evaluate;
    /// Absent when something else than PromQL evaluates the rules: then nothing can be said about
    /// expressions, and nobody knows which series they select.
    std::optional<promql::EvalOptions> promqlOptions;
    std::vector<GroupState> groups; ///< parallel to rules->groups
    std::vector<AlertTransition> announcements;
    std::vector<Labels> endedSeries;
    Timestamp lastTick = kNoTime;
    Timestamp sampledUntil = kNoTime; ///< see EngineState
    Timestamp startedAt = kNoTime;
    bool changed = false;        ///< see takeStateChanged()
    bool looksAtSamples = false; ///< some rule is evaluated at each sample
    std::vector<SequenceTracker*> sequences;
    cel::EventFields eventFields;
    cel::Evaluator celEvaluator;

    // The ticks.
    [[nodiscard]] Timestamp nextOf(std::size_t group) const;
    [[nodiscard]] Timestamp next() const;
    void announce(Timestamp watermark, const SampleSink& sink, std::vector<AlertTransition>& out);
    void evaluateGroup(std::size_t group, const Tick& tick, std::vector<AlertTransition>& out);
    Result<std::size_t> evaluateAlerts(std::size_t group, std::size_t rule, const Tick& tick,
                                       std::vector<AlertTransition>& out);
    Result<std::size_t> evaluateRecording(const RuleGroup& group, const Rule& rule, RuleState& state,
                                          const Tick& tick);
    static void note(RuleHealth& health, Timestamp at, const Result<std::size_t>& returned);

    // Between the ticks: rule_engine_samples.cpp
    /// Every sample after what was evaluated last and before this time.
    void evaluateSamples(Timestamp before, const Tick& context, std::vector<AlertTransition>& out);
    void evaluateSample(const SamplePoint& point, const Tick& context, std::vector<AlertTransition>& out);

    /// Completions of sequences behind the last tick, when an input has ended.
    void finishSequences(const Tick& tick, std::vector<AlertTransition>& out);

    // Over restarts and reloads: rule_engine_reload.cpp
    void build(std::shared_ptr<const RuleSet> newRules);
    [[nodiscard]] EngineState save() const;
    ReloadReport takeOver(const EngineState& state);
    ReloadedRule takeOver(const RuleMemory& memory, std::size_t group, std::size_t rule);
    ReloadedRule end(const RuleMemory& memory);
    void takeOverPositions(const EngineState& state);

    template <typename Wanted>
    [[nodiscard]] std::vector<Alert> alerts(const Wanted& wanted) const {
        std::vector<Alert> out;
        for (const GroupState& group : groups)
            for (const RuleState& rule : group.rules)
                for (const auto& [identity, tracked] : rule.tracker.alerts())
                    if (wanted(tracked.alert)) out.push_back(tracked.alert);
        return out;
    }
};

} // namespace eventflow::rules
