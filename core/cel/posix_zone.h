#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::cel {

/// One change of the clocks in a year, as POSIX writes it: `M3.5.0/2`, `J60`, `59`.
struct YearlyChange {
    enum class Form : std::uint8_t { MonthWeekDay, JulianDay, ZeroDay };
    Form form = Form::MonthWeekDay;
    int month = 1;                   ///< MonthWeekDay
    int week = 1;                    ///< 1 to 5, 5 the last
    int day = 0;                     ///< of the week from Sunday, or of the year
    std::int64_t seconds = 2 * 3600; ///< after midnight, by the clock before the change; may be negative

    /// Seconds since the epoch of the change in that year, by the clock before it.
    [[nodiscard]] std::int64_t at(int year) const;
};

/// The rule that ends a time zone file: `CET-1CEST,M3.5.0,M10.5.0/3`. Offsets count east of Greenwich.
struct PosixZone {
    std::int32_t standardOffset = 0;
    std::int32_t summerOffset = 0;
    bool hasSummer = false;
    YearlyChange toSummer;
    YearlyChange toStandard;

    [[nodiscard]] std::int32_t offsetAt(std::int64_t utcSeconds) const;
};

std::optional<PosixZone> parsePosixZone(std::string_view text);

} // namespace eventflow::cel
