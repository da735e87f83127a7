#include "widgets/messages/histogram_strip.h"

#include "widgets/common/theme.h"
#include "widgets/viewmodels/format.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kHeight = 64;
constexpr int kPadding = 6;
constexpr double kLeastBar = 1.5;

} // namespace

HistogramStrip::HistogramStrip(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setFixedHeight(kHeight);
    setHistogram({});
}

QSize HistogramStrip::sizeHint() const {
    return {400, kHeight};
}

void HistogramStrip::setHistogram(browse::TimeHistogram histogram) {
    m_histogram = std::move(histogram);
    std::uint64_t scanned = 0;
    std::uint64_t matched = 0;
    for (const auto& bucket : m_histogram.buckets()) {
        scanned += bucket.scanned;
        matched += bucket.matched;
    }
    setAccessibleName(tr("Messages over time: %1 read, %2 shown. Arrow keys choose a part of it.")
                          .arg(format::exact(scanned), format::exact(matched)));
    update();
}

void HistogramStrip::setBrush(const std::optional<TimeSpan>& span) {
    m_brush = span;
    update();
}

QRectF HistogramStrip::plot() const {
    const int axis = fontMetrics().height();
    return QRectF(rect()).adjusted(kPadding, kPadding, -kPadding, -axis - 4);
}

Timestamp HistogramStrip::start() const {
    return m_histogram.start();
}

Duration HistogramStrip::length() const {
    return m_histogram.width() * static_cast<std::int64_t>(m_histogram.buckets().size());
}

double HistogramStrip::xOf(Timestamp time) const {
    const QRectF area = plot();
    if (m_histogram.empty()) return area.left();
    const double share =
        std::chrono::duration<double>(time - start()) / std::chrono::duration<double>(length());
    return area.left() + std::clamp(share, 0.0, 1.0) * area.width();
}

Timestamp HistogramStrip::timeAt(double x) const {
    const QRectF area = plot();
    const double share = std::clamp((x - area.left()) / std::max(area.width(), 1.0), 0.0, 1.0);
    const double buckets = share * static_cast<double>(m_histogram.buckets().size());
    return start() + m_histogram.width() * static_cast<std::int64_t>(std::lround(buckets));
}

void HistogramStrip::choose(const std::optional<TimeSpan>& span) {
    if (span == m_brush) return;
    setBrush(span);
    Q_EMIT brushed(span);
}

void HistogramStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_histogram.empty()) return;
    m_pressed = timeAt(event->position().x());
}

void HistogramStrip::mouseMoveEvent(QMouseEvent* event) {
    if (m_histogram.empty()) return;
    if (!m_pressed) return showUnderPointer(event->position().x());
    const Timestamp now = timeAt(event->position().x());
    setBrush(TimeSpan{std::min(*m_pressed, now), std::max(*m_pressed, now)});
}

void HistogramStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed || event->button() != Qt::LeftButton) return;
    const Timestamp now = timeAt(event->position().x());
    const TimeSpan span{std::min(*m_pressed, now), std::max(*m_pressed, now)};
    m_pressed.reset();
    m_brush.reset();
    // A click without a drag takes the brush away.
    if (span.from == span.until) {
        update();
        Q_EMIT brushed(std::nullopt);
    } else {
        choose(span);
    }
}

void HistogramStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_histogram.empty()) return;
    if (m_brush) Q_EMIT narrowRequested(*m_brush);
}

void HistogramStrip::moveBrush(int buckets, bool endOnly) {
    if (m_histogram.empty()) return;
    const auto width = m_histogram.width();
    const Timestamp end = start() + length();
    TimeSpan span =
        m_brush.value_or(buckets > 0 ? TimeSpan{start() - width, start()} : TimeSpan{end, end + width});
    const Duration by = width * static_cast<std::int64_t>(buckets);
    span.until = std::clamp(span.until + by, start() + width, end);
    if (!endOnly || !m_brush) span.from = std::clamp(span.from + by, start(), end - width);
    if (span.until <= span.from) span.until = span.from + width;
    choose(span);
}

