#include "widgets/viewmodels/row_reader.h"

#include "core/base/json_writer.h"
#include "widgets/viewmodels/display_text.h"

namespace eventflow::viewmodels {

namespace {

constexpr std::size_t kShownBytes = 400;
constexpr std::size_t kShownColumnBytes = 120;

QString shownKey(const RowToRead& row, const MaskingRules& masking) {
    if (!row.key) return {};
    return oneLine(masking.empty() ? *row.key : masking.maskText(*row.key), kShownBytes);
}

ReadPayload readValue(const RowToRead& row, PayloadReader& payloads) {
    const Header schema{codec::schemaHeaderName(codec::RecordPart::Value),
                        row.schema ? NullableBytes(*row.schema) : std::nullopt};
    return payloads.read(row.topic, std::span(&schema, row.schema ? 1 : 0), *row.value);
}

/// A text without its quotes, anything else as it is written.
QString shownField(const JsonOutline& outline, const FieldPath& path) {
    const std::uint32_t node = path.find(outline);
    if (node == JsonOutline::kNoNode) return {};
    std::string_view text = outline.valueText(node);
    if (outline.node(node).kind == JsonKind::String && text.size() >= 2)
        text = text.substr(1, text.size() - 2);
    return oneLine(text, kShownColumnBytes);
}

} // namespace

std::string_view jsonBeginning(std::string_view value) {
    const auto first = value.find_first_not_of(" \t\r\n");
    const bool json = first != value.npos && (value[first] == '{' || value[first] == '[');
    return json && validUtf8Prefix(value) + 4 > value.size() ? value : std::string_view();
}

RowToRead rowToRead(std::uint64_t id, const browse::RowStore& store, const browse::Row& row) {
    using browse::Row;
    RowToRead out;
    out.id = id;
    out.topic = store.stream(row.stream).topic;
    if (!row.has(Row::kNullKey)) out.key = std::string(store.keyPreview(row));
    if (!row.has(Row::kNullValue)) out.value = std::string(store.valuePreview(row));
    if (const auto schema = store.schemaHeader(row, codec::RecordPart::Value))
        out.schema = std::string(*schema);
    out.cut = row.has(Row::kCutValue);
    return out;
}

RowText readRow(const RowToRead& row, const RowReading& how, schema::Inference& seen) {
    const MaskingRules& masking = *how.masking;
    RowText out;
    out.key = shownKey(row, masking);
    out.columns.resize(how.columns.size());
    if (!row.value) return out;
    std::string json;
    bool text = true;
    if (row.cut) {
        json = jsonBeginning(*row.value);
        text = isValidUtf8(utf8Front(*row.value, row.value->size() - 1));
    } else {
        ReadPayload read = readValue(row, *how.payloads);
        text = read.understood();
        json = std::move(read.json);
        if (!json.empty()) seen.observe(json, false);
    }
    if (!json.empty()) {
        if (!masking.empty()) json = masking.maskJson(json);
        out.value = oneLine(json, kShownBytes);
    } else if (masking.empty()) {
        out.value = oneLine(*row.value, kShownBytes);
    } else {
        out.value = text ? oneLine(masking.maskText(*row.value), kShownBytes) : fromUtf8(MaskingRules::kMask);
    }
    if (json.empty() || how.columns.empty()) return out;
    const JsonOutline outline(std::move(json));
    for (std::size_t i = 0; i < how.columns.size(); ++i)
        out.columns[i] = shownField(outline, how.columns[i]);
    return out;
}

} // namespace eventflow::viewmodels
