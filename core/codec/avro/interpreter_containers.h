#pragma once

#include "core/codec/avro/interpreter_values.h"

#include <limits>

// How the interpreter opens records, goes through the blocks of arrays and maps, and inserts defaults. Part
// of interpreter.cpp, which alone includes it: what its loop calls must be inlined there.

namespace eventflow::codec::avro {

EVENTFLOW_INLINE bool Interpreter::pushFrame(State& state, const Op& op, std::uint32_t returnTo,
                                             std::uint32_t node) {
    if (m_depth == ValueTape::kMaxDepth)
        return fail(state.at, &op, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels");
    Frame& frame = m_decoder.m_frames[m_depth++];
    frame.op = &op;
    frame.returnTo = returnTo;
    frame.node = node;
    frame.left = 0;
    frame.items = 0;
    frame.blockEnd = nullptr;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::open(State& state, const Op& op, std::uint32_t returnTo, ValueKind kind) {
    if (state.out == state.limit && !grow(state)) return false;
    state.out->name = op.name;
    state.out->nameSize = op.nameSize;
    state.out->offset = state.offset();
    state.out->kind = kind;
    state.out->format = ValueFormat::Plain;
    const auto node = state.place();
    ++state.out;
    return pushFrame(state, op, returnTo, node);
}

/// Reads the head of the next block of an array or map; frame.left is 0 at their end.
EVENTFLOW_INLINE bool Interpreter::nextBlock(State& state, Frame& frame) {
    if (frame.blockEnd != nullptr && state.at != frame.blockEnd)
        return fail(state.at, frame.op,
                    "the block says that it ends at byte " + std::to_string(frame.blockEnd - state.begin) +
                        ", but its items end here");
    const char* first = state.at;
    std::int64_t count = 0;
    if (!readVarint(state.at, state.end, count)) return failVarint(first, state.end, frame.op);
    frame.blockEnd = nullptr;
    if (count < 0) {
        std::int64_t size = 0;
        const char* sizeAt = state.at;
        if (count == std::numeric_limits<std::int64_t>::min())
            return fail(first, frame.op, "a block of 2^63 items");
        count = -count;
        if (!readVarint(state.at, state.end, size)) return failVarint(sizeAt, state.end, frame.op);
        if (static_cast<std::uint64_t>(size) > state.left())
            return failSized(sizeAt, state.end, frame.op, "block");
        frame.blockEnd = state.at + size;
    }
    frame.left = count;
    if (count == 0) return true;
    const std::size_t least = frame.op->b;
    if (least > 0) {
        if (static_cast<std::uint64_t>(count) > state.left() / least)
            return failBlock(first, frame.op, count, state.left());
    } else if (frame.op->code != OpCode::SkipItems) {
        if (static_cast<std::uint64_t>(count) > Decoder::kMaxEmptyItems - m_emptyItems)
            return fail(first, frame.op,
                        "a block of " + std::to_string(count) + " items that take no bytes; more than " +
                            std::to_string(Decoder::kMaxEmptyItems) + " are refused");
        m_emptyItems += static_cast<std::size_t>(count);
    }
    return true;
}

EVENTFLOW_INLINE bool Interpreter::readKey(State& state, const char*& data, std::uint32_t& size) {
    const char* first = state.at;
    std::int64_t length = 0;
    if (!readVarint(state.at, state.end, length))
        return failVarint(first, state.end, m_decoder.m_frames[m_depth - 1].op);
    const Op* op = m_decoder.m_frames[m_depth - 1].op;
    if (static_cast<std::uint64_t>(length) > state.left()) return failSized(first, state.end, op, "key");
    if (static_cast<std::uint64_t>(length) > ValueTape::kMaxNameBytes)
        return fail(first, op,
                    "a key of " + std::to_string(length) + " bytes; more than " +
                        std::to_string(ValueTape::kMaxNameBytes) + " are refused");
    size = static_cast<std::uint32_t>(length);
    if (!isText(state.at, size)) return fail(first, op, "a key that is not UTF-8");
    data = state.at;
    state.at += size;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::beginEntry(State& state, Frame& frame) {
    frame.entryOffset = static_cast<std::uint32_t>(state.at - state.begin);
    frame.entryNode = state.place();
    frame.key = nullptr;
    return readKey(state, frame.key, frame.keySize);
}

/// A map whose values are strings, in one go.
EVENTFLOW_INLINE bool Interpreter::textMap(State& state, const Op& op) {
    if (!open(state, op, 0, ValueKind::Object)) return false;
    Frame& frame = m_decoder.m_frames[m_depth - 1];
    Op entry;
    while (true) {
        if (frame.left == 0) {
            if (!nextBlock(state, frame)) return false;
            if (frame.left == 0) break;
        }
        --frame.left;
        ++frame.items;
        if (state.out == state.limit && !grow(state)) return false;
        const auto offset = static_cast<std::uint32_t>(state.at - state.begin);
        std::uint32_t keySize = 0;
        frame.key = nullptr;
        if (!readKey(state, frame.key, keySize)) return false;
        frame.keySize = keySize;
        if (!sized(state, entry, ValueKind::Text)) return false;
        state.out->name = frame.key;
        state.out->nameSize = static_cast<std::uint16_t>(keySize);
        state.out->offset = offset;
        state.out->format = ValueFormat::Plain;
        state.out->end = state.place() + 1;
        ++state.out;
    }
    ValueNode& node = state.base[frame.node];
    node.size = static_cast<std::uint32_t>(frame.items);
    node.end = state.place();
    --m_depth;
    return true;
}

EVENTFLOW_INLINE bool Interpreter::insertDefault(State& state, const Op& op) {
    const Program::DefaultValue& value = m_program.m_defaults[op.a];
    while (static_cast<std::size_t>(state.limit - state.out) < value.count)
        if (!grow(state)) return false;
    const auto first = state.place();
    const ValueNode* from = m_program.m_defaultTape.nodes().data() + value.first;
    for (std::uint32_t i = 0; i < value.count; ++i) {
        *state.out = from[i];
        state.out->end += first;
        state.out->offset = state.offset();
        ++state.out;
    }
    ValueNode& root = state.base[first];
    root.name = op.name;
    root.nameSize = op.nameSize;
    return true;
}

} // namespace eventflow::codec::avro
