#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow {

using Duration = std::chrono::nanoseconds;

/// A point in UTC, in nanoseconds since the epoch (1677 to 2262). Which clock it was read from is said by the
/// name that holds it: `tsEvent` (the producer's), `tsArrival` (broker or capture), `watermark`.
using Timestamp = std::chrono::time_point<std::chrono::system_clock, Duration>;

constexpr Timestamp timestampFromNs(std::int64_t ns) {
    return Timestamp(Duration(ns));
}
constexpr std::int64_t toNs(Timestamp t) {
    return t.time_since_epoch().count();
}
/// Milliseconds since the epoch, rounded towards minus infinity: the unit of PromQL.
constexpr std::int64_t toMs(Timestamp t) {
    return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}
/// Clamped to what a Timestamp can hold.
Timestamp timestampFromMs(std::int64_t ms);

/// No time known. Older than every real timestamp.
inline constexpr Timestamp kNoTime = Timestamp::min();

/// `2026-01-01T00:00:00Z`, with a fraction of 3, 6 or 9 digits where there is one. Locale-free.
std::string formatIso8601(Timestamp t);
/// RFC 3339 with `Z` or an offset, `T` or a space, 0 to 9 fraction digits. Rejects impossible dates.
std::optional<Timestamp> parseIso8601(std::string_view text);
/// Seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by magnitude
/// (below 1e11, 1e14, 1e17). Nothing for values outside of a Timestamp's range or below zero.
std::optional<Timestamp> timestampFromEpoch(double value);
std::optional<Timestamp> timestampFromEpoch(std::int64_t value);

/// Prometheus' durations: `1h30m`, `500ms`, `0`. Units ms s m h d w y, in that order of size, each once.
std::optional<Duration> parseDuration(std::string_view text);
/// The shortest such text: `1h30m`, `0s`.
std::string formatDuration(Duration d);

} // namespace eventflow
