#include "core/interchange/detection.h"

#include "core/codec/avro/container.h"
#include "core/interchange/first_object.h"
#include "core/interchange/json_scan.h"
#include "core/interchange/text_layouts.h"

#include <algorithm>
#include <array>
#include <optional>

namespace eventflow::interchange {

namespace {

using namespace std::string_view_literals;

constexpr std::array kLambdaPath{"records"sv, "*"sv};
constexpr std::array kResultsPath{"results"sv};

std::string_view withoutSpace(std::string_view text) {
    while (!text.empty() && JsonScan::isSpace(text.front()))
        text.remove_prefix(1);
    return text;
}

bool isAkhq(const FirstObject& object) {
    return object.hasAll({"partition", "offset", "value"}) &&
           (object.valueOf("topic").starts_with('{') ||
            object.hasAny({"keySchemaId", "valueSchemaId", "exceptions"}));
}

/// The layouts whose records are the objects themselves.
std::optional<Layout> layoutOfRecord(const FirstObject& object) {
    if (object.hasAll({"topic", "partition", "offset"}) &&
        object.hasAny({"tstype", "payload", "payload_error"}))
        return Layout::Kcat;
    if (object.hasAll({"partitionID", "offset", "value"})) return Layout::RedpandaConsole;
    if (FirstObject(object.valueOf("metadata")).hasAll({"topic", "partition", "offset"}) &&
        object.hasAny({"key", "value"}))
        return Layout::LensesEnvelope;
    if (object.hasAll({"Partition", "Offset"}) && object.hasAny({"Value", "Content"}))
        return object.firstName() == "Partition" ? Layout::Kafkactl : Layout::KafkaUi;
    if (object.hasAll({"topic", "partition", "offset", "ts", "value"}) &&
        object.hasOnly({"topic", "partition", "offset", "ts", "key", "value", "headers"}))
        return Layout::RecordLines;
    if (isAkhq(object)) return Layout::Akhq;
    if (!object.hasAll({"topic", "partition", "offset"})) return std::nullopt;
    if (!object.hasOnly({"topic", "partition", "offset", "timestamp", "key", "value", "headers", "value_size",
                         "key_format", "value_format"}) ||
        !object.has("timestamp"))
        return std::nullopt;
    const std::string_view time = object.valueOf("timestamp");
    return time.starts_with('"') || time.starts_with("null") ? Layout::RecordRows : Layout::Rpk;
}

/// A value that is whole, or nearly, and in which lines end: no NDJSON.
bool spansLines(std::string_view text) {
    JsonValueScanner scanner;
    std::size_t end = 0;
    if (scanner.scan(text, end) == JsonValueScanner::State::Fault) return false;
    return text.substr(0, end).find('\n') != text.npos;
}

DetectedLayout detectObjects(std::string_view text, bool inList) {
    const FirstObject object(text);
    if (object.valueOf("records").starts_with('{') &&
        object.hasAny({"eventSource", "eventSourceArn", "bootstrapServers"}))
        return {Layout::AwsLambda, Framing::Json, kLambdaPath};
    if (const std::string_view list = object.valueOf("results");
        list.starts_with('[') && isAkhq(FirstObject(withoutSpace(list.substr(1)))))
        return {Layout::Akhq, Framing::Json, kResultsPath};
    DetectedLayout detected;
    const auto layout = layoutOfRecord(object);
    const bool asLines = !inList && !spansLines(text);
    if (layout == Layout::Kcat) return {Layout::Kcat, asLines ? Framing::Lines : Framing::Json, {}};
    if (layout || !asLines) detected = {layout.value_or(Layout::JsonValues), Framing::Json, {}};
    // Foreign members may follow, or those that are missing.
    detected.undecided = object.cutShort();
    return detected;
}

std::optional<Layout> detectText(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (isConsoleCsvHeading(line)) return Layout::RedpandaConsoleCsv;
    if (classifyConsoleLine(line) == LineKind::Record) return Layout::ConsoleConsumer;
    if (isDumpLogLine(line)) return Layout::DumpLog;
    return std::nullopt;
}

TextSplitter::Classify classifierOf(Layout layout) {
    if (layout == Layout::DumpLog) return classifyDumpLogLine;
    return layout == Layout::ConsoleConsumer ? classifyConsoleLine : classifyConsoleCsvLine;
}

} // namespace

Result<DetectedLayout> detectLayout(std::string_view front) {
    if (front.starts_with(codec::avro::kContainerMagic))
        return DetectedLayout{Layout::AvroContainer, Framing::AvroBlocks, {}};
    if (front.starts_with("\xFF\xFE"sv) || front.starts_with("\xFE\xFF"sv))
        return Error{ErrorCode::Unsupported,
                     "UTF-16 text is not read; convert it with iconv -f UTF-16 -t UTF-8"};
    for (std::string_view rest = withoutSpace(front); !rest.empty();) {
        if (rest.front() == '{') return detectObjects(rest, false);
        if (rest.front() == '[') {
            const std::string_view first = withoutSpace(rest.substr(1));
            if (first.starts_with('{')) return detectObjects(first, true);
        }
        const std::size_t lineEnd = std::min(rest.find('\n'), rest.size());
        if (const auto text = detectText(rest.substr(0, lineEnd)))
            return DetectedLayout{*text, Framing::Text, {}};
        rest = withoutSpace(rest.substr(lineEnd));
    }
    return DetectedLayout{};
}

std::unique_ptr<Framer> makeFramer(const DetectedLayout& detected, std::size_t maxItemBytes,
                                   std::int64_t start) {
    if (detected.framing == Framing::Json)
        return std::make_unique<JsonSplitter>(detected.path, maxItemBytes, start);
    return std::make_unique<TextSplitter>(classifierOf(detected.layout), maxItemBytes, start);
}

} // namespace eventflow::interchange
