#include "core/schema/json_schema_constant.h"

#include "core/base/json_writer.h"

#include <cmath>
#include <map>

namespace eventflow::schema {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// A double up to here is exact where it is whole.
constexpr double kMaxExactDouble = 9007199254740992.0;

std::string canonicalDouble(double value) {
    if (std::floor(value) == value && std::abs(value) <= kMaxExactDouble)
        return std::to_string(static_cast<std::int64_t>(value));
    return formatDouble(value);
}

std::string canonicalText(const element& value);

std::string canonicalObject(const simdjson::dom::object& members) {
    std::map<std::string_view, element> sorted;
    for (const auto& [key, value] : members)
        sorted.emplace(key, value);
    std::string out = "{";
    for (const auto& [key, value] : sorted) {
        if (out.size() > 1) out += ',';
        appendJsonString(out, key);
        out += ':' + canonicalText(value);
    }
    return out + '}';
}

/// Recursion is bounded by the decoder's depth.
std::string canonicalText(const element& value) {
    switch (value.type()) {
    case element_type::OBJECT:
        return canonicalObject(value.get_object().value_unsafe());
    case element_type::ARRAY: {
        const simdjson::dom::array items = value.get_array().value_unsafe();
        std::string out = "[";
        for (const element& item : items) {
            if (out.size() > 1) out += ',';
            out += canonicalText(item);
        }
        return out + ']';
    }
    case element_type::STRING: {
        std::string out;
        appendJsonString(out, value.get_string().value_unsafe());
        return out;
    }
    case element_type::INT64:
        return std::to_string(value.get_int64().value_unsafe());
    case element_type::UINT64:
        return std::to_string(value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
        return canonicalDouble(value.get_double().value_unsafe());
    case element_type::BOOL:
        return value.get_bool().value_unsafe() ? "true" : "false";
    case element_type::NULL_VALUE:
        break;
    }
    return "null";
}

JsonTypes typeOf(const element& value) {
    switch (value.type()) {
    case element_type::OBJECT:
        return kJsonObject;
    case element_type::ARRAY:
        return kJsonArray;
    case element_type::STRING:
        return kJsonString;
    case element_type::INT64:
    case element_type::UINT64:
        return kJsonInteger;
    case element_type::DOUBLE: {
        const double number = value.get_double().value_unsafe();
        return std::floor(number) == number ? kJsonInteger : kJsonFraction;
    }
    case element_type::BOOL:
        return kJsonBoolean;
    case element_type::NULL_VALUE:
        break;
    }
    return kJsonNull;
}

} // namespace

JsonConstant jsonConstant(const element& value) {
    JsonConstant out{canonicalText(value), typeOf(value), 0, {}};
    switch (value.type()) {
    case element_type::STRING:
        out.text = std::string_view(value.get_string().value_unsafe());
        break;
    case element_type::INT64:
        out.number = static_cast<long double>(std::int64_t{value.get_int64().value_unsafe()});
        break;
    case element_type::UINT64:
        out.number = static_cast<long double>(std::uint64_t{value.get_uint64().value_unsafe()});
        break;
    case element_type::DOUBLE:
        out.number = static_cast<long double>(double{value.get_double().value_unsafe()});
        break;
    default:
        break;
    }
    return out;
}

} // namespace eventflow::schema
