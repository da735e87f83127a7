// How fast captures are written and read, in memory, so that no disk is measured. A record is about 300
// bytes: a JSON event with a key and two headers, of 64 partitions. Beside each figure stands what is the
// least to be done to the same bytes in the same run: copying them (none), or compressing and decompressing
// them alone (zstd, lz4).

#include "core/capture/capture_reader.h"
#include "core/capture/capture_writer.h"
#include "core/capture/mcap/compressor.h"
#include "core/capture/mcap/decompressor.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

using namespace eventflow;
using namespace eventflow::capture;

namespace {

constexpr std::size_t kRecords = 300'000;
constexpr std::size_t kPartitions = 64;
constexpr std::int64_t kStart = 1'767'225'600'000'000'000;

class Records {
public:
    Records() {
        std::mt19937 random(1);
        for (std::size_t i = 0; i < kPartitions; ++i)
            m_streams.push_back(
                {"ingest.raw.agent", static_cast<std::int32_t>(i), static_cast<std::uint32_t>(i)});
        m_records.reserve(kRecords);
        for (std::size_t i = 0; i < kRecords; ++i)
            add(i, random);
    }
    [[nodiscard]] const std::vector<CapturedRecord>& all() const { return m_records; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    void add(std::size_t i, std::mt19937& random) {
        const std::string host = "web-" + std::to_string(random() % 200);
        m_texts.push_back(host);
        const std::string_view key = m_texts.back();
        m_texts.push_back(R"({"tenant_id":"acme","host":")" + host + R"(","metric":"cpu_load","value":)" +
                          std::to_string(random() % 100'000) + R"(,"ts_event":"2026-01-01T00:00:)" +
                          std::to_string(10 + i % 50) +
                          R"(Z","unit":"percent","tags":{"env":"prod","zone":"eu-)" +
                          std::to_string(random() % 9) + R"(","request":")" + std::to_string(random()) +
                          std::to_string(random()) + R"("}})");
        m_headers.push_back(
            {Header{"trace_id", std::string_view(m_texts.back()).substr(150)}, Header{"source", "agent"}});
        Record record;
        record.stream = &m_streams[random() % kPartitions];
        record.offset = static_cast<std::int64_t>(i);
        record.tsArrival = timestampFromNs(kStart + static_cast<std::int64_t>(i) * 1'000'000);
        record.key = key;
        record.value = m_texts.back();
        record.headers = m_headers.back();
        m_bytes += key.size() + m_texts.back().size() + m_headers.back()[0].value->size() + 19;
        m_records.push_back(
            captured(record, TimestampType::CreateTime, record.tsArrival + Duration(3'000'000)));
    }

    std::deque<Stream> m_streams;
    std::deque<std::string> m_texts;
    std::deque<std::vector<Header>> m_headers;
    std::vector<CapturedRecord> m_records;
    std::size_t m_bytes = 0;
};

const Records& records() {
    static const Records instance;
    return instance;
}

/// Takes everything and keeps it, or forgets it.
class Sink : public mcap::ByteSink {
public:
    explicit Sink(std::string* into) : m_into(into) {}
    Status write(std::string_view bytes) override {
        if (m_into != nullptr) *m_into += bytes;
        benchmark::DoNotOptimize(bytes.data());
        return {};
    }

private:
    std::string* m_into;
};

class Source : public mcap::ByteSource {
public:
    explicit Source(std::string_view bytes) : m_bytes(bytes) {}
    [[nodiscard]] std::uint64_t size() const override { return m_bytes.size(); }
    Status readAt(std::uint64_t offset, std::span<char> out) override {
        std::memcpy(out.data(), m_bytes.data() + offset, out.size());
        return {};
    }

private:
    std::string_view m_bytes;
};

mcap::WriterOptions options(mcap::Compression compression) {
    mcap::WriterOptions chosen;
    chosen.compression = compression;
    return chosen;
}

void writeAll(mcap::ByteSink& sink, mcap::Compression compression) {
    CaptureWriter writer(sink, options(compression));
    (void)writer.start({});
    for (const CapturedRecord& record : records().all())
        (void)writer.write(record);
    (void)writer.finish();
}

const std::string& fileOf(mcap::Compression compression) {
    static std::string files[3];
    std::string& file = files[static_cast<int>(compression)];
    if (file.empty()) {
        Sink sink(&file);
        writeAll(sink, compression);
    }
    return file;
}

void report(benchmark::State& state, mcap::Compression compression) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRecords));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(records().bytes()));
    state.SetLabel(compression == mcap::Compression::None ? "none" : std::string(nameOf(compression)));
    state.counters["file_bytes_per_record"] =
        static_cast<double>(fileOf(compression).size()) / static_cast<double>(kRecords);
}

