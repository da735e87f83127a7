#include "pipelines/runtime/pipeline.h"

#include "pipelines/runtime/pipeline_impl.h"

#include <pthread.h>

#include <algorithm>
#include <exception>

namespace eventflow::runtime {

namespace {

/// How often the supervisor looks whether an enrichment table has changed.
constexpr std::chrono::seconds kReloadCheck{1};

} // namespace

Pipeline::Impl::Impl(PipelineConfig c, std::unique_ptr<collect::Source> src,
                     std::unique_ptr<store::StoreWriter> st)
    : config(std::move(c)),
      source(std::move(src)),
      store(std::move(st)),
      sourceId(source->id()),
      catalog(config.limits.maxSeries),
      monitor(config.generation),
      toWorkers(config.limits.queueBytes),
      toEngine(config.limits.queueBytes),
      toStore(config.limits.queueBytes) {
    engine = std::make_unique<automate::Engine>(config.limits, config.rules, catalog);
    engine->setMarks(config.marks);
    monitor.setSource(source->describe());
    monitor.setStatus(feed::RunState::Starting);
    monitor.publishStatus();
}

Pipeline::Impl::~Impl() {
    stopReading.request_stop();
}

std::jthread Pipeline::Impl::spawn(std::string name, std::function<void(std::stop_token)> body) {
    return std::jthread([this, name = std::move(name), body = std::move(body)] {
        pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
        try {
            body(stopReading.get_token());
        } catch (const std::exception& exception) {
            fail({ErrorCode::Internal, "thread " + name + ": " + exception.what()});
        }
    });
}

void Pipeline::Impl::fail(Error failure) {
    {
        const std::lock_guard lock(mutex);
        if (!error) error = std::move(failure);
    }
    stopReading.request_stop();
    abort.request_stop();
    toWorkers.close();
    toEngine.close();
    toStore.close();
}

std::optional<Error> Pipeline::Impl::failure() const {
    const std::lock_guard lock(mutex);
    return error;
}

Timestamp Pipeline::Impl::arrivalNow() const {
    return config.live ? config.wallClock->now() : kNoTime;
}

Status Pipeline::Impl::prepare() {
    auto loaded = enrich::Enricher::load(config.staticTags, config.lookups, 1);
    if (!loaded) return loaded.error();
    enricher = std::make_unique<enrich::EnricherHandle>(*loaded);
    tables = std::make_unique<enrich::TableReloader>(config.staticTags, config.lookups, *enricher);

    auto restored = store->restore(sourceId);
    if (!restored) return restored.error();
    if (Status status = engine->restore(restored->checkpoint, restored->dedupKeys); !status) return status;
    Status status = store->replaySamples(engine->headStart(), catalog,
                                         [this](SeriesIdentity& series, Timestamp ts, double value) {
                                             engine->appendRestored(series, ts, value);
                                         });
    if (!status) return status;
    return source->open(restored->positions);
}

void Pipeline::Impl::startStages() {
    unsigned workers = config.limits.workers;
    if (workers == 0) workers = std::max(2U, std::thread::hardware_concurrency()) - 1;
    workersLeft = workers;
    stages.push_back(spawn("store", [this](std::stop_token) { runStore(); }));
    stages.push_back(spawn("engine", [this](std::stop_token) { runEngine(); }));
    for (unsigned i = 0; i < workers; ++i)
        stages.push_back(spawn("worker-" + std::to_string(i), [this](std::stop_token) { runWorker(); }));
    stages.push_back(spawn("source", [this](std::stop_token stop) { runSource(stop); }));
}

void Pipeline::Impl::supervise() {
    if (Status status = prepare(); !status) {
        fail(status.error());
    } else {
        monitor.setSource(source->describe());
        monitor.setStatus(feed::RunState::Running);
        startStages();
        // The store closes `done` when the last batch is in.
        std::unique_lock lock(mutex);
        while (!changed.wait_for(lock, kReloadCheck, [this] { return done || error.has_value(); })) {
            lock.unlock();
            monitor.setSource(source->describe()); // what it found, what it waits for
            if (const auto reloaded = tables->reloadIfChanged(); !reloaded)
                monitor.setStatus(monitor.status().state, reloaded.error().detail);
            reloadChangedRules();
            reloadChangedMarks();
            lock.lock();
        }
    }
    stages.clear(); // joins
    if (Status status = store->close(); !status) fail(status.error());
    const auto failed = failure();
    monitor.setProgress(failed ? -1 : 1);
    monitor.setStatus(failed ? feed::RunState::Failed : feed::RunState::Finished,
                      failed ? failed->detail : "");
    monitor.publishStatus();
    const std::lock_guard lock(mutex);
    done = true;
    changed.notify_all();
}

Pipeline::Pipeline() = default;

Pipeline::~Pipeline() {
    if (m_impl) m_impl->stopReading.request_stop();
}

std::unique_ptr<Pipeline> Pipeline::start(PipelineConfig config, std::unique_ptr<collect::Source> source,
                                          std::unique_ptr<store::StoreWriter> store) {
    std::unique_ptr<Pipeline> pipeline(new Pipeline);
    pipeline->m_impl = std::make_unique<Impl>(std::move(config), std::move(source), std::move(store));
    Impl* impl = pipeline->m_impl.get();
    impl->supervisor = std::jthread([impl] {
        pthread_setname_np(pthread_self(), "supervisor");
        impl->supervise();
    });
    return pipeline;
}

void Pipeline::requestStop() {
    m_impl->stopReading.request_stop();
}

bool Pipeline::finished() const {
    const feed::RunState state = m_impl->monitor.status().state;
    return state == feed::RunState::Finished || state == feed::RunState::Failed;
}

Status Pipeline::join() {
    if (m_impl->supervisor.joinable()) m_impl->supervisor.join();
    const auto failed = m_impl->failure();
    return failed ? Status(*failed) : Status();
}

std::unique_ptr<SeriesSource> Pipeline::uncommittedSamples() const {
    return m_impl->uncommitted.snapshot();
}

feed::PipelineDelta Pipeline::takeDelta() {
    return m_impl->monitor.take();
}

feed::Counters Pipeline::counters() const {
    return m_impl->monitor.counters();
}

feed::RunStatus Pipeline::status() const {
    return m_impl->monitor.status();
}

double Pipeline::uptimeSeconds() const {
    return m_impl->monitor.uptimeSeconds();
}

} // namespace eventflow::runtime
