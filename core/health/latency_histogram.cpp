#include "core/health/latency_histogram.h"

#include <cmath>
#include <limits>

namespace eventflow::health {

std::uint64_t LatencyHistogram::upperEdge(std::size_t bucket) {
    if (bucket < kSub) return bucket;
    const std::size_t shift = bucket / kSub - 1;
    const std::uint64_t next = kSub + bucket % kSub + 1;
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    return next > (static_cast<std::uint64_t>(kMax) >> shift) ? static_cast<std::uint64_t>(kMax)
                                                              : (next << shift) - 1;
}

std::chrono::nanoseconds LatencyHistogram::quantile(double q) const {
    if (m_total == 0) return {};
    const double target = std::ceil(q * static_cast<double>(m_total));
    const auto rank = target < 1 ? std::uint64_t{1} : static_cast<std::uint64_t>(target);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        seen += m_counts[i];
        if (seen >= rank) return std::chrono::nanoseconds(static_cast<std::int64_t>(upperEdge(i)));
    }
    return {};
}

} // namespace eventflow::health
