#include "widgets/charts/axis_ticks.h"

#include "widgets/viewmodels/format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace eventflow::widgets {

namespace {

/// The smallest 1, 2, 5 × 10ⁿ that is not below `raw`.
double niceStep(double raw) {
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power * (1 + 1e-9)) return factor * power;
    return 10 * power;
}

/// The smallest power of two that is not below `raw`: its multiples are round in every binary unit.
double niceBinaryStep(double raw) {
    return std::exp2(std::ceil(std::log2(raw) - 1e-9));
}

} // namespace

std::vector<double> ValueScale::ticks() const {
    std::vector<double> result;
    const double first = std::ceil(low / step - 1e-9);
    const double last = std::floor(high / step + 1e-9);
    for (double i = first; i <= last && result.size() < 64; ++i)
        result.push_back(i * step);
    return result;
}

ValueScale valueScale(double low, double high, int lines, bool binary) {
    constexpr double kLargest = 1e300;
    if (!std::isfinite(low) || !std::isfinite(high) || low > high) return {};
    low = std::clamp(low, -kLargest, kLargest);
    high = std::clamp(high, -kLargest, kLargest);
    if (low >= 0 && low <= (high - low) * 1.5) low = 0;
    constexpr double kSmallest = 1e-290; // below it steps would be denormal numbers
    const double magnitude = std::max(std::abs(high), std::abs(low));
    if (high - low <= std::max(magnitude * 1e-12, kSmallest)) {
        // One value only: it stands in the middle of a range of its own size.
        const double half = magnitude < kSmallest ? 0.5 : magnitude * 0.5;
        low -= half;
        high += half;
    }
    const double raw = (high - low) * 1.05 / std::max(lines, 1);
    const double step = binary ? niceBinaryStep(raw) : niceStep(raw);
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step};
}

Duration timeTickStep(Duration span, int maxTicks) {
    using namespace std::chrono;
    static constexpr std::array<seconds, 21> kSteps{1s,   2s,   5s,    10s,   15s,   30s,  1min,
                                                    2min, 5min, 10min, 15min, 30min, 1h,   2h,
                                                    3h,   6h,   12h,   24h,   48h,   168h, 672h};
    const Duration raw = span / std::max(maxTicks, 1);
    for (const seconds step : kSteps)
        if (step >= raw) return step;
    // Beyond four weeks: as many times that as it takes.
    const auto longest = duration_cast<Duration>(kSteps.back());
    return longest * (raw / longest + 1);
}

std::vector<TimeTick> timeTicks(Timestamp from, Timestamp until, int maxTicks) {
    std::vector<TimeTick> result;
    if (until <= from) return result;
    const Duration step = timeTickStep(until - from, maxTicks);
    const auto offset = from.time_since_epoch() % step;
    Timestamp at = from - offset;
    if (offset > Duration::zero()) at += step;
    for (; at <= until && result.size() < 64; at += step) {
        const auto inDay = at - std::chrono::floor<std::chrono::days>(at);
        QString label = viewmodels::format::time(at);
        if (inDay == Duration::zero())
            label = viewmodels::format::dateTime(at).mid(5, 5);
        else if (step >= std::chrono::minutes(1))
            label.chop(3);
        result.push_back({at, label});
    }
    return result;
}

} // namespace eventflow::widgets
