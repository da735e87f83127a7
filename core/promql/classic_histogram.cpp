#include "core/promql/classic_histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace eventflow::promql {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

bool nearlyEqual(double a, double b) {
    constexpr double kTolerance = 1e-12; // what summing rates in another order leaves
    if (a == b) return true;
    return std::fabs(a - b) / (std::fabs(a) + std::fabs(b)) < kTolerance;
}

/// Sorted, one per bound, counts that never fall; empty when there is no +Inf bucket.
std::vector<Bucket> normalized(std::vector<Bucket> buckets) {
    std::ranges::stable_sort(buckets, {}, &Bucket::upperBound);
    if (buckets.empty() || buckets.back().upperBound != kInf) return {};
    std::vector<Bucket> merged;
    for (const Bucket& bucket : buckets) {
        if (!merged.empty() && merged.back().upperBound == bucket.upperBound)
            merged.back().count += bucket.count;
        else
            merged.push_back(bucket);
    }
    // Buckets scraped or summed at different times may contradict each other a little.
    double previous = merged.front().count;
    for (Bucket& bucket : merged) {
        if (bucket.count < previous || nearlyEqual(bucket.count, previous))
            bucket.count = previous;
        else
            previous = bucket.count;
    }
    return merged;
}

/// Observations at most `value`, by linear interpolation.
double rankOf(double value, const std::vector<Bucket>& buckets) {
    double below = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const double first = buckets[i].upperBound > 0 ? 0 : -kInf;
        const double lower = i > 0 ? buckets[i - 1].upperBound : first;
        if (value <= lower) return below;
        const double upper = buckets[i].upperBound;
        if (value < upper) return below + (buckets[i].count - below) * (value - lower) / (upper - lower);
        below = buckets[i].count;
    }
    return below;
}

} // namespace

double bucketQuantile(double q, std::vector<Bucket> unsorted) {
    if (std::isnan(q)) return kNaN;
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    const std::vector<Bucket> buckets = normalized(std::move(unsorted));
    if (buckets.size() < 2 || buckets.back().count == 0 || std::isnan(buckets.back().count)) return kNaN;
    double rank = q * buckets.back().count;
    const auto hit =
        std::find_if(buckets.begin(), buckets.end() - 1, [&](const Bucket& b) { return b.count >= rank; });
    if (hit == buckets.end() - 1) return buckets[buckets.size() - 2].upperBound;
    if (hit == buckets.begin() && hit->upperBound <= 0) return hit->upperBound;
    double start = 0;
    double count = hit->count;
    if (hit != buckets.begin()) {
        start = (hit - 1)->upperBound;
        count -= (hit - 1)->count;
        rank -= (hit - 1)->count;
    }
    return start + (hit->upperBound - start) * (rank / count);
}

double bucketFraction(double lower, double upper, std::vector<Bucket> unsorted) {
    const std::vector<Bucket> buckets = normalized(std::move(unsorted));
    if (buckets.empty() || buckets.back().count == 0 || std::isnan(buckets.back().count)) return kNaN;
    if (std::isnan(lower) || std::isnan(upper)) return kNaN;
    if (lower >= upper) return 0;
    return (rankOf(upper, buckets) - rankOf(lower, buckets)) / buckets.back().count;
}

} // namespace eventflow::promql
