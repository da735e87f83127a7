// What decoding the envelope costs, a message of 208 bytes with Confluent's frame: our decoder, which runs a
// program made from the schema, beside decoders of the same schema written by hand, in the same process. One
// of these fills the same tape; the other fills a struct of views, which is the least that reading every
// field can cost.

#include "core/base/json_writer.h"
#include "core/codec/avro/binary_writer.h"
#include "core/codec/avro/decoder.h"
#include "core/codec/avro/varint.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace eventflow;
using namespace eventflow::codec;
using codec::avro::appendDouble;
using codec::avro::appendLong;
using codec::avro::appendSized;

constexpr std::size_t kMessages = 4096;
constexpr std::size_t kFrameBytes = 5;
constexpr std::size_t kMessageBytes = 208;
constexpr int kRepetitions = 7;

constexpr const char* kSchema = R"({"type":"record","name":"monitoring.v1.Envelope","fields":[
    {"name":"event_id","type":"string"},
    {"name":"ts_event","type":{"type":"long","logicalType":"timestamp-millis"}},
    {"name":"ts_ingest","type":{"type":"long","logicalType":"timestamp-millis"}},
    {"name":"tenant_id","type":"string"},
    {"name":"source","type":{"type":"record","name":"Source","fields":[
        {"name":"type","type":"string"},{"name":"source_id","type":"string"}]}},
    {"name":"schema_name","type":"string"},
    {"name":"schema_version","type":"int"},
    {"name":"attributes","type":{"type":"map","values":"string"}},
    {"name":"tags","type":{"type":"map","values":"string"}},
    {"name":"body","type":[
        {"type":"record","name":"Metric","fields":[
            {"name":"name","type":"string"},{"name":"value","type":"double"},{"name":"unit","type":"string"}]},
        {"type":"record","name":"Log","fields":[
            {"name":"severity","type":"string"},{"name":"message","type":"string"}]},
        {"type":"record","name":"Span","fields":[
            {"name":"trace_id","type":"string"},{"name":"span_id","type":"string"},
            {"name":"duration_us","type":"long"}]},
        {"type":"record","name":"Generic","fields":[{"name":"payload","type":"bytes"}]}]}]})";

void appendMap(std::string& out, const std::vector<std::pair<const char*, std::string>>& entries) {
    appendLong(out, static_cast<std::int64_t>(entries.size()));
    for (const auto& [key, value] : entries) {
        appendSized(out, key);
        appendSized(out, value);
    }
    out += '\0';
}

std::string message(std::size_t i) {
    std::string out("\0\0\0\0\7", kFrameBytes);
    const std::string digits = std::to_string(100'000 + i % 900'000);
    appendSized(out, "0195a7e2-7c1b-7f00-8000-000000" + digits);
    appendLong(out, 1'760'000'000'000 + static_cast<std::int64_t>(i));
    appendLong(out, 1'760'000'000'250 + static_cast<std::int64_t>(i));
    appendSized(out, "acme");
    appendSized(out, "agent");
    appendSized(out, "web-" + digits.substr(3));
    appendSized(out, "metric.v1");
    appendLong(out, 1);
    appendMap(out, {{"host", "web-" + digits.substr(3)}, {"region", "eu-central-1"}});
    appendMap(out, {{"env", "prod"}, {"team", "payments"}, {"app", "checkout"}});
    appendLong(out, 0);
    appendSized(out, "cpu_load_percent");
    appendDouble(out, static_cast<double>(i) / 8.0);
    // Filled up to the size of the reference measurement.
    const std::string unit(kMessageBytes - out.size() - 1, '%');
    appendSized(out, unit);
    return out;
}

const std::vector<std::string>& messages() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made;
        for (std::size_t i = 0; i < kMessages; ++i)
            made.push_back(message(i));
        return made;
    }();
    return all;
}

[[noreturn]] void stop(const char* reason) {
    std::fprintf(stderr, "%s\n", reason);
    std::abort();
}

/// What both decoders by hand share: reading with the checks that no decoder may leave out.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    std::int64_t number() {
        std::int64_t value = 0;
        if (!codec::avro::readVarint(m_at, m_end, value)) stop("no number");
        return value;
    }
    std::string_view text() {
        const auto size = static_cast<std::uint64_t>(number());
        if (size > static_cast<std::uint64_t>(m_end - m_at)) stop("no text");
        const std::string_view view(m_at, static_cast<std::size_t>(size));
        m_at += size;
        return view;
    }
    double real() {
        if (m_end - m_at < 8) stop("no double");
        std::uint64_t bits = 0;
        std::memcpy(&bits, m_at, 8);
        m_at += 8;
        return std::bit_cast<double>(bits);
    }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] const char* at() const { return m_at; }