void HistogramStrip::keyPressEvent(QKeyEvent* event) {
    const bool endOnly = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveBrush(-1, endOnly);
    case Qt::Key_Right:
        return moveBrush(1, endOnly);
    case Qt::Key_Escape:
        if (!m_brush) break;
        return choose(std::nullopt);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_brush) Q_EMIT narrowRequested(*m_brush);
        return;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void HistogramStrip::showUnderPointer(double x) {
    const QRectF area = plot();
    const auto& buckets = m_histogram.buckets();
    const double share = (x - area.left()) / std::max(area.width(), 1.0);
    if (share < 0 || share >= 1) return QToolTip::hideText();
    const auto at =
        std::min(static_cast<std::size_t>(share * static_cast<double>(buckets.size())), buckets.size() - 1);
    const Timestamp from = start() + m_histogram.width() * static_cast<std::int64_t>(at);
    QToolTip::showText(mapToGlobal(QPoint(static_cast<int>(x), height())),
                       tr("%1 UTC, %2 long: %3 read, %4 shown")
                           .arg(format::dateTimeMs(from), format::duration(m_histogram.width()),
                                format::exact(buckets[at].scanned), format::exact(buckets[at].matched)),
                       this);
}

void HistogramStrip::leaveEvent(QEvent* event) {
    QToolTip::hideText();
    QWidget::leaveEvent(event);
}

void HistogramStrip::paintBars(QPainter& painter) const {
    const ThemeColors& theme = colors(palette());
    const QRectF area = plot();
    const auto& buckets = m_histogram.buckets();
    std::uint64_t most = 1;
    for (const auto& bucket : buckets)
        most = std::max(most, bucket.scanned);
    const double step = area.width() / static_cast<double>(buckets.size());
    const double bar = step > 4 ? step - 1 : step;
    const auto draw = [&](std::size_t i, std::uint64_t count, const QColor& color) {
        if (count == 0) return;
        const double share = static_cast<double>(count) / static_cast<double>(most);
        const double height = std::max(kLeastBar, share * area.height());
        painter.fillRect(
            QRectF(area.left() + static_cast<double>(i) * step, area.bottom() - height, bar, height), color);
    };
    const QColor scanned = blend(theme.surface, theme.accent, 0.28);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        draw(i, buckets[i].scanned, scanned);
        draw(i, buckets[i].matched, theme.accent);
    }
}

void HistogramStrip::paintBrush(QPainter& painter) const {
    if (!m_brush) return;
    const ThemeColors& theme = colors(palette());
    const double left = xOf(m_brush->from);
    const double right = std::max(xOf(m_brush->until), left + 1);
    const QRectF area = plot();
    QColor shade = theme.background;
    shade.setAlphaF(0.65F);
    painter.fillRect(QRectF(area.left(), area.top(), left - area.left(), area.height()), shade);
    painter.fillRect(QRectF(right, area.top(), area.right() - right, area.height()), shade);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(left, area.top() - 2, right - left, area.height() + 2));
}

void HistogramStrip::paintTimes(QPainter& painter) const {
    painter.setPen(colors(palette()).textMuted);
    const QRectF line(kPadding, height() - fontMetrics().height() - 2, width() - 2 * kPadding,
                      fontMetrics().height());
    const Timestamp end = start() + length();
    painter.drawText(line, Qt::AlignLeft, format::dateTime(start()));
    painter.drawText(line, Qt::AlignRight, format::dateTime(end));
    if (m_brush)
        painter.drawText(line, Qt::AlignHCenter,
                         tr("%1 – %2 · Enter reads only this, Escape shows all")
                             .arg(format::timeMs(m_brush->from), format::timeMs(m_brush->until)));
}

void HistogramStrip::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    if (m_histogram.empty()) {
        painter.setPen(theme.textMuted);
        painter.drawText(rect(), Qt::AlignCenter, tr("How many messages there are over time is shown here."));
        return;
    }
    paintBars(painter);
    paintBrush(painter);
    paintTimes(painter);
}

} // namespace eventflow::widgets