/// The chunks of a capture without compression, and as the file has them.
struct Bodies {
    std::vector<std::string> plain;
    std::vector<std::string> compressed;
};

const Bodies& bodiesOf(mcap::Compression compression) {
    static Bodies all[3];
    Bodies& bodies = all[static_cast<int>(compression)];
    if (!bodies.plain.empty()) return bodies;
    Source source(fileOf(compression));
    auto reader = mcap::Reader::open(source);
    mcap::Compressor compressor(compression, options(compression).level);
    mcap::ChunkContents contents;
    for (std::size_t i = 0; i < reader->summary().chunks.size(); ++i) {
        (void)reader->readChunk(i, contents);
        bodies.plain.emplace_back(contents.records.view());
        bodies.compressed.emplace_back(compressor.compress(bodies.plain.back())->bytes);
    }
    return bodies;
}

void writeRecords(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    for (auto _ : state) {
        Sink sink(nullptr);
        writeAll(sink, compression);
    }
    report(state, compression);
}

void compressAlone(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    const Bodies& bodies = bodiesOf(compression);
    mcap::Compressor compressor(compression, options(compression).level);
    mcap::ByteBuffer copy;
    for (auto _ : state)
        for (const std::string& body : bodies.plain) {
            copy.clear();
            copy.append(compressor.compress(body)->bytes);
            benchmark::DoNotOptimize(copy.data());
        }
    report(state, compression);
}

void readRecords(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    Source source(fileOf(compression));
    auto reader = CaptureReader::open(source);
    CapturedChunk chunk;
    std::uint64_t read = 0;
    for (auto _ : state)
        for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
            (void)reader->readChunk(i, chunk);
            read += chunk.records.size();
        }
    if (read != static_cast<std::uint64_t>(state.iterations()) * kRecords)
        state.SkipWithError("records are missing");
    report(state, compression);
}

void readByTime(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    Source source(fileOf(compression));
    auto reader = CaptureReader::open(source);
    for (auto _ : state) {
        mcap::LogTimeOrder order = reader->byArrival();
        mcap::Message message;
        Arena arena;
        while (*order.next(message)) {
            arena.clear();
            benchmark::DoNotOptimize(reader->record(message, arena));
        }
    }
    report(state, compression);
}

void decompressAlone(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    const Bodies& bodies = bodiesOf(compression);
    mcap::Decompressor decompressor;
    mcap::ByteBuffer out;
    for (auto _ : state)
        for (std::size_t i = 0; i < bodies.plain.size(); ++i) {
            (void)decompressor.decompress(nameOf(compression), bodies.compressed[i], bodies.plain[i].size(),
                                          out);
            benchmark::DoNotOptimize(out.data());
        }
    report(state, compression);
}

void openBySummary(benchmark::State& state) {
    const auto compression = static_cast<mcap::Compression>(state.range(0));
    Source source(fileOf(compression));
    for (auto _ : state)
        benchmark::DoNotOptimize(CaptureReader::open(source));
}

} // namespace

BENCHMARK(writeRecords)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(compressAlone)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(readRecords)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(decompressAlone)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(readByTime)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);
BENCHMARK(openBySummary)->Arg(1)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
