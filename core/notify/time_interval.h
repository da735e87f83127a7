#pragma once

#include "core/base/time.h"
#include "core/cel/time_zone.h"

#include <string>
#include <vector>

namespace eventflow::notify {

/// First and last of a range, both included.
struct Range {
    int first = 0;
    int last = 0;
    [[nodiscard]] bool contains(int value) const { return value >= first && value <= last; }
};

/// Times that come again, as Alertmanager's `time_interval`: a moment is inside when every kind of range that
/// is given has one that contains it. Read in its zone; daylight saving included.
struct TimeInterval {
    struct Minutes {
        int start = 0; ///< of the day, included
        int end = 0;   ///< excluded; 1440 is midnight at the day's end
    };
    std::vector<Minutes> times;
    std::vector<Range> weekdays;    ///< Sunday is 0
    std::vector<Range> daysOfMonth; ///< from 1; negative ones count from the month's end, -1 the last
    std::vector<Range> months;      ///< from 1
    std::vector<Range> years;
    cel::TimeZone zone = cel::TimeZone::fixed(0);

    [[nodiscard]] bool contains(Timestamp t) const;
};

/// `mute_time_intervals` and `active_time_intervals` of routes name these.
struct NamedTimeIntervals {
    std::string name;
    std::vector<TimeInterval> intervals;

    [[nodiscard]] bool contains(Timestamp t) const;
};

} // namespace eventflow::notify
