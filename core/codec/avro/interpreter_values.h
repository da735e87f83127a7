#pragma once

#include "core/codec/avro/interpreter_state.h"
#include "core/codec/avro/logical_values.h"
#include "core/codec/avro/varint.h"

// How the interpreter reads a value without children. Part of interpreter.cpp, which alone includes it: what
// its loop calls must be inlined there.

namespace eventflow::codec::avro {

EVENTFLOW_INLINE bool Interpreter::grow(State& state) {
    const std::size_t used = state.place();
    if (!growNodes(state.at)) return false;
    state.base = m_tape.nodes().data();
    state.out = state.base + used;
    state.limit = state.base + m_tape.nodes().size();
    return true;
}

EVENTFLOW_INLINE bool Interpreter::boolean(State& state, const Op& op) {
    if (state.at == state.end) return fail(state.at, &op, "the data ends before a boolean");
    const auto byte = static_cast<unsigned char>(*state.at);
    if (byte > 1) return fail(state.at, &op, "a boolean is 0 or 1, not " + std::to_string(byte));
    state.out->boolean = byte == 1;
    state.out->kind = ValueKind::Boolean;
    ++state.at;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::whole(State& state, const Op& op, bool asInt) {
    const char* first = state.at;
    std::int64_t value = 0;
    if (!readVarint(state.at, state.end, value)) return failVarint(first, state.end, &op);
    if (asInt && value != static_cast<std::int32_t>(value))
        return fail(first, &op, "an int has 32 bits, " + std::to_string(value) + " does not fit");
    state.out->integer = value;
    state.out->kind = ValueKind::Integer;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::wholeAsReal(State& state, const Op& op, bool asInt, bool single) {
    if (!whole(state, op, asInt)) return false;
    const std::int64_t value = state.out->integer;
    state.out->real = single ? static_cast<double>(static_cast<float>(value)) : static_cast<double>(value);
    state.out->kind = ValueKind::Real;
    return true;
}

template <typename Real, typename Bits>
EVENTFLOW_INLINE bool Interpreter::real(State& state, const Op& op) {
    if (state.left() < sizeof(Bits))
        return fail(state.at, &op,
                    "a number of " + std::to_string(sizeof(Bits)) + " bytes, but only " +
                        std::to_string(state.left()) + " are left");
    state.out->real = static_cast<double>(std::bit_cast<Real>(loadLittleEndian<Bits>(state.at)));
    state.out->kind = ValueKind::Real;
    state.at += sizeof(Bits);
    return true;
}

EVENTFLOW_INLINE bool Interpreter::sized(State& state, const Op& op, ValueKind kind) {
    const char* first = state.at;
    std::int64_t size = 0;
    const char* what = kind == ValueKind::Text ? "string" : "bytes value";
    if (!readVarint(state.at, state.end, size)) return failVarint(first, state.end, &op);
    if (static_cast<std::uint64_t>(size) > state.left()) return failSized(first, state.end, &op, what);
    const auto bytes = static_cast<std::size_t>(size);
    if (kind == ValueKind::Text && !isText(state.at, bytes))
        return fail(first, &op, "a string of " + std::to_string(size) + " bytes that is not UTF-8");
    state.out->data = state.at;
    state.out->size = static_cast<std::uint32_t>(bytes);
    state.out->kind = kind;
    state.at += bytes;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::uuid(State& state, const Op& op) {
    if (!sized(state, op, ValueKind::Text)) return false;
    if (isUuidText(state.out->text())) state.out->format = ValueFormat::Uuid;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::fixed(State& state, const Op& op) {
    if (state.left() < op.a)
        return fail(state.at, &op,
                    "a fixed of " + std::to_string(op.a) + " bytes, but only " +
                        std::to_string(state.left()) + " are left");
    state.out->data = state.at;
    state.out->size = op.a;
    state.out->kind = ValueKind::Bytes;
    state.at += op.a;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::logicalFixed(State& state, const Op& op) {
    const char* first = state.at;
    if (!fixed(state, op)) return false;
    const std::string_view bytes(first, op.a);
    if (op.code == OpCode::DecimalFixed && bytes.size() > kMaxDecimalBytes)
        return fail(first, &op, "a decimal of more than " + std::to_string(kMaxDecimalBytes) + " bytes");
    const std::string_view text = op.code == OpCode::UuidFixed ? uuidText(bytes, m_arena)
                                  : op.code == OpCode::DurationFixed
                                      ? durationText(bytes, m_arena)
                                      : decimalText(bytes, static_cast<std::int32_t>(op.b), m_arena);
    state.out->data = text.data();
    state.out->size = static_cast<std::uint32_t>(text.size());
    state.out->kind = ValueKind::Text;
    state.out->format = op.code == OpCode::UuidFixed       ? ValueFormat::Uuid
                        : op.code == OpCode::DurationFixed ? ValueFormat::Duration
                                                           : ValueFormat::Decimal;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::decimal(State& state, const Op& op) {
    const char* first = state.at;
    if (!sized(state, op, ValueKind::Bytes)) return false;
    if (state.out->size > kMaxDecimalBytes)
        return fail(first, &op, "a decimal of more than " + std::to_string(kMaxDecimalBytes) + " bytes");
    const std::string_view text = decimalText(state.out->text(), static_cast<std::int32_t>(op.b), m_arena);
    state.out->data = text.data();
    state.out->size = static_cast<std::uint32_t>(text.size());
    state.out->kind = ValueKind::Text;
    state.out->format = ValueFormat::Decimal;
    return true;
}

/// Bytes that hold the unscaled integer's bytes, with their length, and the scale.
EVENTFLOW_INLINE bool Interpreter::bigDecimal(State& state, const Op& op) {
    const char* first = state.at;
    if (!sized(state, op, ValueKind::Bytes)) return false;
    const char* at = state.out->data;
    const char* end = at + state.out->size;
    const Varint size = readLongVarint(at, end);
    if (size.next == nullptr ||
        static_cast<std::uint64_t>(size.value) > static_cast<std::uint64_t>(end - size.next) ||
        static_cast<std::uint64_t>(size.value) > kMaxDecimalBytes)
        return fail(first, &op, "not a big decimal: its digits do not fit");
    const std::string_view unscaled(size.next, static_cast<std::size_t>(size.value));
    const Varint scale = readLongVarint(unscaled.data() + unscaled.size(), end);
    if (scale.next != end || scale.value > kMaxScale || scale.value < -std::int64_t{kMaxScale})
        return fail(first, &op,
                    "not a big decimal: its scale is missing or beyond ±" + std::to_string(kMaxScale));
    const std::string_view text = decimalText(unscaled, static_cast<std::int32_t>(scale.value), m_arena);
    state.out->data = text.data();
    state.out->size = static_cast<std::uint32_t>(text.size());
    state.out->kind = ValueKind::Text;
    state.out->format = ValueFormat::Decimal;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::symbol(State& state, const Op& op) {
    const char* first = state.at;
    std::int64_t index = 0;
    if (!readVarint(state.at, state.end, index)) return failVarint(first, state.end, &op);
    if (static_cast<std::uint64_t>(index) >= op.b)
        return fail(first, &op,
                    "symbol " + std::to_string(index) + " of an enum that has " + std::to_string(op.b));
    const std::string_view text = m_program.m_symbols[op.a + static_cast<std::size_t>(index)];
    if (text.data() == nullptr)
        return fail(first, &op,
                    "the reader's enum has neither the writer's symbol " + std::to_string(index) +
                        " nor a default");
    state.out->data = text.data();
    state.out->size = static_cast<std::uint32_t>(text.size());
    state.out->kind = ValueKind::Text;
    state.out->format = ValueFormat::Enum;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::rest(State& state, const Op&) {
    state.out->data = state.at;
    state.out->size = static_cast<std::uint32_t>(state.left());
    state.out->kind = ValueKind::Bytes;
    state.at = state.end;
    return true;
}

/// A value without children: one node, of which `read` makes what the operation says.
template <typename Read>
EVENTFLOW_INLINE bool Interpreter::leaf(State& state, const Op& op, Read read) {
    if (state.out == state.limit && !grow(state)) return false;
    state.out->name = op.name;
    state.out->nameSize = op.nameSize;
    state.out->offset = state.offset();
    state.out->format = op.format;
    if (!read()) return false;
    state.out->end = state.place() + 1;
    ++state.out;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::skipLeaf(State& state, const Op& op) {
    const char* first = state.at;
    std::int64_t size = op.a;
    if (op.code != OpCode::SkipFixed && !readVarint(state.at, state.end, size))
        return failVarint(first, state.end, &op);
    if (op.code == OpCode::SkipVarint) return true;
    if (static_cast<std::uint64_t>(size) > state.left()) return failSized(first, state.end, &op, "value");
    state.at += size;
    return true;
}

} // namespace eventflow::codec::avro
