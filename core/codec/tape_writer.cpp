#include "core/codec/tape_writer.h"

#include <limits>

namespace eventflow::codec {

std::optional<DecodeFailure> refuseOversized(std::string_view payload) {
    if (payload.size() <= kMaxPayloadBytes) return std::nullopt;
    return DecodeFailure{kMaxPayloadBytes,
                         "payload of " + std::to_string(payload.size()) + " bytes, more than the " +
                             std::to_string(kMaxPayloadBytes) + " that are decoded",
                         {}};
}

ValueNode& TapeWriter::add(const NodePlace& place, ValueKind kind, std::size_t end) {
    if (failed()) return m_refused;
    auto& nodes = m_tape.nodes();
    if (nodes.size() >= ValueTape::kMaxNodes) {
        m_failure = {place.offset, "more than " + std::to_string(ValueTape::kMaxNodes) + " values", {}};
        return m_refused;
    }
    if (place.name.size() > ValueTape::kMaxNameBytes) {
        m_failure = {place.offset,
                     "name of " + std::to_string(place.name.size()) + " bytes, more than " +
                         std::to_string(ValueTape::kMaxNameBytes),
                     {}};
        return m_refused;
    }
    ValueNode& node = nodes.emplace_back();
    node.name = place.name.data();
    node.nameSize = static_cast<std::uint16_t>(place.name.size());
    node.offset = static_cast<std::uint32_t>(place.offset);
    node.kind = kind;
    node.end = static_cast<std::uint32_t>(nodes.size());
    m_tape.byteEnds().push_back(static_cast<std::uint32_t>(end));
    return node;
}

void TapeWriter::null(const NodePlace& place, std::size_t end) {
    add(place, ValueKind::Null, end);
}

void TapeWriter::boolean(const NodePlace& place, bool value, std::size_t end) {
    add(place, ValueKind::Boolean, end).boolean = value;
}

void TapeWriter::integer(const NodePlace& place, std::int64_t value, std::size_t end, ValueFormat format) {
    ValueNode& node = add(place, ValueKind::Integer, end);
    node.integer = value;
    node.format = format;
}

void TapeWriter::unsignedInteger(const NodePlace& place, std::uint64_t value, std::size_t end) {
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return integer(place, static_cast<std::int64_t>(value), end);
    add(place, ValueKind::Unsigned, end).unsignedInteger = value;
}

void TapeWriter::real(const NodePlace& place, double value, std::size_t end, ValueFormat format) {
    ValueNode& node = add(place, ValueKind::Real, end);
    node.real = value;
    node.format = format;
}

void TapeWriter::undefined(const NodePlace& place, std::size_t end) {
    add(place, ValueKind::Null, end).format = ValueFormat::Extension;
}

void TapeWriter::text(const NodePlace& place, std::string_view text, std::size_t end, ValueFormat format) {
    data(place, ValueKind::Text, text, end, format);
}

void TapeWriter::bytes(const NodePlace& place, std::string_view bytes, std::size_t end, ValueFormat format) {
    data(place, ValueKind::Bytes, bytes, end, format);
}

void TapeWriter::data(const NodePlace& place, ValueKind kind, std::string_view bytes, std::size_t end,
                      ValueFormat format) {
    ValueNode& node = add(place, kind, end);
    node.data = bytes.data();
    node.size = static_cast<std::uint32_t>(bytes.size());
    node.format = format;
}

std::uint32_t TapeWriter::open(const NodePlace& place, ValueKind kind) {
    add(place, kind, place.offset);
    return static_cast<std::uint32_t>(m_tape.nodes().size() - 1);
}

void TapeWriter::close(std::uint32_t index, std::size_t children, std::size_t end) {
    if (failed()) return;
    ValueNode& node = m_tape.nodes()[index];
    node.size = static_cast<std::uint32_t>(children);
    node.end = static_cast<std::uint32_t>(m_tape.nodes().size());
    m_tape.byteEnds()[index] = static_cast<std::uint32_t>(end);
}

void TapeWriter::truncate(std::size_t size) {
    if (failed()) return;
    m_tape.nodes().resize(size);
    m_tape.byteEnds().resize(size);
}

} // namespace eventflow::codec
