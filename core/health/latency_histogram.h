#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace eventflow::health {

/// Counts durations in log-linear buckets (8 per power of two, so a quantile is at most 12.5 % too high), in
/// constant memory and without allocation. The bucket layout is that of HdrHistogram (Gil Tene). Thread:
/// confined.
class LatencyHistogram {
public:
    void record(std::chrono::nanoseconds duration) {
        const auto ns = duration.count() < 0 ? 0U : static_cast<std::uint64_t>(duration.count());
        ++m_counts[bucketOf(ns)];
        ++m_total;
    }
    void merge(const LatencyHistogram& other) {
        for (std::size_t i = 0; i < m_counts.size(); ++i)
            m_counts[i] += other.m_counts[i];
        m_total += other.m_total;
    }

    [[nodiscard]] std::uint64_t count() const { return m_total; }
    /// The upper edge of the bucket in which the q-quantile lies (0 ≤ q ≤ 1); zero when empty.
    [[nodiscard]] std::chrono::nanoseconds quantile(double q) const;

private:
    static constexpr unsigned kSubBits = 3;
    static constexpr std::size_t kSub = std::size_t{1} << kSubBits;
    static constexpr std::size_t kBuckets = (64 - kSubBits + 1) * kSub;

    static std::size_t bucketOf(std::uint64_t ns) {
        if (ns < kSub) return ns;
        const unsigned shift = static_cast<unsigned>(std::bit_width(ns)) - 1 - kSubBits;
        return (std::size_t{shift} + 1) * kSub + ((ns >> shift) & (kSub - 1));
    }
    static std::uint64_t upperEdge(std::size_t bucket);

    std::array<std::uint64_t, kBuckets> m_counts{};
    std::uint64_t m_total = 0;
};

} // namespace eventflow::health
