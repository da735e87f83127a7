// What the store costs: samples and events through write(), commit() and maintain(), chunks in and out, one
// query. The limit it is held against runs first: a bare insert loop with SQLite's C API into a plain table.
// Every row counts once; `ratio` is rows/s over the bare loop's. `bytes/row` is the closed database.

#include "core/series/series_catalog.h"
#include "pipelines/store/sample_chunk.h"
#include "pipelines/store/store_reader.h"
#include "pipelines/store/store_writer.h"

#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <random>
#include <stdexcept>

namespace eventflow::store {

namespace {

constexpr std::size_t kSeries = 10'000;
constexpr std::size_t kTransactions = 360; ///< three rotations of the default size
constexpr std::size_t kRows = kSeries * kTransactions;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'767'225'600 * kSecond;

double bareRowsPerSecond = 0; ///< of the last bare loop

/// A folder that is gone with its files at the end of the run.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "eventflow-bench-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot create " + pattern);
        m_path = pattern;
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] std::filesystem::path database() const { return m_path / "store.db"; }

private:
    std::filesystem::path m_path;
};

void require(const Status& status) {
    if (!status) throw std::runtime_error(status.error().detail);
}

template <typename T>
T require(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(result).value();
}

double peakRssMiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// Percentages with two decimals, as agents send them.
std::vector<double> decimalValues(std::size_t count) {
    std::mt19937_64 random(7);
    std::uniform_int_distribution<int> hundredths(2000, 8000);
    std::vector<double> values(count);
    for (double& v : values)
        v = hundredths(random) / 100.0;
    return values;
}

/// Values that use every bit of the fraction.
std::vector<double> fullValues(std::size_t count) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = 50 + 20 * std::sin(static_cast<double>(i) / 50);
    return values;
}

/// One sample of each of kSeries series, as the engine hands them on.
struct Fleet {
    SeriesCatalog catalog{kSeries};
    Stream stream{"ingest.raw.agent", 0, 0};
    PipelineBatch batch;
    std::vector<double> values;
    bool keys = false;

    Fleet(std::vector<double> v, bool withKeys) : values(std::move(v)), keys(withKeys) {
        batch.input.records.resize(1);
        batch.input.records[0].stream = &stream;
        batch.events.resize(kSeries);
        for (std::size_t i = 0; i < kSeries; ++i) {
            Labels labels;
            labels.set(kMetricNameLabel, "metric_" + std::to_string(i % 20));
            labels.set("host", "host-" + std::to_string(i / 20 % 100));
            labels.set("tenant", "tenant-" + std::to_string(i / 2000));
            batch.events[i].body = BodyKind::Metric;
            batch.events[i].series = catalog.findOrAdd(labels, "percent");
        }
    }

    const PipelineBatch& at(std::size_t tick) {
        for (std::size_t i = 0; i < kSeries; ++i) {
            batch.events[i].tsEvent = timestampFromNs(kStart + static_cast<std::int64_t>(tick) * kSecond);
            batch.events[i].value = values[(i * 31 + tick) % values.size()];
        }
        batch.input.progress = {{&stream, static_cast<std::int64_t>((tick + 1) * kSeries), -1, false}};
        batch.output.dedupKeys.clear();
        for (std::size_t i = 0; keys && i < kSeries; ++i)
            batch.output.dedupKeys.push_back({i, tick});
        return batch;
    }

    void forgetStore() {
        for (Event& event : batch.events)
            event.series->storeId = 0;
    }
};

void report(benchmark::State& state, std::size_t rows, double bytesPerRow, double seconds) {
    const double rate = static_cast<double>(rows) * static_cast<double>(state.iterations()) / seconds;
    state.counters["rows/s"] = rate;
    state.counters["bytes/row"] = bytesPerRow;
    state.counters["peakRssMiB"] = peakRssMiB();
    if (bareRowsPerSecond > 0) state.counters["ratio"] = rate / bareRowsPerSecond;
}

void execute(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
}

