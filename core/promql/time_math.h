#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <limits>
#include <optional>

namespace eventflow::promql {

/// Exact for whole milliseconds, as Prometheus computes it.
constexpr double toSeconds(Duration d) {
    constexpr std::int64_t kNsPerMs = 1'000'000;
    const std::int64_t wholeMs = d.count() / kNsPerMs;
    return static_cast<double>(wholeMs) / 1e3 + static_cast<double>(d.count() % kNsPerMs) / 1e9;
}
constexpr double toSeconds(Timestamp t) {
    return toSeconds(t.time_since_epoch());
}

/// Clamped to what a Timestamp can hold: `offset 1000y` is far away, not undefined.
constexpr Timestamp shifted(Timestamp t, Duration by) {
    std::int64_t ns = 0;
    if (!__builtin_add_overflow(toNs(t), by.count(), &ns)) return timestampFromNs(ns);
    return by.count() > 0 ? Timestamp::max() : Timestamp::min();
}
constexpr Timestamp shiftedBack(Timestamp t, Duration by) {
    std::int64_t ns = 0;
    if (!__builtin_sub_overflow(toNs(t), by.count(), &ns)) return timestampFromNs(ns);
    return by.count() > 0 ? Timestamp::min() : Timestamp::max();
}
constexpr Duration sumClamped(Duration a, Duration b) {
    std::int64_t ns = 0;
    if (!__builtin_add_overflow(a.count(), b.count(), &ns)) return Duration(ns);
    return b.count() > 0 ? Duration::max() : Duration::min();
}

/// Rounded to milliseconds, PromQL's resolution. Nothing for NaN, infinities and what does not fit.
constexpr std::optional<Duration> durationFromSeconds(double seconds) {
    constexpr double kMaxSeconds = 9.2e9;
    if (!(seconds > -kMaxSeconds && seconds < kMaxSeconds)) return std::nullopt;
    const double ms = seconds * 1e3;
    const auto rounded = static_cast<std::int64_t>(ms < 0 ? ms - 0.5 : ms + 0.5);
    return Duration(rounded * 1'000'000);
}

} // namespace eventflow::promql
