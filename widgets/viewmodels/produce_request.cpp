#include "widgets/viewmodels/produce_request.h"

#include "core/codec/json_checker.h"
#include "core/codec/kcat_writer.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/json_outline.h"
#include "widgets/viewmodels/schema_check.h"

#include <QCoreApplication>

#include <charconv>
#include <limits>

namespace eventflow::viewmodels {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(eventflow::viewmodels::ProduceRequest)
};

constexpr std::size_t kMaxCheckedBytes = 1024 * 1024;

bool looksLikeJson(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos &&
           std::string_view("{[\"").find(text[first]) != std::string_view::npos;
}

/// A schema that allows this one value and no other, so that a check between schemas checks the value.
/// Recursion: JsonOutline::kMaxDepth.
void appendSchemaOf(const JsonOutline& outline, std::uint32_t id, std::string& out) {
    const JsonOutline::Node& node = outline.node(id);
    if (node.kind == JsonKind::Object) {
        std::string properties;
        std::string required;
        for (const std::uint32_t child : outline.children(id)) {
            const std::string name = '"' + std::string(outline.name(child)) + '"';
            properties += (properties.empty() ? "" : ",") + name + ':';
            appendSchemaOf(outline, child, properties);
            required += (required.empty() ? "" : ",") + name;
        }
        out += R"({"type":"object","additionalProperties":false,"properties":{)" + properties +
               R"(},"required":[)" + required + "]}";
    } else if (node.kind == JsonKind::Array) {
        const std::string size = std::to_string(outline.children(id).size());
        out += R"({"type":"array","items":false,"minItems":)" + size + R"(,"maxItems":)" + size +
               R"(,"prefixItems":[)";
        bool isFirst = true;
        for (const std::uint32_t child : outline.children(id)) {
            if (!std::exchange(isFirst, false)) out += ',';
            appendSchemaOf(outline, child, out);
        }
        out += "]}";
    } else {
        out += R"({"const":)" + std::string(outline.valueText(id)) + '}';
    }
}

template <typename Number>
bool takeNumber(std::string_view& text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || out < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

} // namespace

admin::ProduceRecords produceOne(const std::string& topic, const TypedRecord& record) {
    std::vector<Header> headers;
    for (const auto& [name, value] : record.headers)
        headers.push_back({name, value ? NullableBytes(*value) : std::nullopt});
    codec::KcatFields fields;
    fields.topic = topic;
    fields.tsMs = record.timestamp == kNoTime ? -1 : toMs(record.timestamp);
    if (record.key) fields.key = *record.key;
    if (record.value) fields.payload = *record.value;
    fields.headers = headers;
    admin::ProduceRecords request;
    request.topic = topic;
    codec::appendKcatLine(request.text, fields);
    if (!request.text.ends_with('\n')) request.text += '\n';
    request.settings.format = admin::ProduceSettings::Format::Kcat;
    request.settings.partition = record.partition;
    return request;
}

QString jsonHint(const std::string& text) {
    if (!looksLikeJson(text)) return {};
    const auto fault = codec::findJsonFault(text, codec::JsonNumbers::Any);
    if (!fault) return {};
    const qsizetype at = fromUtf8(std::string_view(text).substr(0, fault->offset)).size();
    return Text::tr("Not JSON, %1: %2").arg(lineAndColumn(fromUtf8(text), at), oneLine(fault->cause));
}

Result<schema::SchemaCheck> checkJsonValue(const schema::ParsedSchema& schema, const std::string& json) {
    if (json.size() > kMaxCheckedBytes)
        return Error{ErrorCode::LimitExceeded, "values over 1 MiB are not checked here"};
    const JsonOutline outline(json);
    if (outline.problem() == JsonProblem::TooManyNodes)
        return Error{ErrorCode::LimitExceeded, "values of more than " +
                                                   std::to_string(JsonOutline::kMaxNodes) +
                                                   " parts are not checked here"};
    if (outline.empty() || outline.problem() != JsonProblem::None)
        return Error{ErrorCode::ParseError, "the value is not JSON"};
    std::string text = R"({"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[)";
    appendSchemaOf(outline, 0, text);
    text += "]}";
    const auto value = schema::ParsedSchema::parse({0, codec::SchemaType::Json, std::move(text), {}});
    if (!value) return value.error();
    return canRead(schema, *value);
}

Result<std::map<std::int32_t, std::pair<std::int64_t, std::int64_t>>> parseRanges(const std::string& text) {
    std::map<std::int32_t, std::pair<std::int64_t, std::int64_t>> ranges;
    std::string_view rest = trimmed(text);
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view part = trimmed(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : trimmed(rest.substr(comma + 1));
        std::string_view left = part;
        std::int32_t partition = 0;
        std::int64_t from = 0;
        std::int64_t to = std::numeric_limits<std::int64_t>::max();
        const bool begins =
            takeNumber(left, partition) && take(left, ':') && takeNumber(left, from) && take(left, '-');
        if (!begins || (!left.empty() && !takeNumber(left, to)) || !left.empty() || to <= from)
            return Error{ErrorCode::ParseError,
                         '"' + std::string(part) +
                             "\" is no range such as 0:100-200 (partition 0, offsets 100 "
                             "to 199)"};
        if (!ranges.emplace(partition, std::pair(from, to)).second)
            return Error{ErrorCode::ParseError,
                         "partition " + std::to_string(partition) + " has more than one range"};
    }
    return ranges;
}

} // namespace eventflow::viewmodels
