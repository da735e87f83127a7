#pragma once

#include <QColor>
#include <QRectF>

#include <span>

class QPainter;

namespace eventflow::widgets {

/// A small line without axes: the shape of the last values, oldest first, between their minimum (or zero) and
/// maximum. Draws nothing for fewer than two values.
void drawSparkline(QPainter& painter, const QRectF& rect, std::span<const double> values,
                   const QColor& color);

} // namespace eventflow::widgets
