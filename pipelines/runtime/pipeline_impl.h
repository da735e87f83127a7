#pragma once

#include "core/base/byte_queue.h"
#include "core/series/series_catalog.h"
#include "pipelines/automate/engine.h"
#include "pipelines/enrich/enricher.h"
#include "pipelines/enrich/table_reloader.h"
#include "pipelines/runtime/batch_pool.h"
#include "pipelines/runtime/monitor.h"
#include "pipelines/runtime/pipeline.h"
#include "pipelines/runtime/sequenced_queue.h"
#include "pipelines/runtime/uncommitted_samples.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace eventflow::runtime {

using BatchPtr = std::unique_ptr<PipelineBatch>;

/// The stages and what is between them. Private to pipelines/runtime.
struct Pipeline::Impl {
    Impl(PipelineConfig config, std::unique_ptr<collect::Source> source,
         std::unique_ptr<store::StoreWriter> store);
    ~Impl();

    // One function a thread.
    void supervise();
    void runSource(std::stop_token stop);
    void runWorker();
    void runEngine();
    void runStore();

    /// Restores, opens, and starts the stages. Thread: supervisor.
    Status prepare();
    void startStages();
    /// Starts a named thread whose exceptions become a failure of the pipeline.
    std::jthread spawn(std::string name, std::function<void(std::stop_token)> body);

    /// The first failure wins; everything stops.
    void fail(Error error);
    [[nodiscard]] std::optional<Error> failure() const;

    // Rules while running: rule_changes.cpp
    /// Hands what has to happen on the engine's thread over to it.
    void post(std::function<void()> command);
    /// Carries out what was posted. Thread: engine.
    void runPosted();
    /// Thread: supervisor.
    void reloadChangedRules();
    void reloadChangedMarks();
    void takeOverRules(const rules::LoadResult& loaded);

    // Parts of the loops.
    bool handToWorkers(BatchPtr batch);
    void waitForPace(const PipelineBatch& batch);
    void passOn(BatchPtr batch);
    void finishEngine();
    bool commitPatiently(const char* action, const std::function<Status()>& commit);
    [[nodiscard]] std::vector<QueueLevel> queueLevels() const;
    [[nodiscard]] Timestamp arrivalNow() const;

    PipelineConfig config;
    std::unique_ptr<collect::Source> source;
    std::unique_ptr<store::StoreWriter> store;
    std::string sourceId;

    SeriesCatalog catalog;
    std::unique_ptr<enrich::EnricherHandle> enricher;
    std::unique_ptr<enrich::TableReloader> tables; ///< thread: supervisor
    std::unique_ptr<automate::Engine> engine;
    Monitor monitor;

    BatchPool pool;
    ByteQueue<BatchPtr> toWorkers;
    SequencedQueue<BatchPtr> toEngine;
    ByteQueue<BatchPtr> toStore;
    UncommittedSamples uncommitted; ///< empty unless the pipeline keeps them
    std::atomic<unsigned> workersLeft{0};
    std::atomic<bool> inputEnded{false}; ///< by itself, not by requestStop()

    /// Ends everything at once, losing what is not committed: only after a failure.
    std::stop_source abort;
    std::stop_source stopReading;

    mutable std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<Error> error;
    bool done = false;

    std::chrono::steady_clock::time_point paceStart{}; ///< wall time of the first paced event
    Timestamp paceFirst = kNoTime;

    std::mutex postedMutex;
    std::vector<std::function<void()>> posted; ///< for the engine
    std::atomic<bool> hasPosted{false};

    std::vector<std::jthread> stages;
    std::jthread supervisor; ///< last member: joined first
};

} // namespace eventflow::runtime
