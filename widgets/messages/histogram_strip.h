#pragma once

#include "core/browse/time_histogram.h"
#include "widgets/viewmodels/browse_query.h"

#include <QWidget>

#include <optional>

namespace eventflow::widgets {

/// How many records were looked at and how many matched, over time. A part of it is chosen with the mouse, or
/// with the keys: Left and Right move the chosen part, with Shift its end, Enter narrows to it, Escape gives
/// it up. Thread: GUI.
class HistogramStrip : public QWidget {
    Q_OBJECT
public:
    explicit HistogramStrip(QWidget* parent);

    void setHistogram(browse::TimeHistogram histogram);
    [[nodiscard]] const std::optional<viewmodels::TimeSpan>& brush() const { return m_brush; }
    void setBrush(const std::optional<viewmodels::TimeSpan>& span);
    /// Where a time is drawn, in pixels; the strip's ends for what is outside of it.
    [[nodiscard]] double xOf(Timestamp time) const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// The rows to show: nothing for all of them.
    void brushed(const std::optional<eventflow::viewmodels::TimeSpan>& span);
    /// Read only this from now on.
    void narrowRequested(const eventflow::viewmodels::TimeSpan& span);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] Timestamp start() const;
    [[nodiscard]] Duration length() const;
    /// The edge of a bucket that is the nearest.
    [[nodiscard]] Timestamp timeAt(double x) const;
    void choose(const std::optional<viewmodels::TimeSpan>& span);
    void moveBrush(int buckets, bool endOnly);
    void showUnderPointer(double x);
    void paintBars(QPainter& painter) const;
    void paintBrush(QPainter& painter) const;
    void paintTimes(QPainter& painter) const;

    browse::TimeHistogram m_histogram;
    std::optional<viewmodels::TimeSpan> m_brush;
    std::optional<Timestamp> m_pressed;
};

} // namespace eventflow::widgets
