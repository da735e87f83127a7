#include "core/codec/value_tape.h"

namespace eventflow::codec {

namespace {

/// An ordinary record's nodes; beyond it memory is given back.
constexpr std::size_t kKeepNodes = 32 * 1024;

} // namespace

void ValueTape::release() {
    if (m_nodes.capacity() > kKeepNodes) std::vector<ValueNode>().swap(m_nodes);
    clear();
}

} // namespace eventflow::codec
