#include "widgets/charts/plot_item.h"

#include "widgets/common/theme.h"
#include "widgets/viewmodels/format.h"

#include <QPainter>
#include <QPainterPath>

namespace eventflow::widgets {

int SeriesStyles::slot(const QString& name) {
    constexpr qsizetype kMaxNames = 4096;
    const auto known = m_slots.constFind(name);
    if (known != m_slots.constEnd()) return *known;
    if (m_slots.size() >= kMaxNames) m_slots.clear();
    const int slot = static_cast<int>(m_slots.size());
    m_slots.insert(name, slot);
    return slot;
}

QPen SeriesStyles::pen(int slot, const ThemeColors& theme) {
    constexpr int kColors = static_cast<int>(kSeriesColors);
    QPen pen(theme.series[static_cast<std::size_t>(slot % kColors)], 1);
    if (slot / kColors % 2 == 1) pen.setDashPattern({4, 3});
    pen.setCosmetic(true);
    return pen;
}

void PlotItem::setContent(Content content, const QRectF& bounds, double devicePixelRatio) {
    if (bounds != m_bounds) prepareGeometryChange();
    m_content = std::move(content);
    m_bounds = bounds;
    m_devicePixelRatio = devicePixelRatio;
    drawLines();
    update();
}

void PlotItem::setTheme(const ThemeColors& theme, const QFont& labelFont) {
    m_theme = &theme;
    m_font = labelFont;
    drawLines();
    update();
}

void PlotItem::setMarkers(std::vector<ChartMarker> markers) {
    m_content.markers = std::move(markers);
    update();
}

QRectF PlotItem::linesRect() const {
    const PlotArea& area = m_content.area;
    return {area.left, area.top - 1, area.width, area.height + 2};
}

void PlotItem::drawLines() {
    m_lines = {};
    m_lineCount = 0;
    if (m_theme == nullptr || !m_content.data || !m_content.area.isValid()) return;
    const QRectF rect = linesRect();
    m_lines = QPixmap((rect.size() * m_devicePixelRatio).toSize());
    m_lines.setDevicePixelRatio(m_devicePixelRatio);
    m_lines.fill(Qt::transparent);
    QPainter painter(&m_lines);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-rect.topLeft());
    const Decimator decimator(m_content.area, maxGap(*m_content.data), m_devicePixelRatio);
    QList<QLineF> segments;
    for (const ChartSeries& series : m_content.data->series) {
        const int slot = m_styles.slot(series.name);
        if (m_content.hidden.contains(series.name)) continue;
        segments.clear();
        decimator.append(series.samples, segments);
        QPen pen = SeriesStyles::pen(slot, *m_theme);
        // A cosmetic pen counts device pixels; a little more than one of them reads as one line on
        // paper-white and on black alike.
        pen.setWidthF(m_devicePixelRatio * 1.25);
        painter.setPen(pen);
        painter.drawLines(segments);
        m_lineCount += static_cast<int>(segments.size());
    }
}

void PlotItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (m_theme == nullptr || !m_content.area.isValid()) return;
    paintAxisLabels(*painter);
    painter->save();
    if (!m_lines.isNull()) painter->drawPixmap(linesRect().topLeft(), m_lines);
    painter->setClipRect(linesRect());
    painter->setRenderHint(QPainter::Antialiasing);
    paintThreshold(*painter);
    paintMarkers(*painter);
    painter->restore();
}

void PlotItem::paintAxisLabels(QPainter& painter) const {
    const PlotArea& area = m_content.area;
    painter.setFont(m_font);
    painter.setPen(m_theme->textMuted);
    const QFontMetricsF metrics(m_font);
    for (const double value : m_content.scale.ticks()) {
        const QRectF cell(m_bounds.left(), area.y(value) - metrics.height() / 2,
                          area.left - m_bounds.left() - 8, metrics.height());
        painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter,
                         viewmodels::format::withUnit(value, m_content.unit));
    }
    for (const TimeTick& tick : m_content.timeTicks) {
        const double half = metrics.horizontalAdvance(tick.label) / 2 + 1;
        // The outermost labels move inwards rather than being cut.
        const double x = std::clamp(area.x(tick.at), m_bounds.left() + half, m_bounds.right() - half);
        painter.drawText(QRectF(x - half, area.top + area.height + 4, 2 * half, metrics.height()),
                         Qt::AlignCenter, tick.label);
    }
}

void PlotItem::paintThreshold(QPainter& painter) const {
    if (!m_content.threshold) return;
    const PlotArea& area = m_content.area;
    const double y = area.y(*m_content.threshold);
    QPen pen(m_theme->critical, m_devicePixelRatio);
    pen.setCosmetic(true);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.drawLine(QLineF(area.left, y, area.left + area.width, y));
}

void PlotItem::paintMarkers(QPainter& painter) const {
    const PlotArea& area = m_content.area;
    for (const ChartMarker& marker : m_content.markers) {
        if (marker.at < area.from || marker.at > area.until) continue;
        const QColor color = marker.resolved ? m_theme->ok : severityColor(*m_theme, marker.severity);
        QColor faint = color;
        faint.setAlphaF(0.55F);
        QPen pen(faint, m_devicePixelRatio);
        pen.setCosmetic(true);
        pen.setDashPattern({2, 3});
        painter.setPen(pen);
        const double x = area.x(marker.at);
        painter.drawLine(QLineF(x, area.top, x, area.top + area.height));
        const QPolygonF triangle{QPointF(x - 4, area.top), QPointF(x + 4, area.top),
                                 QPointF(x, area.top + 6)};
        painter.setPen(QPen(color, 1));
        painter.setBrush(marker.resolved ? QBrush(m_theme->surface) : QBrush(color));
        painter.drawPolygon(triangle);
    }
}

} // namespace eventflow::widgets
