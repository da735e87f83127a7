#include "core/codec/json_value.h"

#include "core/base/json_writer.h"

#include <charconv>

namespace eventflow::codec {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

template <typename Integer>
std::string_view integerText(Integer value, Arena& arena) {
    char digits[24];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value);
    return arena.copy(std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

} // namespace

const char* typeName(const element& value) {
    switch (value.type()) {
    case element_type::ARRAY:
        return "an array";
    case element_type::OBJECT:
        return "an object";
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE:
        return "a number";
    case element_type::STRING:
        return "a string";
    case element_type::BOOL:
        return "a boolean";
    case element_type::NULL_VALUE:
        return "null";
    }
    return "unknown";
}

std::optional<std::string_view> scalarText(const element& value, Arena& arena) {
    switch (value.type()) {
    case element_type::STRING:
        return std::string_view(value.get_string().value_unsafe());
    case element_type::INT64:
        return integerText(std::int64_t{value.get_int64().value_unsafe()}, arena);
    case element_type::UINT64:
        return integerText(std::uint64_t{value.get_uint64().value_unsafe()}, arena);
    case element_type::DOUBLE:
        return arena.copy(formatDouble(value.get_double().value_unsafe()));
    case element_type::BOOL:
        return value.get_bool().value_unsafe() ? "true" : "false";
    case element_type::ARRAY:
    case element_type::OBJECT:
    case element_type::NULL_VALUE:
        break;
    }
    return std::nullopt;
}

std::optional<element> findMember(const simdjson::dom::object& object, std::string_view name) {
    element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
}

} // namespace eventflow::codec
