#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace eventflow::profile {

/// How many different things there were, from their hashes, in 4 KiB (HyperLogLog, Flajolet et al. 2007, with
/// linear counting while there are few). Thread: confined.
class DistinctCounter {
public:
    static constexpr unsigned kPrecision = 12;
    static constexpr std::size_t kRegisters = std::size_t{1} << kPrecision;
    /// One standard deviation, of many: 1.04 / sqrt(kRegisters).
    static constexpr double kStandardError = 0.01625;

    /// A good 64-bit hash, as hash64().
    void add(std::uint64_t hash);
    void merge(const DistinctCounter& other);
    [[nodiscard]] double estimate() const;

private:
    std::array<std::uint8_t, kRegisters> m_registers{};
};

} // namespace eventflow::profile
