#include "core/codec/avro/default_encoder.h"

#include "core/codec/avro/binary_writer.h"
#include "core/codec/json_value.h"

#include <algorithm>
#include <limits>

namespace eventflow::codec::avro {

namespace {

using simdjson::dom::element_type;

bool fitsInt(std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max();
}

} // namespace

void DefaultEncoder::add(TypeId record, std::size_t field, const Element& value) {
    m_pending.emplace(Key{record, field}, Pending{value, false});
}

void DefaultEncoder::encodeAll(std::vector<SchemaType>& types) {
    m_types = &types;
    for (auto& [key, pending] : m_pending)
        encodeField(key, pending);
    m_pending.clear();
    m_types = nullptr;
}

void DefaultEncoder::encodeField(Key key, Pending& pending) {
    SchemaField& field = (*m_types)[key.first].fields[key.second];
    if (field.defaultBinary || !field.defaultFault.empty()) return; // another default needed it already
    pending.inProgress = true;
    m_fault.clear();
    std::string binary;
    if (encode(field.type, pending.value, binary)) {
        m_bytes += binary.size();
        field.defaultBinary = std::move(binary);
    } else {
        field.defaultFault = std::exchange(m_fault, {});
    }
    pending.inProgress = false;
}

bool DefaultEncoder::encode(TypeId type, const Element& value, std::string& out) {
    const SchemaType& expected = (*m_types)[type];
    if (++m_steps > kMaxSteps || m_bytes + out.size() > kMaxBytes) return fail("the defaults are too large");
    if (m_depth >= kMaxNesting) return fail("nested deeper than " + std::to_string(kMaxNesting) + " levels");
    ++m_depth;
    const bool fits = [&] {
        switch (expected.type) {
        case Type::Null:
            return value.is_null() || mismatch(type, value);
        case Type::Boolean:
            if (!value.is_bool()) return mismatch(type, value);
            out += value.get_bool().value_unsafe() ? '\1' : '\0';
            return true;
        case Type::Int:
        case Type::Long:
        case Type::Float:
        case Type::Double:
            return encodeNumber(expected, value, out) || mismatch(type, value);
        case Type::Bytes:
        case Type::String:
        case Type::Fixed:
        case Type::Enum:
            return value.is_string() ? encodeText(expected, value, out) : mismatch(type, value);
        case Type::Array:
            return value.is_array() ? encodeArray(expected, value, out) : mismatch(type, value);
        case Type::Map:
            return value.is_object() ? encodeMap(expected, value, out) : mismatch(type, value);
        case Type::Record:
            return value.is_object() ? encodeRecord(type, value, out) : mismatch(type, value);
        case Type::Union:
            break;
        }
        return encodeUnion(type, value, out);
    }();
    --m_depth;
    return fits;
}

bool DefaultEncoder::encodeNumber(const SchemaType& type, const Element& value, std::string& out) {
    if (type.type == Type::Int || type.type == Type::Long) {
        if (!value.is_int64()) return false;
        const std::int64_t whole = value.get_int64().value_unsafe();
        if (type.type == Type::Int && !fitsInt(whole)) return false;
        appendLong(out, whole);
        return true;
    }
    if (!value.is_number()) return false;
    const double real = value.get_double().value_unsafe();
    if (type.type == Type::Double)
        appendDouble(out, real);
    else
        appendFloat(out, static_cast<float>(real));
    return true;
}

bool DefaultEncoder::encodeText(const SchemaType& type, const Element& value, std::string& out) {
    const std::string_view text = value.get_string().value_unsafe();
    if (type.type == Type::String) {
        appendSized(out, text);
        return true;
    }
    if (type.type != Type::Enum) return encodeBytes(type, text, out);
    const auto symbol = std::ranges::find(type.symbols, text);
    if (symbol == type.symbols.end())
        return fail('"' + std::string(text) + "\" is no symbol of enum " + type.name);
    appendLong(out, symbol - type.symbols.begin());
    return true;
}

bool DefaultEncoder::encodeBytes(const SchemaType& type, std::string_view text, std::string& out) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            bytes += text[i];
            continue;
        }
        // U+0080 to U+00FF start with C2 or C3; JSON text is valid UTF-8 already.
        if (c > 0xC3) return fail("bytes are written as characters up to U+00FF, this text has others");
        bytes += static_cast<char>((c << 6) | (static_cast<unsigned char>(text[++i]) & 0x3F));
    }
    if (type.type == Type::Bytes) {
        appendSized(out, bytes);
        return true;
    }
    if (bytes.size() != type.fixedSize)
        return fail("fixed " + type.name + " has " + std::to_string(type.fixedSize) + " bytes, the default " +
                    std::to_string(bytes.size()));
    out += bytes;
    return true;
}

