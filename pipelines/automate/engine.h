#pragma once

#include "core/base/result.h"
#include "core/config/workspace.h"
#include "core/notify/notifier.h"
#include "core/rules/rule_engine.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"
#include "pipelines/automate/dedup_window.h"
#include "pipelines/automate/offset_runs.h"
#include "pipelines/automate/watermark.h"
#include "pipelines/runtime/pipeline_batch.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::automate {

/// The only mutable state of the pipeline: deduplication, event time, the series head, rules and alerts.
/// Batches come in order; everything it decides depends on the order of records alone, not on how they were
/// cut into batches. Thread: the engine's.
class Engine {
public:
    Engine(const config::PipelineLimits& limits, std::shared_ptr<const rules::RuleSet> rules,
           SeriesCatalog& catalog);
    /// With another evaluation of the rules' expressions, which measures them; alerts are then not explained.
    Engine(const config::PipelineLimits& limits, std::shared_ptr<const rules::RuleSet> rules,
           SeriesCatalog& catalog, rules::EvaluateRule evaluate);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Marks duplicates and late events, appends samples to the head, evaluates the rules that became due and
    /// fills `batch.output`. `arrivalNow` is the wall clock when live and kNoTime in a replay, where the
    /// records carry the arrival clock.
    void process(PipelineBatch& batch, Timestamp arrivalNow);
    /// Live, when nothing came: lets the arrival clock move the watermark. True when that produced output.
    bool processSilence(PipelineBatch& empty, Timestamp arrivalNow);
    /// A bounded input has ended: evaluates up to the largest event time.
    void finish(PipelineBatch& last);

    /// Takes up where a stored checkpoint ended; before the first batch. The head is filled through
    /// appendRestored().
    Status restore(const std::map<std::string, std::string>& checkpoint, std::span<const Hash128> dedupKeys);
    void appendRestored(SeriesIdentity& series, Timestamp ts, double value) {
        m_head.append(series, ts, value);
    }
    /// Samples at or before this are needed by no rule; kNoTime after a fresh start: nothing is.
    [[nodiscard]] Timestamp headStart() const;

    /// Silences and acknowledgements, in force from the next look at alerts on.
    void setMarks(notify::Marks marks) { m_notifier.setMarks(std::move(marks)); }
    rules::ReloadReport reloadRules(std::shared_ptr<const rules::RuleSet> rules);

    [[nodiscard]] const rules::RuleEngine& rules() const { return m_rules; }
    [[nodiscard]] const notify::Notifier& notifier() const { return m_notifier; }
    [[nodiscard]] Timestamp watermark() { return m_clock.watermark(); }
    [[nodiscard]] Timestamp arrival() const { return m_clock.arrival(); }
    [[nodiscard]] std::size_t seriesCount() const { return m_head.seriesCount(); }

    /// How rules are evaluated.
    static promql::EvalOptions evalOptions();

    static constexpr const char* kClockCheckpoint = "engine.clock";
    static constexpr const char* kRulesCheckpoint = "engine.rules";
    static constexpr const char* kSequencesCheckpoint = "engine.sequences";
    static constexpr const char* kNotifierCheckpoint = "engine.notifier";

private:
    struct StreamState {
        OffsetRuns seen;              ///< of a stream that is not sequential
        std::int64_t lastOffset = -1; ///< of one that is
        std::string topic;
        std::int32_t partition = 0;
    };

    void noteProgress(const PipelineBatch& batch, bool live);
    void noteLetters(const PipelineBatch& batch, std::size_t& letter, std::uint32_t record);
    void processEvent(Event& event, const Record& record, PipelineBatch& batch, Timestamp arrivalNow);
    [[nodiscard]] bool isDuplicate(const Event& event, const Record& record, PipelineBatch& batch);
    void evaluateUpTo(Timestamp watermark, PipelineBatch& batch);
    void evaluateTicks(Timestamp watermark, PipelineBatch& batch);
    rules::RuleEngine::SampleSink sinkOf(PipelineBatch& batch);
    void startRules();
    /// The next tick of a rule or look at a group of alerts.
    [[nodiscard]] Timestamp nextDue() const { return std::min(m_rules.nextTick(), m_notifier.nextDue()); }
    void writeCheckpoint(PipelineBatch& batch);
    StreamState& stateOf(const Stream& stream);

    SeriesCatalog& m_catalog;
    WatermarkTracker m_clock;
    DedupWindow m_dedup;
    SeriesHead m_head;
    rules::RuleEngine m_rules;
    notify::Notifier m_notifier;
    Duration m_keep;         ///< how much of the past the head holds
    bool m_rulesRan = false; ///< since the last checkpoint
    bool m_started = false;  ///< the rules' grids have their beginning
    Timestamp m_earliestEvent = Timestamp::max();
    /// What the watermark has to reach before rules have something to do: one comparison an event.
    Timestamp m_nextTick = Timestamp::max();
    Timestamp m_truncatedAt = kNoTime;
    std::deque<StreamState> m_streams; ///< by Stream::index; a deque: states stay where they are
    /// Restored state of streams that have not shown up yet, by topic and partition.
    struct RestoredStream {
        Timestamp largest;
        Timestamp lastArrival;
        std::vector<std::pair<std::int64_t, std::int64_t>> runs; ///< for a sequential stream one, from 0
    };
    std::map<std::pair<std::string, std::int32_t>, RestoredStream> m_restored;
};

} // namespace eventflow::automate
