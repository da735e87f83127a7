#include "core/codec/avro/interpreter.h"

#include "core/base/json_writer.h"
#include "core/codec/avro/logical_values.h"
#include "core/codec/avro/varint.h"
#include "core/codec/json_text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

// What the loop calls for every value becomes part of it.
#define EVENTFLOW_INLINE [[gnu::always_inline]] inline

namespace eventflow::codec::avro {

/// Lives in registers as long as nobody takes its address: only inlined functions get it.
struct Interpreter::State {
    const char* at;
    const char* first; ///< of the value that is being read
    const char* begin;
    const char* end;
    ValueNode* base;  ///< the tape's first node
    ValueNode* out;   ///< where the next node goes
    ValueNode* limit; ///< behind the nodes that there is room for

    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
    [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(first - begin); }
    [[nodiscard]] std::uint32_t place() const { return static_cast<std::uint32_t>(out - base); }
};

namespace {

/// Room beyond the last payload's nodes, so that similar payloads need not grow.
constexpr std::size_t kSpareNodes = 4;

/// Most texts are short and ASCII: a few loads, which may overlap, and the thorough look only where it is
/// needed. A loop over bytes would be vectorised, which costs short texts more than it saves long ones.
EVENTFLOW_INLINE bool isText(const char* data, std::size_t size) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    const auto load = [](const char* from, auto into) {
        std::memcpy(&into, from, sizeof(into));
        return into;
    };
    std::uint64_t seen = 0;
    if (size >= 8) {
        for (const char* at = data; at < data + size - 8; at += 8)
            if ((load(at, std::uint64_t{}) & kHighBits) != 0) return isValidUtf8({data, size});
        seen = load(data + size - 8, std::uint64_t{});
    } else if (size >= 4) {
        seen = load(data, std::uint32_t{}) | load(data + size - 4, std::uint32_t{});
    } else if (size > 0) {
        seen = static_cast<unsigned char>(data[0] | data[size / 2] | data[size - 1]);
    }
    return (seen & kHighBits) == 0 || isValidUtf8({data, size});
}

template <typename Bits>
EVENTFLOW_INLINE Bits loadLittleEndian(const char* at) {
    Bits bits = 0;
    std::memcpy(&bits, at, sizeof(bits));
    static_assert(std::endian::native == std::endian::little);
    return bits;
}

} // namespace

bool Interpreter::run(std::uint32_t start, const char*& at) {
    auto& nodes = m_tape.nodes();
    nodes.clear();
    nodes.resize(std::min(m_decoder.m_nodeHint + kSpareNodes, ValueTape::kMaxNodes));
    const char* end = m_payload.data() + m_payload.size();
    State state{at, at, m_payload.data(), end, nodes.data(), nodes.data(), nodes.data() + nodes.size()};
    if (!execute(state, start)) return false;
    at = state.at;
    const auto count = static_cast<std::size_t>(state.out - nodes.data());
    nodes.resize(count);
    m_decoder.m_nodeHint = count;
    return true;
}

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

