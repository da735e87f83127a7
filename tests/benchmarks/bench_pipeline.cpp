// The whole way from a capture file into SQLite, and the engine alone, in events a second.
// Beside each: the floor of the same run, a loop that parses every line of the same file and does nothing
// else. `of_parse` is the part of that floor that is reached; the skeleton of the design reached 1.35 M
// events/s into durable SQLite.

#include "resources/embedded.h"

#include "pipelines/automate/engine.h"
#include "pipelines/collect/capture_sink.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/normalize/record_processor.h"
#include "pipelines/runtime/pipeline.h"
#include "pipelines/runtime/process_memory.h"

#include <benchmark/benchmark.h>
#include <simdjson.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace eventflow;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEvents = 3'000'000;

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <typename T>
T orThrow(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

/// A folder with one capture of the simulator, removed at the end.
class Fixture {
public:
    Fixture() : m_folder(fs::temp_directory_path() / ("bench_pipeline_" + std::to_string(getpid()))) {
        fs::create_directories(m_folder);
        collect::SimulatorOptions options;
        options.seed = 7;
        options.events = kEvents;
        options.hosts = 2000; // 10 000 series of metrics
        options.incident = collect::IncidentKind::Saturation;
        collect::CaptureTarget target;
        target.file = capture();
        m_bytes = orThrow(collect::writeCapture(options, target, {})).bytes;
    }
    ~Fixture() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    [[nodiscard]] fs::path capture() const { return m_folder / "capture.ndjson"; }
    [[nodiscard]] fs::path database() const { return m_folder / "eventflow.db"; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    void removeDatabase() const {
        for (const char* suffix : {"", "-wal", "-shm", ".lock"})
            fs::remove(database().string() + suffix);
    }
    /// Seconds of the bare parse loop, measured at its first use, with the file in the page cache.
    double parseSeconds() {
        if (m_parseSeconds == 0) m_parseSeconds = parseOnce();
        return m_parseSeconds;
    }
    [[nodiscard]] double parseOnce() const {
        std::ifstream in(capture(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const std::size_t size = text.size();
        text.resize(size + simdjson::SIMDJSON_PADDING);
        simdjson::dom::parser parser;
        std::uint64_t objects = 0;
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t at = 0; at < size;) {
            const auto* end = static_cast<const char*>(std::memchr(text.data() + at, '\n', size - at));
            const std::size_t length =
                end == nullptr ? size - at : static_cast<std::size_t>(end - (text.data() + at));
            simdjson::dom::element element;
            if (parser.parse(text.data() + at, length, false).get(element) == simdjson::SUCCESS) ++objects;
            at += length + 1;
        }
        benchmark::DoNotOptimize(objects);
        return secondsSince(start);
    }

private:
    fs::path m_folder;
    std::uint64_t m_bytes = 0;
    double m_parseSeconds = 0;
};

Fixture& fixture() {
    static Fixture instance;
    return instance;
}

std::shared_ptr<const rules::RuleSet> starterRules() {
    auto all = std::make_shared<rules::RuleSet>();
    for (const auto& file : resources::demoWorkspaceFiles()) {
        if (!file.path.starts_with("rules/")) continue;
        const auto loaded = rules::loadRuleText(file.contents, std::string(file.path));
        if (!loaded.rules) throw std::runtime_error("the starter rules do not load");
        all->groups.insert(all->groups.end(), loaded.rules->groups.begin(), loaded.rules->groups.end());
    }
    return all;
}

void report(benchmark::State& state, double seconds) {
    const double rate = static_cast<double>(kEvents) / seconds;
    const double floor = static_cast<double>(kEvents) / fixture().parseSeconds();
    state.counters["events/s"] = rate;
    state.counters["bytes/event"] = static_cast<double>(fixture().bytes()) / static_cast<double>(kEvents);
    state.counters["peak_rss_MB"] = static_cast<double>(runtime::peakResidentBytes()) / 1e6;
    state.counters["of_parse"] = rate / floor;
    state.counters["parse/s"] = floor;
}

/// File → decode → normalize → validate → enrich → engine → SQLite, all threads, closed database at the end.
void replayIntoSqlite(benchmark::State& state) {
    const bool withRules = state.range(0) != 0;
    fixture().parseSeconds(); // also brings the file into the page cache
    double seconds = 0;
    for (auto _ : state) {
        fixture().removeDatabase();
        runtime::PipelineConfig config;
        config.rules = withRules ? starterRules() : std::make_shared<rules::RuleSet>();
        auto source = orThrow(collect::makeFileSource({fixture().capture()}));
        auto store = orThrow(store::StoreWriter::open(fixture().database()));
        const auto start = std::chrono::steady_clock::now();
        auto pipeline = runtime::Pipeline::start(std::move(config), std::move(source), std::move(store));
        const Status status = pipeline->join();
        const double took = secondsSince(start);
        if (!status) throw std::runtime_error(status.error().detail);
        const feed::Counters counters = pipeline->counters();
        if (counters.read != kEvents ||
            counters.read != counters.stored + counters.deadLettered + counters.duplicates)
            throw std::runtime_error("records were lost");
        state.SetIterationTime(took);
        seconds += took;
        state.counters["db_bytes/event"] =
            static_cast<double>(fs::file_size(fixture().database())) / static_cast<double>(kEvents);
    }
    report(state, seconds / static_cast<double>(state.iterations()));
}
BENCHMARK(replayIntoSqlite)
    ->ArgName("rules")
    ->Arg(0)
    ->Arg(1)
    ->UseManualTime()
    ->Iterations(2)
    ->Unit(benchmark::kMillisecond);

/// Deduplication, watermark, series head and the starter rules, on batches that were normalized before.
void engineAlone(benchmark::State& state) {
    SeriesCatalog catalog(1'000'000);
    const config::PipelineLimits limits;
    const auto enricher = orThrow(enrich::Enricher::load({}, {}, 1));
    enrich::EnricherHandle handle(enricher);
    normalize::RecordProcessor processor(limits, catalog, handle);
    double seconds = 0;
    std::uint64_t events = 0;
    for (auto _ : state) {
        automate::Engine engine(limits, starterRules(), catalog);
        auto source = orThrow(collect::makeFileSource({fixture().capture()}));
        if (Status opened = source->open({}); !opened) throw std::runtime_error(opened.error().detail);
        double took = 0;
        PipelineBatch batch;
        for (bool more = true; more;) {
            batch.clear();
            const auto outcome = orThrow(source->read(batch.input, std::chrono::milliseconds(100), {}));
            more = outcome != collect::ReadOutcome::End;
            processor.process(batch);
            events += batch.events.size();
            const auto start = std::chrono::steady_clock::now();
            engine.process(batch, kNoTime);
            took += secondsSince(start);
        }
        state.SetIterationTime(took);
        seconds += took;
    }
    state.counters["events/s"] = static_cast<double>(events) / seconds;
    state.counters["peak_rss_MB"] = static_cast<double>(runtime::peakResidentBytes()) / 1e6;
}
BENCHMARK(engineAlone)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
