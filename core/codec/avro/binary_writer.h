#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::codec::avro {

/// Appends values in Avro's binary form: defaults of fields, headers of container files.
inline void appendLong(std::string& out, std::int64_t value) {
    auto rest = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63); // zig-zag
    while (rest >= 0x80) {
        out += static_cast<char>(static_cast<unsigned char>(rest | 0x80));
        rest >>= 7;
    }
    out += static_cast<char>(static_cast<unsigned char>(rest));
}

template <typename Integer>
void appendLittleEndian(std::string& out, Integer value) {
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
        out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

inline void appendFloat(std::string& out, float value) {
    appendLittleEndian(out, std::bit_cast<std::uint32_t>(value));
}

inline void appendDouble(std::string& out, double value) {
    appendLittleEndian(out, std::bit_cast<std::uint64_t>(value));
}

/// A string or bytes: length, then content.
inline void appendSized(std::string& out, std::string_view bytes) {
    appendLong(out, static_cast<std::int64_t>(bytes.size()));
    out += bytes;
}

} // namespace eventflow::codec::avro
