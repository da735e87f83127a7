#pragma once

#include <cstdint>

namespace eventflow::collect {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a well mixed 64-bit permutation.
constexpr std::uint64_t mix64(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/// SplitMix64: the same numbers on every platform, unlike the distributions of <random>. Not for secrets.
class SplitMix {
public:
    explicit constexpr SplitMix(std::uint64_t seed) : m_state(seed) {}

    constexpr std::uint64_t next() { return mix64(m_state += 0x9E3779B97F4A7C15ULL); }
    /// 0 to bound − 1, with a bias of less than bound / 2^32.
    constexpr std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
    }
    constexpr bool chance(std::uint32_t perMillion) { return below(1'000'000) < perMillion; }

private:
    std::uint64_t m_state;
};

} // namespace eventflow::collect
