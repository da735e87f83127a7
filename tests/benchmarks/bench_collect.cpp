// How fast captures are read, beside the limit: a bare memchr loop over a mapping of the same file.
// Each figure of a source is followed by `of_memchr`, its part of that limit measured in the same run.

#include "pipelines/collect/capture_sink.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/collect/simulator.h"

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::collect;

namespace {

constexpr std::size_t kLines = 1'000'000;

double seconds(std::chrono::steady_clock::time_point since) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

std::string metricLine(std::size_t i) {
    const std::string n = std::to_string(i);
    return R"({"tenant_id":"acme","host":"web-)" + n.substr(0, 2) + R"(","metric":"cpu_load","value":)" + n +
           R"(.5,"ts_event":"2026-01-01T00:00:00.000Z","unit":"percent","tags":{"env":"prod"}})";
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '\\';
        out += c;
    }
    return out + '"';
}

/// As `rpk topic consume` prints records, over several lines.
std::string rpkText() {
    std::string text;
    for (std::size_t i = 0; i < kLines; ++i)
        text +=
            "{\n  \"topic\": \"ingest.raw.agent\",\n  \"key\": \"web-01\",\n  \"value\": " +
            quoted(metricLine(i)) +
            ",\n  \"timestamp\": 1767225600000,\n  \"partition\": 0,\n  \"offset\": " + std::to_string(i) +
            "\n}\n";
    return text;
}

/// The captures, made once per run and removed at its end.
class Captures {
public:
    Captures()
        : m_folder(std::filesystem::temp_directory_path() / ("bench_collect_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(m_folder);
        std::string plain;
        std::string kcat;
        for (std::size_t i = 0; i < kLines; ++i) {
            const std::string line = metricLine(i);
            plain += line + '\n';
            kcat += R"({"topic":"ingest.raw.agent","partition":0,"offset":)" + std::to_string(i) +
                    R"(,"tstype":"create","ts":1767225600000,"broker":1,"key":"web-01","payload":)" +
                    quoted(line) + "}\n";
        }
        write("plain", plain);
        write("kcat", kcat);
        write("rpk", rpkText());
        std::string zst(ZSTD_compressBound(plain.size()), '\0');
        zst.resize(ZSTD_compress(zst.data(), zst.size(), plain.data(), plain.size(), 3));
        write("zst", zst);
        const std::string gz = path("gz").string();
        gzFile file = gzopen(gz.c_str(), "wb6");
        gzwrite(file, plain.data(), static_cast<unsigned>(plain.size()));
        gzclose(file);
        m_bytes = plain.size();
        m_memchrSeconds = scanMapping();
    }
    ~Captures() { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder / name; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    /// The fastest of some passes over the plain file.
    [[nodiscard]] double memchrSeconds() const { return m_memchrSeconds; }

    [[nodiscard]] double scanMapping() const {
        double best = 1e9;
        for (int pass = 0; pass < 5; ++pass) {
            const auto start = std::chrono::steady_clock::now();
            const int descriptor = ::open(path("plain").c_str(), O_RDONLY | O_CLOEXEC);
            void* mapping = ::mmap(nullptr, m_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
            const char* at = static_cast<const char*>(mapping);
            const char* const end = at + m_bytes;
            std::size_t lines = 0;
            for (; at < end; ++lines)
                at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at))) + 1;
            benchmark::DoNotOptimize(lines);
            ::munmap(mapping, m_bytes);
            ::close(descriptor);
            best = std::min(best, seconds(start));
        }
        return best;
    }

private:
    void write(const char* name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    std::filesystem::path m_folder;
    std::size_t m_bytes = 0;
    double m_memchrSeconds = 0;
};

const Captures& captures() {
    static const Captures instance;
    return instance;
}

void report(benchmark::State& state, std::size_t records, std::size_t bytes, double elapsed) {
    state.SetItemsProcessed(static_cast<std::int64_t>(records));
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    const double perRecord = elapsed / static_cast<double>(records);
    state.counters["of_memchr"] = captures().memchrSeconds() / static_cast<double>(kLines) / perRecord;
}

void memchrOverMapping(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(captures().scanMapping());
    const double perLine = captures().memchrSeconds() / static_cast<double>(kLines);
    state.counters["lines_per_second"] = 1 / perLine;
    state.counters["MB_per_second"] =
        static_cast<double>(captures().bytes()) / 1e6 / captures().memchrSeconds();
}

void readSource(benchmark::State& state, const char* name) {
    const auto& files = captures();
    std::size_t records = 0;
    std::size_t bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state) {
        auto source = makeFileSource({files.path(name)});
        if (!source || !(*source)->open({})) return state.SkipWithError("cannot open the capture");
        RecordBatch batch;
        for (;;) {
            batch.clear();
            const auto outcome = (*source)->read(batch, std::chrono::milliseconds(0), {});
            if (!outcome) return state.SkipWithError(outcome.error().detail.c_str());
            records += batch.records.size();
            bytes += batch.bytes;
            if (*outcome == ReadOutcome::End) break;
        }
    }
    report(state, records, bytes, seconds(start));
}

void simulate(benchmark::State& state, unsigned hosts) {
    std::size_t records = 0;
    std::size_t bytes = 0;
    SimulatorOptions options;
    options.hosts = hosts;
    options.incident = IncidentKind::All;
    options.events = 1'000'000;
    for (auto _ : state) {
        Simulator simulator(options);
        for (SimulatedRecord record; simulator.next(record); ++records)
            bytes += record.value.size();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(records));
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void generate(benchmark::State& state, LineFormat format, Compression compression) {
    SimulatorOptions options;
    options.events = 500'000;
    CaptureTarget target;
    target.file = captures().path("generated");
    target.format = format;
    target.compression = compression;
    std::size_t bytes = 0;
    for (auto _ : state) {
        const auto summary = writeCapture(options, target, {});
        if (!summary) return state.SkipWithError(summary.error().detail.c_str());
        bytes += summary->bytes;
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(options.events));
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

} // namespace

BENCHMARK(memchrOverMapping)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(readSource, ndjson, "plain")->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK_CAPTURE(readSource, kcat, "kcat")->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(readSource, rpk, "rpk")->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(readSource, zst, "zst")->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(readSource, gz, "gz")->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(simulate, hosts50, 50)->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(simulate, hosts20000, 20'000)->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(generate, ndjson, LineFormat::Ndjson, Compression::None)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(generate, ndjson_zst, LineFormat::Ndjson, Compression::Zstd)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(generate, kcat, LineFormat::Kcat, Compression::None)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK_MAIN();
