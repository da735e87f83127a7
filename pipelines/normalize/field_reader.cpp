#include "pipelines/normalize/field_reader.h"

#include "core/codec/json_text.h"
#include "core/codec/json_value.h"

#include <limits>

namespace eventflow::normalize {

namespace {

using codec::excerpt;
using codec::typeName;
using simdjson::dom::element;

std::string fieldIs(std::string_view field) {
    return "field \"" + std::string(field) + "\" is ";
}

std::optional<double> notFinite(std::string_view text) {
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "Inf" || text == "+Inf") return std::numeric_limits<double>::infinity();
    if (text == "-Inf") return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

} // namespace

bool FieldReader::missing(std::string_view field) const {
    return m_why.refuse(RejectCode::MissingField, "field \"" + std::string(field) + "\" is missing");
}

bool FieldReader::wrongType(std::string_view field, const element& value, const char* expected) const {
    return m_why.refuse(RejectCode::WrongType, fieldIs(field) + typeName(value) + ", expected " + expected);
}

bool FieldReader::scalar(std::string_view field, const element& value, std::string_view& out) const {
    const auto text = codec::scalarText(value, m_arena);
    if (!text) return wrongType(field, value, "a string, number or boolean");
    out = *text;
    return true;
}

bool FieldReader::number(std::string_view field, const element& value, double& out) const {
    if (value.get_double().get(out) == simdjson::SUCCESS) return true; // integers too
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return wrongType(field, value, "a number");
    const std::optional<double> special = notFinite(text);
    if (!special)
        return m_why.refuse(RejectCode::WrongType,
                            fieldIs(field) + "the string " + excerpt(text) + ", expected a number");
    out = *special;
    return true;
}

bool FieldReader::time(std::string_view field, const element& value, Timestamp& out) const {
    std::optional<Timestamp> parsed;
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        parsed = parseIso8601(text);
        if (!parsed)
            return m_why.refuse(RejectCode::BadTimestamp, fieldIs(field) + excerpt(text) +
                                                              ", expected ISO 8601 as 2026-01-31T12:00:00Z");
    } else {
        std::int64_t whole = 0;
        double fraction = 0;
        if (value.get_int64().get(whole) == simdjson::SUCCESS)
            parsed = timestampFromEpoch(whole);
        else if (value.get_double().get(fraction) == simdjson::SUCCESS)
            parsed = timestampFromEpoch(fraction);
        else
            return wrongType(field, value, "ISO 8601 text or an epoch number");
        if (!parsed) {
            std::string_view written;
            static_cast<void>(scalar(field, value, written));
            return m_why.refuse(RejectCode::BadTimestamp,
                                fieldIs(field) + std::string(written) +
                                    ", expected s, ms, µs or ns since 1970, before the year 2262");
        }
    }
    out = *parsed;
    return true;
}

bool FieldReader::tags(std::string_view field, const element& value, std::vector<Tag>& out) const {
    simdjson::dom::object members;
    if (!object(field, value, members)) return false;
    const auto end = members.end();
    for (auto member = members.begin(); member != end; ++member) {
        const element item = member.value();
        std::string_view text;
        if (item.get_string().get(text) != simdjson::SUCCESS) {
            if (item.is_null()) continue;
            if (!scalar(field, item, text)) {
                m_why.detail = "field \"" + std::string(field) + "\", member " + excerpt(member.key()) +
                               " is " + typeName(item) + ", expected a string, number or boolean";
                return false;
            }
        }
        out.push_back({member.key(), text});
    }
    return true;
}

} // namespace eventflow::normalize
