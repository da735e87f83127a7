#pragma once

#include "core/cel/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::cel {

/// RFC 3339, with `Z` or an offset, 0 to 9 fraction digits, years 1 to 9999.
std::optional<Value> parseTimestamp(std::string_view text);
/// In UTC; the fraction without trailing zeros.
std::string timestampText(const Value& timestamp);

/// `1h30m`, `1.5s`, `-250ms`; units h, m, s, ms, us, µs, ns in any order; `0` needs none. Nanoseconds;
/// nothing when it is no duration or does not fit.
std::optional<std::int64_t> parseDurationText(std::string_view text);
/// Seconds with a fraction: `5400s`, `0.25s`.
std::string durationText(std::int64_t ns);

} // namespace eventflow::cel
