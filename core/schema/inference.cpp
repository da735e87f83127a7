#include "core/schema/inference.h"

#include "core/base/json_writer.h"
#include "core/codec/json_decoder.h"

#include <algorithm>

namespace eventflow::schema {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr std::size_t kMaxExampleBytes = 64;
/// Larger texts are not worth a look at their shape.
constexpr std::size_t kMaxObservedBytes = 16 * 1024 * 1024;

std::uint64_t& count(Field& field, ValueType type) {
    return field.types[static_cast<int>(type)];
}

std::uint64_t count(const Field& field, ValueType type) {
    return field.types[static_cast<int>(type)];
}

bool isNumeric(const Field& field) {
    return count(field, ValueType::Integer) + count(field, ValueType::Number) > 0;
}

/// Cut to kMaxExampleBytes, not inside of a UTF-8 sequence.
std::string_view cutExample(std::string_view text) {
    if (text.size() <= kMaxExampleBytes) return text;
    std::size_t end = kMaxExampleBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

void addExample(Field& field, std::string_view text) {
    if (field.examples.size() >= Inference::kMaxExamples) return;
    const std::string_view example = cutExample(text);
    if (std::ranges::find(field.examples, example) == field.examples.end())
        field.examples.emplace_back(example);
}

void addNumber(Field& field, ValueType type, double value) {
    const bool first = !isNumeric(field);
    field.minNumber = first ? value : std::min(field.minNumber, value);
    field.maxNumber = first ? value : std::max(field.maxNumber, value);
    ++count(field, type);
}

void addString(Field& field, std::string_view text) {
    const bool first = count(field, ValueType::String) == 0;
    field.minLength = first ? text.size() : std::min<std::uint64_t>(field.minLength, text.size());
    field.maxLength = first ? text.size() : std::max<std::uint64_t>(field.maxLength, text.size());
    ++count(field, ValueType::String);
    addExample(field, text);
}

/// Everything that is not a container. The type was asked for before, so the gets cannot fail.
void addScalar(Field& field, const element& value) {
    switch (value.type()) {
    case element_type::NULL_VALUE:
        ++count(field, ValueType::Null);
        return;
    case element_type::BOOL:
        ++count(field, ValueType::Boolean);
        addExample(field, value.get_bool().value_unsafe() ? "true" : "false");
        return;
    case element_type::INT64: {
        const std::int64_t number = value.get_int64().value_unsafe();
        addNumber(field, ValueType::Integer, static_cast<double>(number));
        addExample(field, std::to_string(number));
        return;
    }
    case element_type::UINT64: {
        const std::uint64_t number = value.get_uint64().value_unsafe();
        addNumber(field, ValueType::Integer, static_cast<double>(number));
        addExample(field, std::to_string(number));
        return;
    }
    case element_type::DOUBLE: {
        const double number = value.get_double().value_unsafe();
        addNumber(field, ValueType::Number, number);
        addExample(field, formatDouble(number));
        return;
    }
    case element_type::STRING:
        addString(field, value.get_string().value_unsafe());
        return;
    case element_type::OBJECT:
    case element_type::ARRAY:
        return;
    }
}

} // namespace

const char* toString(ValueType type) {
    switch (type) {
    case ValueType::Null:
        return "null";
    case ValueType::Boolean:
        return "boolean";
    case ValueType::Integer:
        return "integer";
    case ValueType::Number:
        return "number";
    case ValueType::String:
        return "string";
    case ValueType::Object:
        return "object";
    case ValueType::Array:
        return "array";
    }
    return "null";
}

void Inference::observe(std::string_view json, bool padded) {
    // One decoder per thread, because an Inference is a value that is copied and sent around.
    thread_local codec::JsonDecoder decoder(kMaxObservedBytes);
    element value;
    const auto error = padded ? decoder.decode(json, value) : decoder.decodeUnpadded(json, value);
    if (error == simdjson::SUCCESS)
        observe(value);
    else
        ++m_unparsed;
    decoder.release();
}

void Inference::observe(const element& value) {
    ++m_observed;
    ++m_root.present;
    look(value, m_root, 0);
}

void Inference::look(const element& value, Field& field, std::size_t depth) {
    if (value.is_object()) {
        ++count(field, ValueType::Object);
        const simdjson::dom::object object = value.get_object().value_unsafe();
        for (const auto member : object)
            lookBelow(field, member.key, member.value, depth);
    } else if (value.is_array()) {
        ++count(field, ValueType::Array);
        const simdjson::dom::array array = value.get_array().value_unsafe();
        for (const element item : array)
            lookBelow(field, "[]", item, depth);
    } else {
        addScalar(field, value);
    }
}

void Inference::lookBelow(Field& parent, std::string_view name, const element& value, std::size_t depth) {
    Field* const below = depth < kMaxDepth ? child(parent, name) : nullptr;
    if (below == nullptr) {
        ++m_overflow;
        return;
    }
    ++below->present;
    look(value, *below, depth + 1);
}

Field* Inference::child(Field& parent, std::string_view name) {
    if (const auto found = parent.children.find(name); found != parent.children.end()) return &found->second;
    if (m_fields >= kMaxFields) return nullptr;
    ++m_fields;
    Field& added = parent.children[std::string(name)];
    added.name = name;
    return &added;
}

void Inference::merge(const Inference& other) {
    m_observed += other.m_observed;
    m_unparsed += other.m_unparsed;
    m_overflow += other.m_overflow;
    mergeField(m_root, other.m_root);
}

void Inference::mergeField(Field& into, const Field& from) {
    if (isNumeric(from)) {
        const bool first = !isNumeric(into);
        into.minNumber = first ? from.minNumber : std::min(into.minNumber, from.minNumber);
        into.maxNumber = first ? from.maxNumber : std::max(into.maxNumber, from.maxNumber);
    }
    if (count(from, ValueType::String) > 0) {
        const bool first = count(into, ValueType::String) == 0;
        into.minLength = first ? from.minLength : std::min(into.minLength, from.minLength);
        into.maxLength = first ? from.maxLength : std::max(into.maxLength, from.maxLength);
    }
    into.present += from.present;
    for (int type = 0; type < kValueTypeCount; ++type)
        into.types[type] += from.types[type];
    for (const std::string& example : from.examples)
        addExample(into, example);
    for (const auto& [name, field] : from.children) {
        if (Field* const below = child(into, name))
            mergeField(*below, field);
        else
            m_overflow += field.present;
    }
}

void Inference::clear() {
    *this = Inference();
}

} // namespace eventflow::schema
