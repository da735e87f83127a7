#include "core/series/sample_search.h"

#include <algorithm>

namespace eventflow {

namespace {

/// Where a sample at `ts` is, if all intervals are alike. `ts` lies between the first and the last.
std::ptrdiff_t expectedPlace(std::span<const Sample> samples, Timestamp ts) {
    // In floating point: the whole time may be more than a Duration holds.
    const auto first = static_cast<double>(toNs(samples.front().ts));
    const auto last = static_cast<double>(toNs(samples.back().ts));
    const double share = (static_cast<double>(toNs(ts)) - first) / (last - first);
    const auto end = static_cast<std::ptrdiff_t>(samples.size()) - 1;
    return std::clamp(static_cast<std::ptrdiff_t>(share * static_cast<double>(end)), std::ptrdiff_t{0}, end);
}

} // namespace

std::span<const Sample>::iterator firstAfter(std::span<const Sample> samples, Timestamp ts) {
    if (samples.empty() || samples.back().ts <= ts) return samples.end();
    if (samples.front().ts > ts) return samples.begin();
    // What is looked for is always behind `low`, and at or before `high`.
    auto low = samples.begin();
    auto high = samples.end() - 1;
    const auto guess = low + expectedPlace(samples, ts);
    if (guess->ts <= ts) {
        low = guess;
        for (std::ptrdiff_t step = 1; step < high - low; step *= 2) {
            if ((low + step)->ts > ts) {
                high = low + step;
                break;
            }
            low += step;
        }
    } else {
        high = guess;
        for (std::ptrdiff_t step = 1; step < high - low; step *= 2) {
            if ((high - step)->ts <= ts) {
                low = high - step;
                break;
            }
            high -= step;
        }
    }
    return std::ranges::upper_bound(low + 1, high, ts, {}, &Sample::ts);
}

} // namespace eventflow
