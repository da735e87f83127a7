#pragma once

#include "core/base/time.h"

#include <QString>

#include <vector>

namespace eventflow::widgets {

/// Where a value axis begins and ends, and the distance of its lines: 1, 2 or 5 times a power of ten, or of
/// 1024 for bytes.
struct ValueScale {
    double low = 0;
    double high = 1;
    double step = 0.2;
    [[nodiscard]] std::vector<double> ticks() const;
};

/// A scale around the values from `low` to `high` with about `lines` lines. Begins at zero where that costs
/// little height, so that a ratio is seen as one. Any input gives a usable scale.
ValueScale valueScale(double low, double high, int lines, bool binary);

/// Lines of a time axis: at full seconds, minutes, hours or days of UTC.
struct TimeTick {
    Timestamp at;
    QString label; ///< `12:05`, `12:05:30`; the date where a day begins
};
std::vector<TimeTick> timeTicks(Timestamp from, Timestamp until, int maxTicks);
/// The distance timeTicks() uses.
Duration timeTickStep(Duration span, int maxTicks);

} // namespace eventflow::widgets