private:
    const char* m_at;
    const char* m_end;
};

struct Envelope {
    struct Entry {
        std::string_view key;
        std::string_view value;
    };
    static constexpr std::size_t kMaxEntries = 16;

    std::string_view eventId, tenantId, sourceType, sourceId, schemaName, metric, unit;
    std::int64_t tsEvent = 0, tsIngest = 0, schemaVersion = 0;
    double value = 0;
    std::array<Entry, kMaxEntries> attributes, tags;
    std::size_t attributeCount = 0, tagCount = 0;
};

std::size_t readMap(Bytes& bytes, std::array<Envelope::Entry, Envelope::kMaxEntries>& entries) {
    std::size_t count = 0;
    while (const std::int64_t block = bytes.number())
        for (std::int64_t i = 0; i < block; ++i) {
            if (count == entries.size()) stop("too many entries");
            entries[count].key = bytes.text();
            entries[count++].value = bytes.text();
        }
    return count;
}

void decodeIntoStruct(std::string_view message, Envelope& out) {
    Bytes bytes(message.substr(kFrameBytes));
    out.eventId = bytes.text();
    out.tsEvent = bytes.number();
    out.tsIngest = bytes.number();
    out.tenantId = bytes.text();
    out.sourceType = bytes.text();
    out.sourceId = bytes.text();
    out.schemaName = bytes.text();
    out.schemaVersion = bytes.number();
    out.attributeCount = readMap(bytes, out.attributes);
    out.tagCount = readMap(bytes, out.tags);
    if (bytes.number() != 0) stop("not a metric");
    out.metric = bytes.text();
    out.value = bytes.real();
    out.unit = bytes.text();
    if (!bytes.atEnd()) stop("bytes left");
}

/// Fills a tape as the program does, texts checked.
class HandDecoder {
public:
    void decode(std::string_view message, ValueTape& tape) {
        tape.clear();
        m_nodes = &tape.nodes();
        m_begin = message.data();
        Bytes bytes(message.substr(kFrameBytes));
        const std::size_t root = open(bytes, {});
        text(bytes, "event_id");
        number(bytes, "ts_event", ValueFormat::TimestampMillis);
        number(bytes, "ts_ingest", ValueFormat::TimestampMillis);
        text(bytes, "tenant_id");
        const std::size_t source = open(bytes, "source");
        text(bytes, "type");
        text(bytes, "source_id");
        close(source, 2);
        text(bytes, "schema_name");
        number(bytes, "schema_version", ValueFormat::Plain);
        map(bytes, "attributes");
        map(bytes, "tags");
        if (bytes.number() != 0) stop("not a metric");
        const std::size_t body = open(bytes, "body");
        text(bytes, "name");
        ValueNode& value = add(bytes, "value", ValueKind::Real);
        value.real = bytes.real();
        text(bytes, "unit");
        close(body, 3);
        close(root, 10);
        if (!bytes.atEnd()) stop("bytes left");
    }

private:
    ValueNode& add(const Bytes& bytes, std::string_view name, ValueKind kind) {
        ValueNode& node = m_nodes->emplace_back();
        node.name = name.data();
        node.nameSize = static_cast<std::uint16_t>(name.size());
        node.offset = static_cast<std::uint32_t>(bytes.at() - m_begin);
        node.kind = kind;
        node.end = static_cast<std::uint32_t>(m_nodes->size());
        return node;
    }
    std::size_t open(const Bytes& bytes, std::string_view name) {
        add(bytes, name, ValueKind::Object);
        return m_nodes->size() - 1;
    }
    void close(std::size_t index, std::size_t children) {
        (*m_nodes)[index].size = static_cast<std::uint32_t>(children);
        (*m_nodes)[index].end = static_cast<std::uint32_t>(m_nodes->size());
    }
    static bool isAscii(std::string_view text) {
        std::uint64_t seen = 0;
        std::size_t i = 0;
        for (; i + 8 <= text.size(); i += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + i, 8);
            seen |= word;
        }
        for (; i < text.size(); ++i)
            seen |= static_cast<unsigned char>(text[i]);
        return (seen & 0x8080808080808080U) == 0;
    }
    static std::string_view checkedText(Bytes& bytes) {
        const std::string_view view = bytes.text();
        if (!isAscii(view) && !isValidUtf8(view)) stop("no UTF-8");
        return view;
    }
    void text(Bytes& bytes, std::string_view name) {
        ValueNode& node = add(bytes, name, ValueKind::Text);
        const std::string_view view = checkedText(bytes);
        node.data = view.data();
        node.size = static_cast<std::uint32_t>(view.size());
    }
    void number(Bytes& bytes, std::string_view name, ValueFormat format) {
        ValueNode& node = add(bytes, name, ValueKind::Integer);
        node.integer = bytes.number();
        node.format = format;
    }
    void map(Bytes& bytes, std::string_view name) {
        const std::size_t object = open(bytes, name);
        std::size_t count = 0;
        while (const std::int64_t block = bytes.number())
            for (std::int64_t i = 0; i < block; ++i, ++count) {
                ValueNode& node = add(bytes, {}, ValueKind::Text);
                const std::string_view key = checkedText(bytes);
                const std::string_view value = checkedText(bytes);
                node.name = key.data();
                node.nameSize = static_cast<std::uint16_t>(key.size());
                node.data = value.data();
                node.size = static_cast<std::uint32_t>(value.size());
            }
        close(object, count);
    }

    std::vector<ValueNode>* m_nodes = nullptr;
    const char* m_begin = nullptr;
};

