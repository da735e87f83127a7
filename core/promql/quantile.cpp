#include "core/promql/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace eventflow::promql {

bool nanFirstLess(double a, double b) {
    if (std::isnan(a)) return !std::isnan(b);
    return a < b;
}

double quantile(double q, std::vector<double>& values) {
    constexpr double kInf = std::numeric_limits<double>::infinity();
    if (values.empty() || std::isnan(q)) return std::numeric_limits<double>::quiet_NaN();
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    std::ranges::sort(values, nanFirstLess);
    const double rank = q * static_cast<double>(values.size() - 1);
    const auto lower = static_cast<std::size_t>(rank);
    const std::size_t upper = std::min(lower + 1, values.size() - 1);
    const double weight = rank - std::floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
}

} // namespace eventflow::promql
