#include "app/gui/app_workbench.h"

#include "app/gui/rule_text.h"
#include "app/session/replay_store.h"
#include "app/session/schema_lookup.h"
#include "core/series/merged_source.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/kafka/kafka_source.h"

#include <utility>

namespace eventflow::app {

AppWorkbench::AppWorkbench(std::optional<std::filesystem::path> folder)
    : m_folder(std::move(folder)), m_desk(m_folder) {
    m_launcher.setMaxThreadCount(1);
    // The configuration is there before anything runs, so that the screen can show rules and panels.
    if (auto run = newRun(!m_folder))
        m_running = std::move(*run);
    else
        fail(++m_generation, m_folder ? m_folder->string() : "", run.error());
}

AppWorkbench::~AppWorkbench() {
    shutDown();
}

void AppWorkbench::shutDown() {
    stop();
    m_launcher.waitForDone();
    if (const RunningPtr running = current(); running && running->pipeline)
        static_cast<void>(running->pipeline->join()); // its status is in the last delta
}

AppWorkbench::RunningPtr AppWorkbench::current() const {
    const std::lock_guard lock(m_mutex);
    return m_running;
}

Result<AppWorkbench::RunningPtr> AppWorkbench::newRun(bool temporary) {
    auto session = Session::open(temporary ? std::nullopt : m_folder);
    if (!session) return session.error();
    auto run = std::make_shared<Running>();
    run->session = std::move(*session);

    const config::Workspace& workspace = run->session->workspace();
    std::vector<feed::RuleText> rules = ruleTexts(*run->session->rules());
    const std::lock_guard lock(m_mutex);
    m_rules = std::move(rules);
    m_panels.clear();
    for (const config::PanelConfig& panel : workspace.panels)
        m_panels.push_back({panel.title, panel.expression, panel.unit, panel.legendLabel, panel.threshold,
                            panel.hasThreshold});
    m_name = temporary ? "" : workspace.name.empty() ? workspace.root.filename().string() : workspace.name;
    return run;
}

void AppWorkbench::launch(std::string description, std::function<Result<RunningPtr>(std::uint64_t)> make) {
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(m_mutex);
        generation = ++m_generation;
        m_notice = {};
        m_notice.generation = generation;
        m_notice.status = {feed::RunState::Starting, description, {}, -1, {}};
    }
    stop();
    m_launcher.start([this, generation, description = std::move(description), make = std::move(make)] {
        if (const RunningPtr old = current(); old && old->pipeline) static_cast<void>(old->pipeline->join());
        {
            // The old workspace lock must be gone before the new run takes it.
            const std::lock_guard lock(m_mutex);
            m_running.reset();
        }
        m_desk.setSample(std::nullopt);
        auto run = make(generation);
        if (!run) return fail(generation, description, run.error());
        const std::lock_guard lock(m_mutex);
        m_running = std::move(*run);
    });
}

void AppWorkbench::fail(std::uint64_t generation, const std::string& description, const Error& error) {
    const std::lock_guard lock(m_mutex);
    m_notice = {};
    m_notice.generation = generation;
    m_notice.status = {feed::RunState::Failed, description, error.detail, -1, {}};
}

void AppWorkbench::begin(std::string description, bool temporary,
                         std::function<Result<Beginning>(Running&)> make) {
    launch(std::move(description),
           [this, temporary, make = std::move(make)](std::uint64_t generation) -> Result<RunningPtr> {
               auto run = newRun(temporary);
               if (!run) return run;
               auto beginning = make(**run);
               if (!beginning) return beginning.error();
               runtime::PipelineConfig config = (*run)->session->pipelineConfig();
               config.generation = generation;
               config.keepsUncommitted = true;
               config.live = beginning->live;
               if (beginning->live) config.wallClock = &m_clock;
               config.decoding.schemas = std::move(beginning->schemas);
               (*run)->connection = std::move(beginning->connection);
               config.onRulesReload = [this](const feed::RulesReload& reload) {
                   if (reload.rules == nullptr) return;
                   std::vector<feed::RuleText> rules = ruleTexts(*reload.rules);
                   const std::lock_guard lock(m_mutex);
                   m_rules = std::move(rules);
               };
               (*run)->pipeline = runtime::Pipeline::start(std::move(config), std::move(beginning->source),
                                                           std::move(beginning->store));
               return run;
           });
}

void AppWorkbench::startDemo() {
    // Never into the user's own workspace.
    begin("Sample incident", true, [this](Running& run) -> Result<Beginning> {
        auto demo = DemoStream::start();
        if (!demo) return demo.error();
        auto store = run.session->openStore();
        if (!store) return store.error();
        run.demo = std::move(*demo);
        config::Connection sample = run.demo->connection();
        sample.name = "Sample incident";
        m_desk.setSample(sample);
        return Beginning{run.demo->makeSource(), std::move(*store), true, sample.name};
    });
}

