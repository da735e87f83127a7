#include "widgets/charts/chart_canvas.h"

#include "widgets/charts/crosshair_item.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/format.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLegend>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace eventflow::widgets {

namespace {

constexpr double kLeft = 64;
constexpr double kRight = 12;
constexpr double kTop = 8;
constexpr double kDragPixels = 6; ///< less is a click
constexpr std::size_t kMaxHoverRows = 8;

double seconds(Duration d) {
    return std::chrono::duration<double>(d).count();
}

QValueAxis* addAxis(QChart& chart, Qt::Alignment side) {
    auto* axis = new QValueAxis(&chart);
    axis->setLabelsVisible(false); // ours know units and UTC
    axis->setTickType(QValueAxis::TicksDynamic);
    chart.addAxis(axis, side);
    return axis;
}

} // namespace

ChartCanvas::ChartCanvas(SeriesStyles& styles, QWidget* parent)
    : QChartView(new QChart, parent),
      m_styles(styles),
      m_timeAxis(addAxis(*chart(), Qt::AlignBottom)),
      m_valueAxis(addAxis(*chart(), Qt::AlignLeft)),
      m_plot(new PlotItem(styles, chart())),
      m_crosshair(new CrosshairItem(chart())) {
    chart()->setBackgroundVisible(false);
    chart()->legend()->hide();
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    m_valueAxis->setLineVisible(false);
    m_timeAxis->setGridLineVisible(false);
    m_plot->setZValue(20);
    m_crosshair->setZValue(30);
    setFrameShape(QFrame::NoFrame);
    setStyleSheet(QStringLiteral("background: transparent"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 90);
    setAccessibleName(tr("Chart"));
    applyTheme();
}

QFont ChartCanvas::labelFont() const {
    QFont small = font();
    small.setPointSizeF(std::max(6.5, font().pointSizeF() * 0.86));
    return small;
}

void ChartCanvas::applyTheme() {
    const ThemeColors& theme = colors(palette());
    m_valueAxis->setGridLinePen(QPen(theme.grid, 1));
    m_timeAxis->setLinePen(QPen(theme.border, 1));
    m_plot->setTheme(theme, labelFont());
    m_crosshair->setTheme(theme, labelFont());
}

void ChartCanvas::setUnit(const QString& unit) {
    m_content.unit = unit;
    rebuild();
}

void ChartCanvas::setThreshold(std::optional<double> threshold) {
    m_content.threshold = threshold;
    rebuild();
}

void ChartCanvas::setData(std::shared_ptr<const ChartData> shown) {
    m_content.data = std::move(shown);
    rebuild();
}

void ChartCanvas::setMarkers(std::vector<ChartMarker> markers) {
    if (markers == m_content.markers) return;
    m_content.markers = std::move(markers);
    m_plot->setMarkers(m_content.markers);
}

void ChartCanvas::setHidden(const QSet<QString>& hidden) {
    m_content.hidden = hidden;
    rebuild();
}

QRectF ChartCanvas::plotRect() const {
    const double bottom = QFontMetricsF(labelFont()).height() + 8;
    return {kLeft, kTop, std::max(1.0, width() - kLeft - kRight), std::max(1.0, height() - kTop - bottom)};
}

ValueScale ChartCanvas::scaleOf(const PlotItem::Content& content, double plotHeight) const {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const ChartSeries& series : content.data->series) {
        if (content.hidden.contains(series.name)) continue;
        for (const Sample& sample : series.samples) {
            if (!std::isfinite(sample.value)) continue;
            low = std::min(low, sample.value);
            high = std::max(high, sample.value);
        }
    }
    // A threshold far above the values would press them flat; within reach it belongs to the picture.
    if (content.threshold && std::isfinite(high) && *content.threshold <= high * 2.5 + 1e-9)
        high = std::max(high, *content.threshold);
    const bool binary = content.unit == u"bytes" || content.unit == u"B";
    return valueScale(low, high, std::clamp(static_cast<int>(plotHeight / 34), 2, 8), binary);
}

void ChartCanvas::rebuild() {
    if (!m_content.data) return;
    const QRectF rect = plotRect();
    m_content.scale = scaleOf(m_content, rect.height());
    m_content.area = {rect.left(),         rect.top(),           rect.width(),
                      rect.height(),       m_content.data->from, m_content.data->until,
                      m_content.scale.low, m_content.scale.high};
    m_content.timeTicks = timeTicks(m_content.data->from, m_content.data->until,
                                    std::max(2, static_cast<int>(rect.width() / 74)));
    updateAxes(m_content);
    m_plot->setContent(m_content, QRectF(QPointF(0, 0), QSizeF(size())), devicePixelRatioF());
    m_crosshair->setBounds(rect.adjusted(0, -kTop, 0, 0));
    setCrosshair(m_crosshairAt, !m_crosshair->content().rows.empty());
}

