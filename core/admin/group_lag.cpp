#include "core/admin/group_lag.h"

#include <numeric>

namespace eventflow::admin {

std::int64_t GroupLag::totalLag() const {
    return std::accumulate(
        partitions.begin(), partitions.end(), std::int64_t{0},
        [](std::int64_t sum, const PartitionLag& lag) { return sum + lag.lag().value_or(0); });
}

std::optional<Duration> TimeLag::behind() const {
    if (!unknown.empty()) return std::nullopt;
    if (nextUnread == kNoTime) return Duration::zero();
    return std::max(newest - nextUnread, Duration::zero());
}

} // namespace eventflow::admin
