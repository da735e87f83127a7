// What the interpreter does once and seldom: wording failures and growing the tape.

#include "core/codec/avro/interpreter.h"
#include "core/codec/avro/varint.h"
#include "core/codec/json_text.h"

#include <algorithm>

namespace eventflow::codec::avro {

bool Interpreter::growNodes(const char* at) {
    auto& nodes = m_tape.nodes();
    if (nodes.size() >= ValueTape::kMaxNodes)
        return fail(at, nullptr, "more than " + std::to_string(ValueTape::kMaxNodes) + " values");
    nodes.resize(std::min(2 * nodes.size(), ValueTape::kMaxNodes));
    return true;
}

bool Interpreter::fail(const char* at, const Op* op, std::string reason) {
    m_failure = DecodeFailure{static_cast<std::size_t>(at - m_payload.data()), std::move(reason), pathOf(op)};
    return false;
}

bool Interpreter::failVarint(const char* at, const char* end, const Op* op) {
    constexpr std::ptrdiff_t kMaxVarintBytes = 10;
    if (at == end) return fail(at, op, "the data ends before a number");
    const char* stop = at + std::min<std::ptrdiff_t>(end - at, kMaxVarintBytes);
    const bool endless = std::all_of(at, stop, [](char c) { return static_cast<signed char>(c) < 0; });
    if (endless && end - at < kMaxVarintBytes) return fail(at, op, "the data ends within a number");
    return fail(at, op, "a number of more than 64 bits");
}

bool Interpreter::failSized(const char* at, const char* end, const Op* op, const char* what) {
    const Varint size = readLongVarint(at, end);
    if (size.value < 0)
        return fail(at, op, std::string(what) + " of " + std::to_string(size.value) + " bytes");
    return fail(at, op,
                std::string(what) + " of " + std::to_string(size.value) + " bytes, but only " +
                    std::to_string(end - size.next) + " are left");
}

bool Interpreter::failBlock(const char* at, const Op* op, std::int64_t count, std::size_t left) {
    return fail(at, op,
                "a block of " + std::to_string(count) + " items of at least " + std::to_string(op->b) +
                    " bytes each, but only " + std::to_string(left) + " bytes are left");
}

/// `order.items[3].price`: the containers that are open, then the operation at fault.
std::string Interpreter::pathOf(const Op* op) const {
    std::string path;
    const auto step = [&](const Frame& parent, const Op& child) {
        switch (parent.op->code) {
        case OpCode::Array:
        case OpCode::SkipItems:
            path += '[' + std::to_string(parent.items - 1) + ']';
            break;
        case OpCode::Map:
        case OpCode::TextMap:
            if (parent.key != nullptr) path += '[' + excerpt({parent.key, parent.keySize}) + ']';
            break;
        default:
            if (child.nameSize == 0) break;
            if (!path.empty()) path += '.';
            path.append(child.name, child.nameSize);
        }
    };
    for (std::size_t i = 1; i < m_depth; ++i)
        step(m_decoder.m_frames[i - 1], *m_decoder.m_frames[i].op);
    if (op != nullptr && m_depth > 0 && op != m_decoder.m_frames[m_depth - 1].op)
        step(m_decoder.m_frames[m_depth - 1], *op);
    return path;
}

} // namespace eventflow::codec::avro
