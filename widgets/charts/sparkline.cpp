#include "widgets/charts/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace eventflow::widgets {

void drawSparkline(QPainter& painter, const QRectF& rect, std::span<const double> values,
                   const QColor& color) {
    if (values.size() < 2) return;
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    // Small changes on a high level fill the height; changes from near zero are seen against zero.
    const double low = *lowest >= 0 && *lowest < *highest * 0.6 ? 0 : *lowest;
    const double range = *highest - low;
    QPolygonF line;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x =
            rect.left() + rect.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1);
        const double ratio = range > 0 ? (values[i] - low) / range : (low != 0 ? 0.5 : 0);
        line.append(QPointF(x, rect.bottom() - rect.height() * ratio));
    }
    QPainterPath area;
    area.addPolygon(line);
    area.lineTo(rect.bottomRight());
    area.lineTo(rect.bottomLeft());
    area.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = color;
    fill.setAlphaF(0.14F);
    painter.fillPath(area, fill);
    painter.setPen(QPen(color, 1.25));
    painter.drawPolyline(line);
    painter.restore();
}

} // namespace eventflow::widgets
