#pragma once

#include <vector>

namespace eventflow::promql {

/// How many observations were at most `upperBound` (a series with the label `le`).
struct Bucket {
    double upperBound = 0;
    double count = 0;
};

/// Linear interpolation within the bucket that holds the rank; the first bucket starts at 0 unless its bound
/// is not positive; the last, +Inf, gives the bound before it. NaN without a +Inf bucket or without
/// observations.
double bucketQuantile(double q, std::vector<Bucket> buckets);

/// The share of observations between the bounds; NaN as above.
double bucketFraction(double lower, double upper, std::vector<Bucket> buckets);

} // namespace eventflow::promql
