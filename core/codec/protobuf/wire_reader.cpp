#include "core/codec/protobuf/wire_reader.h"

#include "core/codec/value_tape.h"

namespace eventflow::codec::protobuf {

const char* toString(WireType type) {
    switch (type) {
    case WireType::Varint:
        return "varint";
    case WireType::I64:
        return "i64";
    case WireType::Len:
        return "len";
    case WireType::GroupStart:
    case WireType::GroupEnd:
        return "group";
    case WireType::I32:
        return "i32";
    }
    return "unknown";
}

bool WireReader::fail(std::size_t at, std::string reason) {
    if (!m_failure) m_failure = DecodeFailure{at, std::move(reason), {}};
    return false;
}

bool WireReader::tag(WireTag& out) {
    out.offset = m_at;
    std::uint64_t raw = 0;
    if (!varint(raw, "a field's tag")) return false;
    const std::uint64_t number = raw >> 3U;
    const auto type = static_cast<std::uint8_t>(raw & 7U);
    if (raw > 0xFFFFFFFFU)
        return fail(out.offset, "field number " + std::to_string(number) + " is above 2^29");
    if (number == 0) return fail(out.offset, "field number 0");
    if (type > static_cast<std::uint8_t>(WireType::I32))
        return fail(out.offset, "field " + std::to_string(number) + " has the wire type " +
                                    std::to_string(type) + ", which does not exist");
    out.number = static_cast<std::uint32_t>(number);
    out.type = static_cast<WireType>(type);
    return true;
}

bool WireReader::varint(std::uint64_t& out, const char* what) {
    const std::size_t start = m_at;
    out = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (m_at == m_end) return fail(start, std::string("the message ends in ") + what);
        const auto byte = static_cast<std::uint8_t>(m_payload[m_at++]);
        if (shift == 63 && byte > 1) break;
        out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) == 0) return true;
    }
    return fail(start, std::string(what) + " of more than 64 bits");
}

bool WireReader::fixed(unsigned bytes, std::uint64_t& out) {
    if (m_end - m_at < bytes)
        return fail(m_at, "a value of " + std::to_string(bytes) + " bytes, but only " +
                              std::to_string(m_end - m_at) + " are left in the message");
    out = 0;
    for (unsigned i = 0; i < bytes; ++i)
        out |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(m_payload[m_at++])) << (8 * i);
    return true;
}

bool WireReader::bytes(std::string_view& out) {
    const std::size_t start = m_at;
    std::uint64_t size = 0;
    if (!varint(size, "a length")) return false;
    if (size > m_end - m_at)
        return fail(start, "a value of " + std::to_string(size) + " bytes, but only " +
                               std::to_string(m_end - m_at) + " are left in the message");
    out = m_payload.substr(m_at, static_cast<std::size_t>(size));
    m_at += out.size();
    return true;
}

bool WireReader::skip(const WireTag& tag, std::size_t depth) {
    std::uint64_t number = 0;
    std::string_view data;
    switch (tag.type) {
    case WireType::Varint:
        return varint(number);
    case WireType::I64:
        return fixed(8, number);
    case WireType::I32:
        return fixed(4, number);
    case WireType::Len:
        return bytes(data);
    case WireType::GroupStart:
        return group(tag, data, depth + 1);
    case WireType::GroupEnd:
        break;
    }
    return fail(tag.offset, "the end of group " + std::to_string(tag.number) + ", which is not open");
}

bool WireReader::group(const WireTag& tag, std::string_view& fields, std::size_t depth) {
    if (depth > ValueTape::kMaxDepth)
        return fail(tag.offset, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels");
    const std::size_t first = m_at;
    while (!atEnd()) {
        WireTag inner;
        if (!this->tag(inner)) return false;
        if (inner.type == WireType::GroupEnd && inner.number == tag.number) {
            fields = m_payload.substr(first, inner.offset - first);
            return true;
        }
        if (!skip(inner, depth)) return false;
    }
    return fail(tag.offset, "group " + std::to_string(tag.number) + " has no end");
}

} // namespace eventflow::codec::protobuf
