#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace eventflow {

/// Signed integers of which small ones, of either sign, take few bytes: zig-zag, then seven bits a byte, the
/// lowest first. Avro's `long`, and varint and varlong in Kafka's records.
inline constexpr std::size_t kMaxZigZagBytes = 10;

[[nodiscard]] constexpr std::uint64_t toZigZag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] constexpr std::int64_t fromZigZag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

/// How many bytes writeZigZag will write.
[[nodiscard]] constexpr std::size_t zigZagBytes(std::int64_t value) {
    const auto bits = static_cast<std::size_t>(std::bit_width(toZigZag(value) | 1));
    return (bits + 6) / 7;
}

/// Returns the place behind the last byte written. There is room for kMaxZigZagBytes or zigZagBytes(value).
inline char* writeZigZag(char* to, std::int64_t value) {
    std::uint64_t rest = toZigZag(value);
    for (; rest >= 0x80; rest >>= 7)
        *to++ = static_cast<char>(static_cast<unsigned char>(rest | 0x80));
    *to++ = static_cast<char>(static_cast<unsigned char>(rest));
    return to;
}

/// Returns the place behind the last byte read; nullptr where `end` cuts the value off, or it takes more than
/// `maxBytes`.
inline const char* readZigZag(const char* from, const char* end, std::int64_t& value,
                              std::size_t maxBytes = kMaxZigZagBytes) {
    std::uint64_t raw = 0;
    for (unsigned shift = 0; from != end && shift < 7 * maxBytes; shift += 7) {
        const auto byte = static_cast<unsigned char>(*from++);
        raw |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) {
            value = fromZigZag(raw);
            return from;
        }
    }
    return nullptr;
}

} // namespace eventflow
