#include "core/codec/avro/interpreter.h"

#include "core/codec/avro/interpreter_containers.h"
#include "core/codec/avro/interpreter_values.h"

#include <algorithm>

namespace eventflow::codec::avro {

namespace {

/// Room beyond the last payload's nodes, so that similar payloads need not grow.
constexpr std::size_t kSpareNodes = 4;

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
