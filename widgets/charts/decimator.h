#pragma once

#include "core/model/sample.h"

#include <QLineF>
#include <QList>

#include <span>

namespace eventflow::widgets {

/// Maps time and value to a rectangle of the screen, in device-independent pixels.
struct PlotArea {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    Timestamp from;
    Timestamp until;
    double low = 0;
    double high = 1;

    [[nodiscard]] double x(Timestamp t) const;
    [[nodiscard]] double y(double value) const;
    [[nodiscard]] Timestamp timeAt(double x) const;
    [[nodiscard]] bool isValid() const { return width >= 1 && height >= 1 && until > from && high > low; }
    bool operator==(const PlotArea&) const = default;
};

/// Reduces a series to the line segments that make the same picture: per pixel column the first, lowest,
/// highest and last value, so that a spike of one sample survives at any zoom. At most three segments a
/// column.
class Decimator {
public:
    /// `maxGap`: two samples further apart are not connected. `columnsPerUnit`: the device pixel ratio.
    Decimator(const PlotArea& area, Duration maxGap, double columnsPerUnit = 1);

    /// `samples` oldest first. Appends segments; they may reach beyond the area by one sample on either side.
    /// Values that are not finite end the line, as a gap does.
    void append(std::span<const Sample> samples, QList<QLineF>& out) const;

private:
    class Pen;
    [[nodiscard]] int column(Timestamp t) const;

    PlotArea m_area;
    Duration m_maxGap;
    double m_columnsPerUnit;
};

/// The sample of `samples` (oldest first) nearest to `t`, if it is not further away than `maxDistance`.
const Sample* nearestSample(std::span<const Sample> samples, Timestamp t, Duration maxDistance);

} // namespace eventflow::widgets
