#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace eventflow::profile {

/// Quantiles of sizes in bounded memory (DDSketch, Masson et al. 2019): any quantile is within kRelativeError
/// of a value that was added. Values are whole numbers from 0 to 2^40; larger count as that. Thread:
/// confined.
class QuantileSketch {
public:
    static constexpr double kRelativeError = 0.01;
    static constexpr std::uint64_t kLargest = std::uint64_t{1} << 40;

    void add(std::uint64_t value);
    void merge(const QuantileSketch& other);

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::uint64_t smallest() const { return m_count == 0 ? 0 : m_smallest; }
    [[nodiscard]] std::uint64_t largest() const { return m_largest; }
    /// `q` from 0 to 1; 0 for an empty sketch.
    [[nodiscard]] double quantile(double q) const;

private:
    static constexpr std::size_t kBuckets = 1400;

    std::array<std::uint64_t, kBuckets> m_buckets{};
    std::uint64_t m_zeros = 0;
    std::uint64_t m_count = 0;
    std::uint64_t m_smallest = ~std::uint64_t{0};
    std::uint64_t m_largest = 0;
};

} // namespace eventflow::profile
