#include "core/profile/quantile_sketch.h"

#include <algorithm>
#include <cmath>

namespace eventflow::profile {
namespace {

/// A bucket reaches from one power of this to the next.
constexpr double kGamma = (1 + QuantileSketch::kRelativeError) / (1 - QuantileSketch::kRelativeError);
const double kPerLog = 1 / std::log(kGamma);

std::size_t bucketOf(std::uint64_t value) {
    return static_cast<std::size_t>(std::ceil(std::log(static_cast<double>(value)) * kPerLog));
}

} // namespace

void QuantileSketch::add(std::uint64_t value) {
    value = std::min(value, kLargest);
    ++m_count;
    m_smallest = std::min(m_smallest, value);
    m_largest = std::max(m_largest, value);
    if (value == 0)
        ++m_zeros;
    else
        ++m_buckets[std::min(bucketOf(value), kBuckets - 1)];
}

void QuantileSketch::merge(const QuantileSketch& other) {
    for (std::size_t i = 0; i < kBuckets; ++i)
        m_buckets[i] += other.m_buckets[i];
    m_zeros += other.m_zeros;
    m_count += other.m_count;
    m_smallest = std::min(m_smallest, other.m_smallest);
    m_largest = std::max(m_largest, other.m_largest);
}

double QuantileSketch::quantile(double q) const {
    if (m_count == 0) return 0;
    const double rank = std::clamp(q, 0.0, 1.0) * static_cast<double>(m_count - 1);
    auto seen = static_cast<double>(m_zeros);
    if (seen > rank) return 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        seen += static_cast<double>(m_buckets[i]);
        if (seen <= rank) continue;
        const double middle = 2 * std::pow(kGamma, static_cast<double>(i)) / (kGamma + 1);
        return std::clamp(middle, static_cast<double>(m_smallest), static_cast<double>(m_largest));
    }
    return static_cast<double>(m_largest);
}

} // namespace eventflow::profile