bool DefaultEncoder::encodeArray(const SchemaType& type, const Element& value, std::string& out) {
    const simdjson::dom::array items = value.get_array().value_unsafe();
    std::int64_t count = 0;
    std::string body;
    for (const Element item : items) {
        if (!encode(type.element, item, body)) return false;
        ++count;
    }
    if (count > 0) appendLong(out, count);
    out += body;
    out += '\0';
    return true;
}

bool DefaultEncoder::encodeMap(const SchemaType& type, const Element& value, std::string& out) {
    const simdjson::dom::object entries = value.get_object().value_unsafe();
    std::int64_t count = 0;
    std::string body;
    for (const auto [key, entry] : entries) {
        appendSized(body, key);
        if (!encode(type.element, entry, body)) return false;
        ++count;
    }
    if (count > 0) appendLong(out, count);
    out += body;
    out += '\0';
    return true;
}

bool DefaultEncoder::encodeRecord(TypeId type, const Element& value, std::string& out) {
    const simdjson::dom::object members = value.get_object().value_unsafe();
    const SchemaType& record = (*m_types)[type];
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        Element member;
        if (members.at_key(record.fields[i].name).get(member) != simdjson::SUCCESS) {
            if (!encodeMember(type, i, out)) return false;
        } else if (!encode(record.fields[i].type, member, out)) {
            return false;
        }
    }
    return true;
}

/// A field that the default of a record leaves out has its own default.
bool DefaultEncoder::encodeMember(TypeId record, std::size_t index, std::string& out) {
    const SchemaType& type = (*m_types)[record];
    const SchemaField& field = type.fields[index];
    const std::string where = "field \"" + field.name + "\" of record " + type.name;
    if (!field.defaultJson) return fail("the default of a record lacks " + where);
    if (!field.defaultBinary && field.defaultFault.empty()) {
        const auto pending = m_pending.find({record, index});
        if (pending == m_pending.end() || pending->second.inProgress)
            return fail("the default contains itself: by the default of " + where);
        encodeField(pending->first, pending->second);
    }
    if (!field.defaultBinary) return fail("the default of " + where + " is none: " + field.defaultFault);
    out += *field.defaultBinary;
    return true;
}

/// The first branch that has such a value (specification 1.12; earlier ones allow the first branch only).
bool DefaultEncoder::encodeUnion(TypeId type, const Element& value, std::string& out) {
    const std::vector<TypeId>& branches = (*m_types)[type].branches;
    std::string firstFault;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        std::string body;
        if (encode(branches[i], value, body)) {
            appendLong(out, static_cast<std::int64_t>(i));
            out += body;
            m_fault.clear();
            return true;
        }
        if (i == 0) firstFault = m_fault;
    }
    if (branches.size() == 1) return fail(std::move(firstFault));
    return fail("no branch of the union has such a value; of the first: " + firstFault);
}

bool DefaultEncoder::mismatch(TypeId type, const Element& value) {
    const SchemaType& expected = (*m_types)[type];
    std::string found = value.is_string() || value.is_number() ? std::string(simdjson::to_string(value))
                                                               : std::string(typeName(value));
    constexpr std::size_t kMaxShown = 64;
    if (found.size() > kMaxShown) found = typeName(value);
    std::string name = toString(expected.type);
    if (!expected.name.empty()) name += ' ' + expected.name;
    return fail(found + " is no value of type " + name);
}

bool DefaultEncoder::fail(std::string fault) {
    m_fault = std::move(fault);
    return false;
}

} // namespace eventflow::codec::avro
