#pragma once

#include <vector>

namespace eventflow::promql {

/// Linear interpolation between the two nearest ranks; NaN sorts first. -Inf and +Inf for q below 0 and above
/// 1, NaN when q is NaN or there is no value. Reorders `values`.
double quantile(double q, std::vector<double>& values);

/// Less-than that puts NaN before every number.
bool nanFirstLess(double a, double b);

} // namespace eventflow::promql
