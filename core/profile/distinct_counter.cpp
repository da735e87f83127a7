#include "core/profile/distinct_counter.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace eventflow::profile {

void DistinctCounter::add(std::uint64_t hash) {
    const auto place = static_cast<std::size_t>(hash >> (64 - kPrecision));
    // The bit behind the rest ends the run of zeros, so that it has a length for any hash.
    const std::uint64_t rest = hash << kPrecision | std::uint64_t{1} << (kPrecision - 1);
    const auto rank = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
    m_registers[place] = std::max(m_registers[place], rank);
}

void DistinctCounter::merge(const DistinctCounter& other) {
    for (std::size_t i = 0; i < kRegisters; ++i)
        m_registers[i] = std::max(m_registers[i], other.m_registers[i]);
}

double DistinctCounter::estimate() const {
    constexpr auto kCount = static_cast<double>(kRegisters);
    constexpr double kAlpha = 0.7213 / (1 + 1.079 / kCount);
    double sum = 0;
    double empty = 0;
    for (const std::uint8_t rank : m_registers) {
        sum += std::ldexp(1.0, -rank);
        if (rank == 0) ++empty;
    }
    const double raw = kAlpha * kCount * kCount / sum;
    return raw <= 2.5 * kCount && empty > 0 ? kCount * std::log(kCount / empty) : raw;
}

} // namespace eventflow::profile
