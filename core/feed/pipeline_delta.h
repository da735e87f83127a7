#pragma once

#include "core/base/time.h"
#include "core/model/alert.h"
#include "core/model/dead_letter.h"
#include "core/rules/rule_engine.h"
#include "core/schema/inference.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::feed {

enum class RunState : std::uint8_t { Idle, Starting, Running, Reconnecting, Paused, Finished, Failed };
const char* toString(RunState state);

/// What the pipeline is doing, in words the status bar can show.
struct RunStatus {
    RunState state = RunState::Idle;
    std::string source;     ///< `demo (127.0.0.1:41234)`, `incident.ndjson.zst`
    std::string detail;     ///< the error, or what is being waited for
    double progress = -1;   ///< 0…1 of a bounded source; -1 unknown
    std::string connection; ///< the cluster that is read, as ClusterDesk names it; empty: no cluster
};

/// Since the pipeline started; conservation holds at every frame in which no batch is under way:
/// read = stored + deadLettered + duplicates + dropped.
struct Counters {
    std::uint64_t read = 0;
    std::uint64_t bytesRead = 0;
    std::uint64_t stored = 0;
    std::uint64_t deadLettered = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t dropped = 0;
    std::uint64_t late = 0;
    std::uint64_t alertsFired = 0;
    std::uint64_t notifications = 0;
    std::uint64_t pages = 0; ///< notifications in which something fires
    bool operator==(const Counters&) const = default;
};

/// One step of the pipeline, cumulative.
struct StepStats {
    Step step = Step::Collect;
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    std::uint64_t rejected = 0;
    double busySeconds = 0; ///< CPU time spent in the step, all threads
    double p50Seconds = 0;  ///< time a batch spends in the step
    double p99Seconds = 0;
    std::size_t queueBytes = 0; ///< waiting in front of the step
    std::size_t queueCapacity = 0;
    std::size_t queueBatches = 0;
};

struct StreamStats {
    std::string topic;
    std::int32_t partition = 0;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t nullKeys = 0;
    std::int64_t firstOffset = -1; ///< first one read
    std::int64_t nextOffset = -1;
    std::int64_t endOffset = -1; ///< -1 unknown
    Timestamp lastEvent = kNoTime;
    /// Records between what was read and the end; nothing for files.
    [[nodiscard]] std::optional<std::int64_t> lag() const {
        return endOffset < 0 || nextOffset < 0 ? std::nullopt : std::optional(endOffset - nextOffset);
    }
};

/// A record as the inspector shows it: original bytes, the value cut at kMaxPreviewBytes.
struct RecordPreview {
    static constexpr std::size_t kMaxPreviewBytes = 64 * 1024;
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    Timestamp tsArrival = kNoTime;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::size_t valueBytes = 0; ///< before cutting
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
};

struct DeadLetterPreview {
    Step step = Step::Decode;
    RejectCode code = RejectCode::MalformedJson;
    std::string detail;
    RecordPreview record;
};

struct DeadLetterCount {
    Step step = Step::Decode;
    RejectCode code = RejectCode::MalformedJson;
    std::uint64_t count = 0;
};

/// What came of a change of the rule files while the pipeline ran.
struct RulesReload {
    std::shared_ptr<const rules::RuleSet>
        rules; ///< in use now; nullptr: the files cannot be loaded, the old ones stay
    std::vector<rules::Finding> findings; ///< errors when `rules` is missing, else warnings
    rules::ReloadReport report;           ///< what became of each rule
};

/// Everything that changed since the last frame. Snapshots replace, lists append; merging keeps every list
/// bounded, so that a screen that does not look costs nothing. A new `generation` means another pipeline:
/// forget everything.
struct PipelineDelta {
    static constexpr std::size_t kMaxTransitions = 2000;
    static constexpr std::size_t kMaxRecordsPerTopic = 200;
    static constexpr std::size_t kMaxDeadLetters = 500;

    std::uint64_t generation = 0; ///< 0: nothing has happened
    double uptimeSeconds = 0;     ///< steady clock since the start: what rates are computed over

    RunStatus status;
    Counters counters;
    Timestamp watermark = kNoTime;
    Timestamp arrival = kNoTime;
    std::vector<StepStats> steps;
    std::vector<StreamStats> streams;
    std::vector<DeadLetterCount> deadLetterCounts;
    std::size_t seriesCount = 0;
    std::uint64_t storeBytes = 0;
    std::uint64_t rssBytes = 0;
    /// Snapshots; nullptr: unchanged since the last frame.
    std::shared_ptr<const std::vector<Alert>> activeAlerts;
    std::shared_ptr<const std::vector<rules::RuleHealth>> ruleHealth;
    std::shared_ptr<const RulesReload> rulesReload;                          ///< the last one
    std::map<std::string, std::shared_ptr<const schema::Inference>> schemas; ///< by topic; changed ones only

    std::vector<AlertTransition> transitions;                  ///< appended, newest last
    std::vector<DeadLetterPreview> deadLetters;                ///< appended, newest last
    std::map<std::string, std::vector<RecordPreview>> records; ///< by topic; appended, newest last

    /// Takes over what is newer in `next`.
    void merge(PipelineDelta&& next);
};

} // namespace eventflow::feed