void bareInsertLoop(sqlite3* database, const std::vector<double>& values) {
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, "INSERT INTO sample VALUES(?,?,?)", -1, &insert, nullptr);
    for (std::size_t tick = 0; tick < kTransactions; ++tick) {
        execute(database, "BEGIN");
        for (std::size_t i = 0; i < kSeries; ++i) {
            sqlite3_bind_int64(insert, 1, kStart + static_cast<std::int64_t>(tick) * kSecond);
            sqlite3_bind_int64(insert, 2, static_cast<std::int64_t>(i + 1));
            sqlite3_bind_double(insert, 3, values[(i * 31 + tick) % values.size()]);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
        execute(database, "COMMIT");
    }
    sqlite3_finalize(insert);
}

void bareInsert(benchmark::State& state) {
    const std::vector<double> values = decimalValues(65'536);
    double bytes = 0;
    double seconds = 0;
    for (auto _ : state) {
        const ScratchFolder folder;
        sqlite3* database = nullptr;
        sqlite3_open(folder.database().c_str(), &database);
        execute(database, "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                          "CREATE TABLE sample(ts INTEGER,series_id INTEGER,value REAL)");
        const auto start = std::chrono::steady_clock::now();
        bareInsertLoop(database, values);
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        seconds += spent.count();
        state.SetIterationTime(spent.count());
        sqlite3_close(database);
        bytes = static_cast<double>(std::filesystem::file_size(folder.database()));
    }
    bareRowsPerSecond = static_cast<double>(kRows) * static_cast<double>(state.iterations()) / seconds;
    report(state, kRows, bytes / kRows, seconds);
}

void writeSamples(benchmark::State& state, const std::vector<double>& values, bool dedupKeys) {
    Fleet fleet(values, dedupKeys);
    double bytes = 0;
    double seconds = 0;
    for (auto _ : state) {
        const ScratchFolder folder;
        auto writer = require(StoreWriter::open(folder.database()));
        fleet.forgetStore();
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t tick = 0; tick < kTransactions; ++tick) {
            require(writer->write(fleet.at(tick), "bench"));
            require(writer->commit());
            require(writer->maintain());
        }
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        seconds += spent.count();
        state.SetIterationTime(spent.count());
        require(writer->close());
        bytes = static_cast<double>(std::filesystem::file_size(folder.database()));
    }
    report(state, kRows, bytes / kRows, seconds);
}

void writeEvents(benchmark::State& state) {
    constexpr std::size_t kEvents = 10'000;
    constexpr std::size_t kBatches = 20;
    const Stream stream{"events.raw.v1", 0, 0};
    std::vector<Tag> tags{{"region", "eu-west-1"}, {"service", "checkout"}};
    PipelineBatch batch;
    batch.input.records.resize(1);
    batch.input.records[0].stream = &stream;
    batch.events.resize(kEvents);
    for (Event& event : batch.events) {
        event.eventId = "4f9d1c7e-0000-4000-8000-000000000000";
        event.tsEvent = timestampFromNs(kStart);
        event.tenantId = "acme";
        event.sourceType = "service";
        event.sourceId = "checkout-1";
        event.schemaName = "payment.authorized.v1";
        event.tags = tags;
        event.text = R"({"amount":1299,"currency":"EUR","merchant":"m-77"})";
    }
    double bytes = 0;
    double seconds = 0;
    for (auto _ : state) {
        const ScratchFolder folder;
        auto writer = require(StoreWriter::open(folder.database()));
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < kBatches; ++i) {
            require(writer->write(batch, "bench"));
            require(writer->commit());
            require(writer->maintain());
        }
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        seconds += spent.count();
        state.SetIterationTime(spent.count());
        require(writer->close());
        bytes = static_cast<double>(std::filesystem::file_size(folder.database()));
    }
    report(state, kEvents * kBatches, bytes / (kEvents * kBatches), seconds);
}

std::vector<Sample> chunkSamples(const std::vector<double>& values) {
    std::vector<Sample> samples(kMaxChunkSamples);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = {timestampFromNs(kStart + static_cast<std::int64_t>(i) * kSecond), values[i]};
    return samples;
}