bool Interpreter::execute(State& given, std::uint32_t pc) {
    State state = given;
    const Op* ops = m_program.m_ops.data();
    while (true) {
        const Op* op = &ops[pc++];
        state.first = state.at;
    dispatch:
        switch (op->code) {
        case OpCode::Record:
            if (!open(state, *op, pc, ValueKind::Object)) return false;
            pc = op->a;
            break;
        case OpCode::RecordEnd: {
            const Frame& frame = m_decoder.m_frames[--m_depth];
            ValueNode& node = state.base[frame.node];
            node.size = frame.op->b;
            node.end = state.place();
            pc = frame.returnTo;
            break;
        }
        case OpCode::TextMap:
            if (!textMap(state, *op)) return false;
            break;
        case OpCode::Array:
        case OpCode::Map:
            if (!open(state, *op, pc, op->code == OpCode::Array ? ValueKind::Array : ValueKind::Object))
                return false;
            pc = op->a;
            goto nextItem;
        case OpCode::EntryEnd: {
            Frame& frame = m_decoder.m_frames[m_depth - 1];
            ValueNode& node = state.base[frame.entryNode];
            node.name = frame.key;
            node.nameSize = static_cast<std::uint16_t>(frame.keySize);
            node.offset = frame.entryOffset;
            goto nextItem;
        }
        case OpCode::ItemEnd:
        nextItem : {
            Frame& frame = m_decoder.m_frames[m_depth - 1];
            if (frame.left == 0 && !nextBlock(state, frame)) return false;
            if (frame.left == 0) {
                ValueNode& node = state.base[frame.node];
                node.size = static_cast<std::uint32_t>(frame.items);
                node.end = state.place();
                pc = frame.returnTo;
                --m_depth;
                break;
            }
            --frame.left;
            ++frame.items;
            pc = frame.op->a;
            if (frame.op->code == OpCode::Map && !beginEntry(state, frame)) return false;
            break;
        }
        case OpCode::Default:
            if (!insertDefault(state, *op)) return false;
            break;
        case OpCode::Mismatch:
            return fail(state.at, op, m_program.m_reasons[op->a]);
        case OpCode::SkipVarint:
        case OpCode::SkipSized:
        case OpCode::SkipFixed:
            if (!skipLeaf(state, *op)) return false;
            break;
        case OpCode::SkipRecord:
            if (!pushFrame(state, *op, pc, 0)) return false;
            pc = op->a;
            break;
        case OpCode::SkipRecordEnd:
            pc = m_decoder.m_frames[--m_depth].returnTo;
            break;
        case OpCode::SkipItems:
            if (!pushFrame(state, *op, pc, 0)) return false;
            [[fallthrough]];
        case OpCode::SkipItemEnd: {
            Frame& frame = m_decoder.m_frames[m_depth - 1];
            while (frame.left == 0) {
                if (!nextBlock(state, frame)) return false;
                if (frame.left == 0) break;
                if (frame.blockEnd != nullptr) state.at = frame.blockEnd;
                if (frame.blockEnd != nullptr || frame.op->b == 0) frame.left = 0;
            }
            if (frame.left == 0) {
                pc = frame.returnTo;
                --m_depth;
                break;
            }
            --frame.left;
            ++frame.items;
            pc = frame.op->a;
            break;
        }
        case OpCode::Stop:
            given = state;
            return true;
        case OpCode::Null:
            if (!leaf(state, *op, [&] {
                    state.out->kind = ValueKind::Null;
                    return true;
                }))
                return false;
            break;
        case OpCode::Boolean:
            if (!leaf(state, *op, [&] { return boolean(state, *op); })) return false;
            break;
        case OpCode::Int:
            if (!leaf(state, *op, [&] { return whole(state, *op, true); })) return false;
            break;
        case OpCode::Long:
            if (!leaf(state, *op, [&] { return whole(state, *op, false); })) return false;
            break;
        case OpCode::IntToFloat:
            if (!leaf(state, *op, [&] { return wholeAsReal(state, *op, true, true); })) return false;
            break;
        case OpCode::IntToDouble:
            if (!leaf(state, *op, [&] { return wholeAsReal(state, *op, true, false); })) return false;
            break;
        case OpCode::LongToFloat:
            if (!leaf(state, *op, [&] { return wholeAsReal(state, *op, false, true); })) return false;
            break;
        case OpCode::LongToDouble:
            if (!leaf(state, *op, [&] { return wholeAsReal(state, *op, false, false); })) return false;
            break;
        case OpCode::Float:
            if (!leaf(state, *op, [&] { return real<float, std::uint32_t>(state, *op); })) return false;
            break;
        case OpCode::Double:
            if (!leaf(state, *op, [&] { return real<double, std::uint64_t>(state, *op); })) return false;
            break;
        case OpCode::Bytes:
            if (!leaf(state, *op, [&] { return sized(state, *op, ValueKind::Bytes); })) return false;
            break;
        case OpCode::Text:
            if (!leaf(state, *op, [&] { return sized(state, *op, ValueKind::Text); })) return false;
            break;
        case OpCode::UuidText:
            if (!leaf(state, *op, [&] { return uuid(state, *op); })) return false;
            break;
        case OpCode::Rest:
            if (!leaf(state, *op, [&] { return rest(state, *op); })) return false;
            break;
        case OpCode::Fixed:
            if (!leaf(state, *op, [&] { return fixed(state, *op); })) return false;
            break;
        case OpCode::DecimalBytes:
            if (!leaf(state, *op, [&] { return decimal(state, *op); })) return false;
            break;
        case OpCode::BigDecimal:
            if (!leaf(state, *op, [&] { return bigDecimal(state, *op); })) return false;
            break;
        case OpCode::Enum:
            if (!leaf(state, *op, [&] { return symbol(state, *op); })) return false;
            break;
        case OpCode::DecimalFixed:
        case OpCode::UuidFixed:
        case OpCode::DurationFixed:
            if (!leaf(state, *op, [&] { return logicalFixed(state, *op); })) return false;
            break;
        case OpCode::Union: {
            std::int64_t branch = 0;
            if (!readVarint(state.at, state.end, branch)) return failVarint(state.first, state.end, op);
            if (static_cast<std::uint64_t>(branch) >= op->b)
                return fail(state.first, op,
                            "branch " + std::to_string(branch) + " of a union that has " +
                                std::to_string(op->b));
            op = &ops[op->a + static_cast<std::uint32_t>(branch)]; // goes on behind the union
            goto dispatch;
        }
        }
    }
}

} // namespace eventflow::codec::avro
