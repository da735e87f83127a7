#pragma once

#include "widgets/charts/crosshair_item.h"
#include "widgets/charts/plot_item.h"

#include <QChartView>
#include <QPointF>

class QValueAxis;

namespace eventflow::widgets {

/// The drawing surface of a chart: Qt Charts' axes and grid, our PlotItem for the lines, a crosshair over
/// both, and the gestures: hover, drag to zoom, double click or Backspace to zoom out, arrow keys to move the
/// crosshair. The plot's margins are fixed, so that a chart does not jump when a label grows.
class ChartCanvas : public QChartView {
    Q_OBJECT
public:
    ChartCanvas(SeriesStyles& styles, QWidget* parent);

    void setUnit(const QString& unit);
    void setThreshold(std::optional<double> threshold);
    void setData(std::shared_ptr<const ChartData> data);
    void setMarkers(std::vector<ChartMarker> markers);
    void setHidden(const QSet<QString>& hidden);
    /// `withBox`: also the values, not only the line.
    void setCrosshair(Timestamp at, bool withBox);

    [[nodiscard]] const PlotItem& plot() const { return *m_plot; }
    [[nodiscard]] const CrosshairItem& crosshair() const { return *m_crosshair; }

Q_SIGNALS:
    void hovered(eventflow::Timestamp at);
    void rangeSelected(eventflow::Timestamp from, eventflow::Timestamp until);
    void zoomOutRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();
    void rebuild();
    void updateAxes(const PlotItem::Content& content);
    [[nodiscard]] ValueScale scaleOf(const PlotItem::Content& content, double plotHeight) const;
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] Timestamp snapped(double x) const;
    [[nodiscard]] std::vector<CrosshairItem::Row> hoverRows(Timestamp at) const;
    [[nodiscard]] QFont labelFont() const;

    SeriesStyles& m_styles;
    PlotItem::Content m_content;
    QValueAxis* m_timeAxis;
    QValueAxis* m_valueAxis;
    PlotItem* m_plot;
    CrosshairItem* m_crosshair;
    Timestamp m_crosshairAt = kNoTime;
    std::optional<double> m_dragFrom;
};

} // namespace eventflow::widgets
