#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string>

namespace eventflow {

static_assert(std::endian::native == std::endian::little, "only little-endian machines are supported");

/// Integers as formats on disk hold them: the least significant byte first, at any address.
template <std::integral Integer>
[[nodiscard]] Integer loadLittleEndian(const char* from) {
    Integer value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <std::integral Integer>
void storeLittleEndian(char* to, Integer value) {
    std::memcpy(to, &value, sizeof value);
}

template <std::integral Integer>
void appendLittleEndian(std::string& out, Integer value) {
    char bytes[sizeof value];
    storeLittleEndian(bytes, value);
    out.append(bytes, sizeof bytes);
}

} // namespace eventflow
