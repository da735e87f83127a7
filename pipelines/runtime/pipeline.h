#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/config/workspace.h"
#include "core/feed/pipeline_delta.h"
#include "core/notify/marks.h"
#include "core/rules/rule_set.h"
#include "pipelines/automate/marks_file.h"
#include "pipelines/automate/rule_reloader.h"
#include "pipelines/collect/source.h"
#include "pipelines/normalize/decoding_options.h"
#include "pipelines/runtime/pipeline_batch.h"
#include "pipelines/store/store_writer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace eventflow::runtime {

struct PipelineConfig {
    config::PipelineLimits limits;
    std::shared_ptr<const rules::RuleSet> rules;
    std::vector<config::StaticTag> staticTags;
    std::vector<config::LookupTable> lookups;
    normalize::DecodingOptions decoding;
    /// Live: the wall clock is the arrival clock, and silence moves it. Else the records carry it.
    bool live = false;
    const Clock* wallClock = nullptr; ///< must outlive the pipeline; needed when live
    /// Event time over wall time of a replay; 0: as fast as possible.
    double speed = 0;
    /// How long a full queue may hold up the source before it is paused. Pausing costs a Kafka source what it
    /// has fetched ahead, so it is not done for a hiccup.
    std::chrono::milliseconds pauseAfter{500};
    std::uint64_t generation = 1; ///< of the deltas
    /// Keep what the store has not committed for uncommittedSamples(). Nobody asks a replay without a screen.
    bool keepsUncommitted = false;
    /// Made before `rules` were loaded. When live, a change of the files since then is taken over while the
    /// pipeline runs; a replay is the same whenever it is made, so its rules stay as they are.
    std::optional<automate::RuleReloader> ruleReloader;
    notify::Marks marks; ///< silences and acknowledgements
    /// Made before `marks` were loaded. When live, a change since then is taken over, as with the rules.
    std::optional<automate::MarksFile> marksFile;
    /// Called after the marks changed, whether or not they could be read. Thread: the supervisor's.
    std::function<void(const Result<notify::Marks>&)> onMarksReload;
    /// Called after the rule files changed, whether or not they could be loaded. Thread: the engine's or the
    /// supervisor's.
    std::function<void(const feed::RulesReload&)> onRulesReload;
    /// Called in order with what the engine made of each batch. Thread: the engine's.
    std::function<void(const EngineOutput&)> onOutput;
};

/// One source on its way through the stages into one store, with all the threads that takes. Built running,
/// ends by itself when the source does, or after requestStop().
///
/// Threads: supervisor (restore, open, reload tables, wait), source, workers, engine, store. They are joined
/// in the order of the flow: the source stops first, what is under way is finished, the store commits last.
/// Thread of the members: any, unless said otherwise.
class Pipeline {
public:
    static std::unique_ptr<Pipeline> start(PipelineConfig config, std::unique_ptr<collect::Source> source,
                                           std::unique_ptr<store::StoreWriter> store);
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    /// Stops and waits.
    ~Pipeline();

    /// Stop reading; everything that was read is still processed and stored.
    void requestStop();
    [[nodiscard]] bool finished() const;
    /// Waits for the end and tells how it came. The store is closed then.
    Status join();

    /// Takes over other rules between two batches; the report comes as with a change of the files.
    void reloadRules(std::shared_ptr<const rules::RuleSet> rules);
    /// What reloadRules() would do now. `done` is called on the engine's thread, and not at all when the
    /// pipeline ends before.
    void previewRules(std::shared_ptr<const rules::RuleSet> rules,
                      std::function<void(const rules::ReloadReport&)> done);

    /// What the engine has seen and the store has not committed, of a pipeline that keeps it: to be taken
    /// before the store is read. It lives as long as the pipeline.
    [[nodiscard]] std::unique_ptr<SeriesSource> uncommittedSamples() const;
    [[nodiscard]] feed::PipelineDelta takeDelta();
    [[nodiscard]] feed::Counters counters() const;
    [[nodiscard]] feed::RunStatus status() const;
    [[nodiscard]] double uptimeSeconds() const;

    /// The name under which the store remembers that a bounded source was read to its end.
    static std::string finishedCheckpoint(const std::string& sourceId) {
        return "source.finished:" + sourceId;
    }

private:
    Pipeline();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace eventflow::runtime
