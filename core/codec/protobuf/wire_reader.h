#pragma once

#include "core/codec/decode_failure.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec::protobuf {

enum class WireType : std::uint8_t { Varint = 0, I64 = 1, Len = 2, GroupStart = 3, GroupEnd = 4, I32 = 5 };
/// `varint`, `i64`, `len`, `group`, `i32`.
const char* toString(WireType type);

struct WireTag {
    std::uint32_t number = 0;
    WireType type = WireType::Varint;
    std::size_t offset = 0; ///< of the tag's first byte
};

/// Walks through the fields of one message in Protobuf's wire format and keeps the first failure.
/// Thread: confined. Lifetime: refers to the payload. Shape: offsets count from the whole payload's
/// beginning.
class WireReader {
public:
    explicit WireReader(std::string_view payload) : m_payload(payload), m_end(payload.size()) {}
    /// Over a part that the other one has read.
    WireReader(const WireReader& whole, std::string_view part)
        : m_payload(whole.m_payload),
          m_at(static_cast<std::size_t>(part.data() - whole.m_payload.data())),
          m_end(m_at + part.size()) {}

    [[nodiscard]] std::size_t at() const { return m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    void rewind(std::size_t at) { m_at = at; }
    /// The bytes from an earlier place up to here.
    [[nodiscard]] std::string_view since(std::size_t at) const { return m_payload.substr(at, m_at - at); }

    /// Numbers from 1 to 2^29 - 1.
    bool tag(WireTag& out);
    /// At most 64 bits in at most ten bytes.
    bool varint(std::uint64_t& out, const char* what = "a varint");
    /// Four or eight bytes, the least significant one first.
    bool fixed(unsigned bytes, std::uint64_t& out);
    /// A length, then so many bytes.
    bool bytes(std::string_view& out);
    /// Over one field's value; a group up to its end. Groups nest up to ValueTape::kMaxDepth.
    bool skip(const WireTag& tag, std::size_t depth = 0);
    /// The fields of the group whose start has just been read, and over its end.
    bool group(const WireTag& tag, std::string_view& fields, std::size_t depth = 0);

    /// Always false.
    bool fail(std::size_t at, std::string reason);
    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

private:
    std::string_view m_payload;
    std::size_t m_at = 0;
    std::size_t m_end;
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec::protobuf
