#include "core/codec/protobuf/scalar_field.h"

#include "core/base/json_writer.h"
#include "core/codec/value_json.h"

#include <bit>

namespace eventflow::codec::protobuf {

namespace {

std::int64_t unZigZag(std::uint64_t raw) {
    return static_cast<std::int64_t>(raw >> 1U ^ (0 - (raw & 1U)));
}

std::int64_t narrowed(std::uint64_t raw) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(raw));
}

void writeEnum(const FieldPlan& field, std::int64_t number, TapeWriter& out, const NodePlace& place,
               std::size_t end) {
    if (field.symbols->isNull) return out.null(place, end);
    const auto symbol = field.symbols->symbols.find(static_cast<std::int32_t>(number));
    if (symbol == field.symbols->symbols.end())
        out.integer(place, number, end, ValueFormat::Enum);
    else
        out.text(place, symbol->second, end, ValueFormat::Enum);
}

void writeVarint(const FieldPlan& field, std::uint64_t raw, TapeWriter& out, const NodePlace& place,
                 std::size_t end) {
    switch (field.type) {
    case FieldType::Bool:
        return out.boolean(place, raw != 0, end);
    case FieldType::Int32:
        return out.integer(place, narrowed(raw), end);
    case FieldType::UInt32:
        return out.integer(place, static_cast<std::uint32_t>(raw), end);
    case FieldType::UInt64:
        return out.unsignedInteger(place, raw, end);
    case FieldType::SInt32:
        return out.integer(place, unZigZag(static_cast<std::uint32_t>(raw)), end);
    case FieldType::SInt64:
        return out.integer(place, unZigZag(raw), end);
    case FieldType::Enum:
        return writeEnum(field, narrowed(raw), out, place, end);
    default:
        return out.integer(place, static_cast<std::int64_t>(raw), end);
    }
}

void writeFixed(FieldType type, std::uint64_t raw, TapeWriter& out, const NodePlace& place, std::size_t end) {
    switch (type) {
    case FieldType::Double:
        return out.real(place, std::bit_cast<double>(raw), end);
    case FieldType::Float:
        return out.real(place, std::bit_cast<float>(static_cast<std::uint32_t>(raw)), end,
                        ValueFormat::Single);
    case FieldType::SFixed32:
        return out.integer(place, narrowed(raw), end);
    case FieldType::SFixed64:
        return out.integer(place, static_cast<std::int64_t>(raw), end);
    default:
        return out.unsignedInteger(place, raw, end);
    }
}

bool writeLength(const FieldPlan& field, WireReader& in, TapeWriter& out, const NodePlace& place) {
    std::string_view data;
    if (!in.bytes(data)) return false;
    const bool isText = field.type == FieldType::String && isValidUtf8(data);
    if (field.mustBeUtf8 && !isText) {
        const auto start = in.at() - data.size();
        return in.fail(start + validUtf8Prefix(data), "a string that is not UTF-8");
    }
    if (isText)
        out.text(place, data, in.at());
    else
        out.bytes(place, data, in.at());
    return true;
}

} // namespace

WireType wireTypeOf(FieldType type) {
    switch (type) {
    case FieldType::Double:
    case FieldType::Fixed64:
    case FieldType::SFixed64:
        return WireType::I64;
    case FieldType::Float:
    case FieldType::Fixed32:
    case FieldType::SFixed32:
        return WireType::I32;
    case FieldType::String:
    case FieldType::Bytes:
    case FieldType::Message:
        return WireType::Len;
    case FieldType::Group:
        return WireType::GroupStart;
    default:
        return WireType::Varint;
    }
}

bool isPackable(FieldType type) {
    const WireType wire = wireTypeOf(type);
    return wire != WireType::Len && wire != WireType::GroupStart;
}

const char* toString(FieldType type) {
    static constexpr const char* kNames[] = {
        "",      "double",  "float", "int64",  "uint64", "int32",    "fixed64",  "fixed32", "bool",  "string",
        "group", "message", "bytes", "uint32", "enum",   "sfixed32", "sfixed64", "sint32",  "sint64"};
    return kNames[static_cast<std::size_t>(type)];
}

bool writeScalar(const FieldPlan& field, WireReader& in, TapeWriter& out, const NodePlace& place) {
    std::uint64_t raw = 0;
    switch (wireTypeOf(field.type)) {
    case WireType::Varint:
        if (!in.varint(raw)) return false;
        writeVarint(field, raw, out, place, in.at());
        return true;
    case WireType::I64:
    case WireType::I32:
        if (!in.fixed(wireTypeOf(field.type) == WireType::I64 ? 8 : 4, raw)) return false;
        writeFixed(field.type, raw, out, place, in.at());
        return true;
    default:
        return writeLength(field, in, out, place);
    }
}

void writeDefault(const FieldPlan& field, TapeWriter& out, const NodePlace& place, std::size_t end) {
    switch (wireTypeOf(field.type)) {
    case WireType::Varint:
        return writeVarint(field, 0, out, place, end);
    case WireType::I64:
    case WireType::I32:
        return writeFixed(field.type, 0, out, place, end);
    default:
        if (field.type == FieldType::Bytes)
            out.bytes(place, "", end);
        else
            out.text(place, "", end);
    }
}

bool readMapKey(const FieldPlan& key, WireReader* in, Arena& arena, std::string_view& name) {
    ValueTape scratch;
    TapeWriter writer(scratch);
    if (in == nullptr)
        writeDefault(key, writer, {}, 0);
    else if (!writeScalar(key, *in, writer, {}))
        return false;
    const ValueNode& node = scratch.root();
    name = node.kind == ValueKind::Text ? node.text() : arena.copy(memberNameOf({scratch, 0}));
    return true;
}

} // namespace eventflow::codec::protobuf
