// The stateless way of a record, in events/s and bytes/s of one core, beside the least that JSON costs:
// parsing each line and nothing else. Same lines, same run; the ratio of every row to that floor is printed
// at the end.

#include "core/codec/json_decoder.h"
#include "pipelines/normalize/dialect.h"
#include "pipelines/normalize/record_processor.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace eventflow;

constexpr std::size_t kBatchRecords = 4096;
constexpr std::size_t kBatches = 48;

/// Agent records of 10 000 series (5 tenants, 100 hosts, 20 metrics) in arrival order, about 150 bytes each.
class Fleet {
public:
    Fleet() {
        std::vector<std::pair<std::size_t, std::size_t>> lines;
        for (std::size_t i = 0; i < kBatches * kBatchRecords; ++i) {
            const std::string line = makeLine(i);
            lines.emplace_back(m_text.size(), line.size());
            m_text += line;
            m_text += '\n';
        }
        m_payload = m_text.size();
        m_text.append(kValuePadding, '\0');
        for (const auto& [at, size] : lines) {
            Record& record = m_records.emplace_back();
            record.stream = &m_stream;
            record.offset = static_cast<std::int64_t>(at);
            record.value = std::string_view(m_text).substr(at, size);
        }
    }
    [[nodiscard]] const std::vector<Record>& records() const { return m_records; }
    [[nodiscard]] std::size_t bytes() const { return m_payload; }
    void fill(PipelineBatch& batch, std::size_t number) const {
        batch.clear();
        const auto first = m_records.begin() + static_cast<std::ptrdiff_t>(number * kBatchRecords);
        batch.input.records.assign(first, first + kBatchRecords);
    }

private:
    static std::string makeLine(std::size_t i) {
        const std::size_t series = (i * 7919) % 10'000;
        std::array<char, 320> line{};
        const int n = std::snprintf(line.data(), line.size(),
                                    "{\"tenant_id\":\"tenant-%zu\",\"host\":\"web-%03zu\",\"metric\":"
                                    "\"metric_%02zu_load\",\"value\":%zu.%02zu,"
                                    "\"ts_event\":\"2026-01-31T12:%02zu:%02zu.%03zuZ\",\"unit\":\"ratio\","
                                    "\"tags\":{\"zone\":\"eu-%zu\"}}",
                                    series % 5, series / 5 % 100, series / 500, i % 97, i % 100,
                                    i / 60'000 % 60, i / 1000 % 60, i % 1000, series % 3);
        return {line.data(), static_cast<std::size_t>(n)};
    }

    Stream m_stream{"ingest.raw.agent", 0, 0};
    std::string m_text;
    std::size_t m_payload = 0;
    std::vector<Record> m_records;
};

const Fleet& fleet() {
    static const Fleet data;
    return data;
}

std::map<std::string, double>& rates() {
    static std::map<std::string, double> perSecond;
    return perSecond;
}

void report(benchmark::State& state) {
    const double rounds = static_cast<double>(state.iterations());
    state.counters["events/s"] = benchmark::Counter(rounds * static_cast<double>(fleet().records().size()),
                                                    benchmark::Counter::kIsRate);
    state.counters["bytes/event"] =
        static_cast<double>(fleet().bytes()) / static_cast<double>(fleet().records().size());
    state.SetBytesProcessed(static_cast<std::int64_t>(rounds * static_cast<double>(fleet().bytes())));
}

void parseOnly(benchmark::State& state) {
    simdjson::dom::parser parser;
    for ([[maybe_unused]] auto round : state)
        for (const Record& record : fleet().records()) {
            simdjson::dom::element json;
            if (parser.parse(record.value->data(), record.value->size(), false).get(json) !=
                simdjson::SUCCESS)
                state.SkipWithError("not JSON");
            benchmark::DoNotOptimize(json);
        }
    report(state);
}

void decodeStep(benchmark::State& state) {
    codec::JsonDecoder decoder(16 * 1024 * 1024);
    for ([[maybe_unused]] auto round : state)
        for (const Record& record : fleet().records()) {
            simdjson::dom::element json;
            if (decoder.decode(*record.value, json) != simdjson::SUCCESS) state.SkipWithError("not JSON");
            benchmark::DoNotOptimize(json);
        }
    report(state);
}

void decodeAndNormalize(benchmark::State& state) {
    codec::JsonDecoder decoder(16 * 1024 * 1024);
    normalize::FieldIndex fields;
    std::vector<Tag> tags;
    std::vector<Tag> attributes;
    Arena arena;
    Rejection why;
    for ([[maybe_unused]] auto round : state)
        for (const Record& record : fleet().records()) {
            simdjson::dom::element json;
            simdjson::dom::object object;
            if (decoder.decode(*record.value, json) != simdjson::SUCCESS || json.get_object().get(object))
                state.SkipWithError("not JSON");
            fields.build(object);
            tags.clear();
            Event event;
            const normalize::DialectInput input{*record.value, object, fields, tags, attributes, arena, why};
            const normalize::Dialect* dialect = normalize::recognise(fields);
            if (dialect == nullptr || !dialect->normalize(input, event))
                state.SkipWithError("not normalized");
            benchmark::DoNotOptimize(event);
        }
    report(state);
}

void wholeWay(benchmark::State& state) {
    SeriesCatalog catalog(100'000);
    const enrich::EnricherHandle enricher(*enrich::Enricher::load({{"region", "eu"}}, {}, 1));
    normalize::RecordProcessor processor({}, catalog, enricher);
    PipelineBatch batch;
    for ([[maybe_unused]] auto round : state)
        for (std::size_t number = 0; number < kBatches; ++number) {
            fleet().fill(batch, number);
            processor.process(batch);
            if (batch.events.size() != kBatchRecords) state.SkipWithError("rejected records");
        }
    report(state);
}

/// Keeps what the console shows, to print the ratios behind it.
class RatioReporter final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration && run.counters.contains("events/s"))
                rates()[run.benchmark_name()] = run.counters.at("events/s");
    }
};

} // namespace

BENCHMARK(parseOnly)->Name("floor: simdjson parse")->Unit(benchmark::kMillisecond);
BENCHMARK(decodeStep)->Name("decode")->Unit(benchmark::kMillisecond);
BENCHMARK(decodeAndNormalize)->Name("decode + normalize")->Unit(benchmark::kMillisecond);
BENCHMARK(wholeWay)->Name("process: to the series")->Unit(benchmark::kMillisecond);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    const auto floor = rates().find("floor: simdjson parse");
    if (floor == rates().end()) return 0;
    for (const auto& [name, rate] : rates())
        std::printf("%-24s %6.2f M events/s, %.2f of the floor\n", name.c_str(), rate / 1e6,
                    rate / floor->second);
    return 0;
}
