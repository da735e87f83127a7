#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace eventflow {

/// 128 bits: wide enough that two different identities never meet by accident.
struct Hash128 {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    auto operator<=>(const Hash128&) const = default;
    [[nodiscard]] constexpr bool isZero() const { return low == 0 && high == 0; }
};

/// XXH3 (xxHash 0.8), the same on every machine and in every run. Not for secrets.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
Hash128 hash128(std::string_view bytes);

} // namespace eventflow

template <>
struct std::hash<eventflow::Hash128> {
    std::size_t operator()(const eventflow::Hash128& h) const noexcept { return h.low; }
};