void ChartCanvas::updateAxes(const PlotItem::Content& content) {
    if (chart()->plotArea() != plotRect()) chart()->setPlotArea(plotRect());
    // Seconds from the left edge: small numbers, so that the axis' own arithmetic stays exact.
    m_timeAxis->setRange(0, std::max(1e-3, seconds(content.data->until - content.data->from)));
    if (!content.timeTicks.empty()) {
        const Duration span = content.data->until - content.data->from;
        m_timeAxis->setTickAnchor(seconds(content.timeTicks.front().at - content.data->from));
        m_timeAxis->setTickInterval(
            seconds(timeTickStep(span, std::max(2, static_cast<int>(plotRect().width() / 74)))));
    }
    m_valueAxis->setRange(content.scale.low, content.scale.high);
    m_valueAxis->setTickAnchor(content.scale.low);
    m_valueAxis->setTickInterval(content.scale.step);
    // Otherwise the grid is that of the last scale until a layout request is delivered.
    chart()->layout()->invalidate();
    chart()->layout()->activate();
}

void ChartCanvas::setCrosshair(Timestamp at, bool withBox) {
    m_crosshairAt = at;
    CrosshairItem::Content content;
    if (at != kNoTime && m_content.data && at >= m_content.area.from && at <= m_content.area.until) {
        content.visible = true;
        content.x = m_content.area.x(at);
        content.title = tr("%1 UTC").arg(viewmodels::format::dateTime(at));
        if (withBox) content.rows = hoverRows(at);
    }
    m_crosshair->setContent(std::move(content));
}

std::vector<CrosshairItem::Row> ChartCanvas::hoverRows(Timestamp at) const {
    const ThemeColors& theme = colors(palette());
    struct Found {
        const ChartSeries* series;
        double value;
    };
    std::vector<Found> found;
    for (const ChartSeries& series : m_content.data->series) {
        if (m_content.hidden.contains(series.name)) continue;
        const Sample* sample = nearestSample(series.samples, at, maxGap(*m_content.data));
        if (sample != nullptr && std::isfinite(sample->value)) found.push_back({&series, sample->value});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.value > b.value; });
    std::vector<CrosshairItem::Row> rows;
    for (const Found& item : found) {
        if (rows.size() == kMaxHoverRows) {
            rows.push_back(
                {{}, tr("and %n more", nullptr, static_cast<int>(found.size() - rows.size())), {}});
            break;
        }
        rows.push_back({SeriesStyles::pen(m_styles.slot(item.series->name), theme).color(), item.series->name,
                        viewmodels::format::withUnit(item.value, m_content.unit)});
    }
    const double reach = seconds(m_content.area.until - m_content.area.from) / m_content.area.width * 6;
    for (const ChartMarker& marker : m_content.markers)
        if (std::abs(seconds(marker.at - at)) <= reach && rows.size() < kMaxHoverRows + 4)
            rows.push_back(
                {marker.resolved ? theme.ok : severityColor(theme, marker.severity), marker.text, {}});
    return rows;
}

Timestamp ChartCanvas::snapped(double x) const {
    const Timestamp at = m_content.area.timeAt(x);
    const Duration step = m_content.data->step;
    if (step <= Duration::zero()) return at;
    const auto steps = (at - m_content.area.from + step / 2) / step;
    return std::min(m_content.area.from + steps * step, m_content.area.until);
}

void ChartCanvas::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    rebuild();
}

void ChartCanvas::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) applyTheme();
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_content.data || !m_content.area.isValid()) return;
    const double x = event->position().x();
    if (m_dragFrom)
        m_crosshair->setSelection(*m_dragFrom, std::clamp(x, kLeft, kLeft + m_content.area.width));
    Q_EMIT hovered(snapped(x));
}

void ChartCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_content.data) return;
    m_dragFrom = std::clamp(event->position().x(), kLeft, kLeft + m_content.area.width);
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_dragFrom) return;
    const double from = *m_dragFrom;
    const double until = std::clamp(event->position().x(), kLeft, kLeft + m_content.area.width);
    m_dragFrom.reset();
    m_crosshair->setSelection(0, 0);
    if (std::abs(until - from) < kDragPixels) return;
    Q_EMIT rangeSelected(m_content.area.timeAt(std::min(from, until)),
                         m_content.area.timeAt(std::max(from, until)));
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    m_dragFrom.reset();
    if (event->button() == Qt::LeftButton) Q_EMIT zoomOutRequested();
}

void ChartCanvas::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    Q_EMIT hovered(kNoTime);
}

void ChartCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Backspace) {
        Q_EMIT zoomOutRequested();
        return;
    }
    const bool left = event->key() == Qt::Key_Left;
    if ((left || event->key() == Qt::Key_Right) && m_content.data && m_content.area.isValid()) {
        const Duration step =
            std::max<Duration>(m_content.data->step, (m_content.area.until - m_content.area.from) / 200);
        const Timestamp at =
            m_crosshairAt == kNoTime ? m_content.area.until : m_crosshairAt + (left ? -step : step);
        Q_EMIT hovered(std::clamp(at, m_content.area.from, m_content.area.until));
        return;
    }
    event->ignore(); // Space and the rest belong to the perspective
}

void ChartCanvas::focusOutEvent(QFocusEvent* event) {
    QChartView::focusOutEvent(event);
    if (!underMouse()) Q_EMIT hovered(kNoTime);
}

void ChartCanvas::paintEvent(QPaintEvent* event) {
    QChartView::paintEvent(event);
    if (!hasFocus() || !m_content.data) return;
    QPainter painter(viewport());
    painter.setPen(QPen(colors(palette()).accent, 1));
    painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
}

} // namespace eventflow::widgets