void encodeChunk(benchmark::State& state, const std::vector<double>& values) {
    const std::vector<Sample> samples = chunkSamples(values);
    ChunkCodec codec;
    std::string chunk;
    for (auto _ : state) {
        codec.encode(samples, chunk);
        benchmark::DoNotOptimize(chunk.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(samples.size()));
    state.counters["bytes/row"] = static_cast<double>(chunk.size()) / static_cast<double>(samples.size());
}

void decodeChunk(benchmark::State& state, const std::vector<double>& values) {
    ChunkCodec codec;
    std::string chunk;
    codec.encode(chunkSamples(values), chunk);
    std::vector<Sample> samples;
    for (auto _ : state) {
        samples.clear();
        require(codec.decode(chunk, samples));
        benchmark::DoNotOptimize(samples.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kMaxChunkSamples));
}

/// One series of 10 000, from 1.2 million samples that are all staged or all in chunks.
void selectOneSeries(benchmark::State& state, std::size_t rotateRows) {
    const ScratchFolder folder;
    StoreOptions options;
    options.rotateRows = rotateRows;
    auto writer = require(StoreWriter::open(folder.database(), options));
    Fleet fleet(decimalValues(65'536), false);
    constexpr std::size_t kTicks = 119; // one less than what rotates by default
    for (std::size_t tick = 0; tick < kTicks; ++tick) {
        require(writer->write(fleet.at(tick), "bench"));
        require(writer->commit());
    }
    require(writer->maintain());
    auto reader = require(StoreReader::open(folder.database()));
    const std::vector matchers{require(LabelMatcher::create("__name__", MatchOp::Equal, "metric_7")),
                               require(LabelMatcher::create("host", MatchOp::Equal, "host-42")),
                               require(LabelMatcher::create("tenant", MatchOp::Equal, "tenant-3"))};
    std::vector<SeriesSlice> slices;
    for (auto _ : state) {
        slices.clear();
        require(reader->samples().select(matchers, kNoTime, Timestamp::max(), slices));
    }
    if (slices.size() != 1 || slices[0].samples.size() != kTicks)
        state.SkipWithError("the samples are not all there");
}

/// Registered in the order they run: the bare loop is what the others are compared with.
void registerAll() {
    const auto ms = benchmark::kMillisecond;
    const auto writing = [&](const char* name, std::vector<double> values, bool keys) {
        benchmark::RegisterBenchmark(
            name, [values, keys](benchmark::State& state) { writeSamples(state, values, keys); })
            ->UseManualTime()
            ->Unit(ms);
    };
    benchmark::RegisterBenchmark("store/bare_insert_loop", bareInsert)->UseManualTime()->Unit(ms);
    writing("store/samples/decimals", decimalValues(65'536), false);
    writing("store/samples/decimals_and_dedup_keys", decimalValues(65'536), true);
    writing("store/samples/full_precision", fullValues(65'536), false);
    benchmark::RegisterBenchmark("store/events", writeEvents)->UseManualTime()->Unit(ms);
    benchmark::RegisterBenchmark("store/chunk_encode/decimals", encodeChunk, decimalValues(kMaxChunkSamples));
    benchmark::RegisterBenchmark("store/chunk_encode/full_precision", encodeChunk,
                                 fullValues(kMaxChunkSamples));
    benchmark::RegisterBenchmark("store/chunk_decode/decimals", decodeChunk, decimalValues(kMaxChunkSamples));
    benchmark::RegisterBenchmark("store/chunk_decode/full_precision", decodeChunk,
                                 fullValues(kMaxChunkSamples));
    benchmark::RegisterBenchmark("store/select_one_series/staged", selectOneSeries, 1'200'000)->Unit(ms);
    benchmark::RegisterBenchmark("store/select_one_series/chunks", selectOneSeries, 1)->Unit(ms);
}

} // namespace

} // namespace eventflow::store

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    eventflow::store::registerAll();
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
