#include "core/codec/value_tape.h"

namespace eventflow::codec {

namespace {

/// An ordinary record's nodes; beyond it memory is given back.
constexpr std::size_t kKeepNodes = 32 * 1024;

} // namespace

void ValueTape::release() {
    if (m_nodes.capacity() > kKeepNodes) std::vector<ValueNode>().swap(m_nodes);
    if (m_byteEnds.capacity() > kKeepNodes) std::vector<std::uint32_t>().swap(m_byteEnds);
    clear();
}

ValueTape::ByteRange ValueTape::byteRange(std::uint32_t index, std::size_t payloadBytes) const {
    const ValueNode& node = m_nodes[index];
    if (!m_byteEnds.empty()) return {node.offset, m_byteEnds[index]};
    if (node.end < m_nodes.size()) return {node.offset, m_nodes[node.end].offset};
    return {node.offset, static_cast<std::uint32_t>(payloadBytes)};
}

} // namespace eventflow::codec