void AppWorkbench::openCaptures(std::vector<std::filesystem::path> files) {
    const std::string description = files.empty() ? "" : files.front().filename().string();
    begin(description, !m_folder, [files = std::move(files)](Running& run) -> Result<Beginning> {
        collect::FileSourceOptions options;
        options.maxRecordBytes = run.session->workspace().limits.maxRecordBytes;
        auto source = collect::makeFileSource(files, options);
        if (!source) return source.error();
        auto store = openReplayStore(*run.session, (*source)->id());
        if (!store) return store.error();
        return Beginning{std::move(*source), std::move(*store), false};
    });
}

void AppWorkbench::connectTo(feed::ClusterTarget target) {
    const std::string description = target.connection;
    begin(description, !m_folder, [this, target = std::move(target)](Running& run) -> Result<Beginning> {
        auto cluster = m_desk.resolve(target.connection);
        if (!cluster) return cluster.error();
        auto schemas = openSchemaLookup(cluster->connection, cluster->secrets);
        if (!schemas) return schemas.error();
        auto store = run.session->openStore();
        if (!store) return store.error();
        kafka::KafkaSourceOptions options;
        options.access = std::move(cluster->access);
        options.topics = target.topics.empty() ? cluster->connection.topics : target.topics;
        options.start = target.start == feed::ClusterTarget::Start::Earliest ? kafka::StartAt::Earliest
                                                                             : kafka::StartAt::Latest;
        return Beginning{kafka::makeKafkaSource(std::move(options)), std::move(*store), true,
                         target.connection, std::move(*schemas)};
    });
}

void AppWorkbench::stop() {
    if (const RunningPtr running = current(); running && running->pipeline) running->pipeline->requestStop();
}

feed::PipelineDelta AppWorkbench::takeDelta() {
    const std::lock_guard lock(m_mutex);
    if (m_running && m_running->pipeline) {
        feed::PipelineDelta delta = m_running->pipeline->takeDelta();
        delta.status.connection = m_running->connection;
        if (delta.generation == m_generation) return delta;
    }
    // Once: what was said need not be said again.
    return std::exchange(m_notice, {});
}

std::vector<feed::Panel> AppWorkbench::panels() const {
    const std::lock_guard lock(m_mutex);
    return m_panels;
}

std::vector<feed::RuleText> AppWorkbench::rules() const {
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

std::string AppWorkbench::workspaceName() const {
    const std::lock_guard lock(m_mutex);
    return m_name;
}

std::filesystem::path AppWorkbench::workspacePath() const {
    return m_folder.value_or(std::filesystem::path());
}

template <typename T>
Result<T>
AppWorkbench::withReader(const std::function<Result<T>(store::StoreReader&, const Running&)>& query) const {
    const RunningPtr running = current();
    if (!running) return Error{ErrorCode::NotFound, "no workspace is open"};
    std::unique_ptr<store::StoreReader> reader;
    {
        const std::lock_guard lock(running->readersMutex);
        if (!running->readers.empty()) {
            reader = std::move(running->readers.back());
            running->readers.pop_back();
        }
    }
    if (!reader) {
        auto opened = store::StoreReader::open(running->session->workspace().databaseFile());
        if (!opened) return opened.error();
        reader = std::move(*opened);
    }
    auto result = query(*reader, *running);
    const std::lock_guard lock(running->readersMutex);
    running->readers.push_back(std::move(reader));
    return result;
}

Result<promql::RangeVector> AppWorkbench::queryRange(const std::string& expression, Timestamp start,
                                                     Timestamp end, Duration step) const {
    const auto parsed = promql::Expression::parse(expression);
    if (!parsed) return parsed.error();
    return withReader<promql::RangeVector>([&](store::StoreReader& reader, const Running& running) {
        if (!running.pipeline) return promql::evaluateRange(*parsed, reader.samples(), start, end, step);
        const auto uncommitted = running.pipeline->uncommittedSamples(); // before the store is read
        const MergedSource samples(reader.samples(), *uncommitted);
        return promql::evaluateRange(*parsed, samples, start, end, step);
    });
}

Result<std::vector<AlertTransition>> AppWorkbench::alertHistory(std::size_t limit) const {
    return withReader<std::vector<AlertTransition>>(
        [&](store::StoreReader& reader, const Running&) { return reader.transitions(limit); });
}

Result<std::vector<feed::DeadLetterPreview>> AppWorkbench::deadLetters(Step step, RejectCode code,
                                                                       std::size_t limit) const {
    return withReader<std::vector<feed::DeadLetterPreview>>(
        [&](store::StoreReader& reader, const Running&) { return reader.deadLetters(step, code, limit); });
}

feed::Counters AppWorkbench::counters() const {
    const RunningPtr running = current();
    return running && running->pipeline ? running->pipeline->counters() : feed::Counters{};
}

} // namespace eventflow::app