std::shared_ptr<const codec::avro::Program> program() {
    const auto schema = codec::avro::Schema::parse(kSchema);
    if (!schema) stop(schema.error().detail.c_str());
    const auto compiled = codec::avro::Program::compile(*schema);
    if (!compiled) stop(compiled.error().detail.c_str());
    return *compiled;
}

/// Both have to make the same tape, or their times compare nothing.
void compareTapes() {
    const auto compiled = program();
    codec::avro::Decoder decoder;
    HandDecoder byHand;
    ValueTape ours;
    ValueTape theirs;
    const std::string& sample = messages()[7];
    if (const auto failure = decoder.decode(*compiled, sample, kFrameBytes, ours))
        stop(failure->reason.c_str());
    byHand.decode(sample, theirs);
    if (ours.nodes().size() != theirs.nodes().size()) stop("the tapes differ in size");
    for (std::uint32_t i = 0; i < ours.nodes().size(); ++i) {
        const ValueNode& a = ours[i];
        const ValueNode& b = theirs[i];
        if (a.kind != b.kind || a.format != b.format || a.end != b.end || a.memberName() != b.memberName() ||
            (a.kind == ValueKind::Text && a.text() != b.text()) ||
            (a.kind == ValueKind::Integer && a.integer != b.integer))
            stop("the tapes differ");
    }
    std::printf("%zu bytes a message, %zu values\n", sample.size(), ours.nodes().size());
}

std::map<std::string, double>& rates() {
    static std::map<std::string, double> messagesPerSecond;
    return messagesPerSecond;
}

template <typename Decode>
void measure(benchmark::State& state, Decode decode) {
    for ([[maybe_unused]] auto round : state)
        for (const std::string& one : messages())
            decode(one);
    const auto count = static_cast<double>(state.iterations()) * kMessages;
    state.counters["messages/s"] = benchmark::Counter(count, benchmark::Counter::kIsRate);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kMessages * kMessageBytes));
}

void ours(benchmark::State& state) {
    const auto compiled = program();
    codec::avro::Decoder decoder;
    ValueTape tape;
    measure(state, [&](const std::string& one) {
        if (decoder.decode(*compiled, one, kFrameBytes, tape)) stop("refused");
        benchmark::DoNotOptimize(tape.nodes().data());
    });
}

void handTape(benchmark::State& state) {
    HandDecoder decoder;
    ValueTape tape;
    measure(state, [&](const std::string& one) {
        decoder.decode(one, tape);
        benchmark::DoNotOptimize(tape.nodes().data());
    });
}

void handStruct(benchmark::State& state) {
    Envelope envelope;
    measure(state, [&](const std::string& one) {
        decodeIntoStruct(one, envelope);
        benchmark::DoNotOptimize(envelope);
    });
}

/// Keeps the best of the repetitions, to print the ratios behind them: other processes only slow down.
class RatioReporter final : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration && run.counters.contains("messages/s")) {
                double& best = rates()[run.run_name.function_name];
                best = std::max(best, double{run.counters.at("messages/s")});
            }
    }
};

void printRatio(const char* limit) {
    if (rates().contains("by schema") && rates().contains(limit))
        std::printf("by schema %.2f M messages/s, %s %.2f, ratio %.2f\n", rates()["by schema"] / 1e6, limit,
                    rates()[limit] / 1e6, rates()["by schema"] / rates()[limit]);
}

} // namespace

int main(int argc, char** argv) {
    compareTapes();
    benchmark::RegisterBenchmark("by schema", ours)->Repetitions(kRepetitions);
    benchmark::RegisterBenchmark("by hand, tape", handTape)->Repetitions(kRepetitions);
    benchmark::RegisterBenchmark("by hand, struct", handStruct)->Repetitions(kRepetitions);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    printRatio("by hand, tape");
    printRatio("by hand, struct");
    return 0;
}
