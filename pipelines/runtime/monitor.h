#pragma once

#include "core/base/frame_feed.h"
#include "core/feed/pipeline_delta.h"
#include "core/health/latency_histogram.h"
#include "core/rules/rule_engine.h"
#include "pipelines/runtime/pipeline_batch.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace eventflow::runtime {

/// How full the queue in front of a step is.
struct QueueLevel {
    Step step = Step::Collect;
    std::size_t bytes = 0;
    std::size_t capacity = 0;
    std::size_t batches = 0;
};

/// Counts what the stages do and turns it into the deltas of the feed. Everything is noted per batch, so the
/// lock is taken some hundreds of times a second, not once a record. Thread: any (locks).
class Monitor {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;
    /// At most this often a delta is made: one per frame of the screen.
    static constexpr std::chrono::milliseconds kFrame{33};

    explicit Monitor(std::uint64_t generation);

    // Called by the stages, in the order of a batch's way.
    void noteRead(std::uint64_t records, std::uint64_t bytes, std::chrono::nanoseconds spent);
    void noteProcessed(const PipelineBatch& batch); ///< by workers and engine
    void noteStored(std::uint64_t records, std::chrono::nanoseconds spent, std::uint64_t storeBytes);

    void noteRulesReload(std::shared_ptr<const feed::RulesReload> reload);
    void setStatus(feed::RunState state, std::string detail = {});
    void setSource(std::string description);
    void setProgress(double progress);
    [[nodiscard]] feed::RunStatus status() const;

    /// True when the last delta is older than a frame. Thread: the engine's.
    [[nodiscard]] bool frameDue() const;
    /// Makes a delta. `rules` is read, so thread: the engine's.
    void publish(const rules::RuleEngine& rules, Timestamp watermark, Timestamp arrival,
                 std::size_t seriesCount, std::vector<QueueLevel> queues);
    /// A delta without news from the engine: before it started, after it ended.
    void publishStatus();

    [[nodiscard]] feed::Counters counters() const;
    [[nodiscard]] double uptimeSeconds() const;
    [[nodiscard]] feed::PipelineDelta take() { return m_feed.take(); }

private:
    struct StepState {
        std::uint64_t in = 0;
        std::uint64_t rejected = 0;
        std::chrono::nanoseconds busy{};
        health::LatencyHistogram latency;
        QueueLevel queue;
    };
    void noteStreams(const PipelineBatch& batch);
    /// Adds the newest records and the dead letters of this batch to the next delta.
    void sample(const PipelineBatch& batch);
    void noteSteps(const PipelineBatch& batch);
    [[nodiscard]] feed::PipelineDelta snapshot();

    mutable std::mutex m_mutex;
    FrameFeed<feed::PipelineDelta> m_feed;
    const SteadyTime m_start;
    SteadyTime m_lastFrame{};
    SteadyTime m_lastSlow{}; ///< of what changes slowly or is costly to copy: memory, rule health, schemas

    feed::Counters m_counters;
    feed::RunStatus m_status;
    std::uint64_t m_generation;
    std::uint64_t m_storeBytes = 0;
    std::uint64_t m_rssBytes = 0;
    std::array<StepState, kStepCount> m_steps;
    std::vector<feed::StreamStats> m_streams; ///< by Stream::index
    std::map<std::pair<Step, RejectCode>, std::uint64_t> m_rejects;
    struct TopicSchema {
        schema::Inference inference;
        bool changed = false;
    };
    std::map<std::string, TopicSchema> m_schemas;
    std::vector<AlertTransition> m_transitions; ///< since the last delta
    std::vector<feed::DeadLetterPreview> m_deadLetters;
    std::map<std::string, std::vector<feed::RecordPreview>> m_records;
    std::shared_ptr<const feed::RulesReload> m_rulesReload; ///< since the last delta
    bool m_alertsChanged = true;
    Timestamp m_watermark = kNoTime;
    Timestamp m_arrival = kNoTime;
    std::size_t m_seriesCount = 0;
};

} // namespace eventflow::runtime
