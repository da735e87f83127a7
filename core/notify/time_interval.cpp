#include "core/notify/time_interval.h"

#include <algorithm>

namespace eventflow::notify {

namespace {

bool anyContains(const std::vector<Range>& ranges, int value) {
    return ranges.empty() ||
           std::ranges::any_of(ranges, [&](const Range& range) { return range.contains(value); });
}

/// Negative days become those of this month; what lies outside of it is cut off.
bool anyDayContains(const std::vector<Range>& ranges, int day, int daysInMonth) {
    const auto inMonth = [&](int d) { return d < 0 ? daysInMonth + 1 + d : d; };
    return ranges.empty() || std::ranges::any_of(ranges, [&](const Range& range) {
               return Range{inMonth(range.first), inMonth(range.last)}.contains(day);
           });
}

} // namespace

bool TimeInterval::contains(Timestamp t) const {
    using namespace std::chrono;
    const std::int64_t utc = floor<seconds>(t).time_since_epoch().count();
    const sys_seconds local{seconds(utc + zone.offsetAt(utc))};
    const sys_days day = floor<days>(local);
    const year_month_day date(day);
    const int minute = static_cast<int>(floor<minutes>(local - day).count());
    const auto inTimes = [&](const Minutes& range) { return minute >= range.start && minute < range.end; };
    const year_month_day_last last(date.year(), month_day_last(date.month()));
    return (times.empty() || std::ranges::any_of(times, inTimes)) &&
           anyContains(weekdays, static_cast<int>(weekday(day).c_encoding())) &&
           anyDayContains(daysOfMonth, static_cast<int>(static_cast<unsigned>(date.day())),
                          static_cast<int>(static_cast<unsigned>(last.day()))) &&
           anyContains(months, static_cast<int>(static_cast<unsigned>(date.month()))) &&
           anyContains(years, static_cast<int>(date.year()));
}

bool NamedTimeIntervals::contains(Timestamp t) const {
    return std::ranges::any_of(intervals, [&](const TimeInterval& interval) { return interval.contains(t); });
}

} // namespace eventflow::notify
