#pragma once

#include <cstdint>

namespace eventflow::codec::avro {

/// A number read; `next` is null where there is none.
struct Varint {
    std::int64_t value = 0;
    const char* next = nullptr;
};

/// Reads a zig-zag number of any length, at most 10 bytes and 64 bits.
[[gnu::noinline]] inline Varint readLongVarint(const char* at, const char* end) {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64 && at != end; shift += 7) {
        const auto byte = static_cast<unsigned char>(*at++);
        if (shift == 63 && byte > 1) break; // beyond 64 bits
        bits |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) return {static_cast<std::int64_t>((bits >> 1) ^ (0 - (bits & 1))), at};
    }
    return {};
}

/// The same, with the frequent lengths of one and two bytes in line.
[[gnu::always_inline]] inline bool readVarint(const char*& at, const char* end, std::int64_t& value) {
    if (end - at >= 2) {
        const auto first = static_cast<unsigned char>(at[0]);
        if (first < 0x80) {
            value = static_cast<std::int64_t>(first >> 1) ^ -static_cast<std::int64_t>(first & 1);
            ++at;
            return true;
        }
        const auto second = static_cast<unsigned char>(at[1]);
        if (second < 0x80) {
            const unsigned bits = (first & 0x7FU) | (static_cast<unsigned>(second) << 7);
            value = static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1);
            at += 2;
            return true;
        }
    }
    const Varint read = readLongVarint(at, end);
    if (read.next == nullptr) return false;
    at = read.next;
    value = read.value;
    return true;
}

} // namespace eventflow::codec::avro
