#pragma once

#include "widgets/charts/axis_ticks.h"
#include "widgets/charts/decimator.h"
#include "widgets/charts/time_series_view.h"

#include <QGraphicsItem>
#include <QHash>
#include <QPen>
#include <QPixmap>
#include <QSet>

namespace eventflow::widgets {

struct ThemeColors;

/// The colour and dash pattern of each series, by name, so that a line keeps them when others come and go.
class SeriesStyles {
public:
    /// Twice as many slots as there are colours: the second round is dashed.
    int slot(const QString& name);
    [[nodiscard]] static QPen pen(int slot, const ThemeColors& theme);

private:
    QHash<QString, int> m_slots;
};

/// Everything inside a chart's axes: the lines of the series, threshold, markers and the axes' labels.
/// The lines are decimated and drawn when data, size or visibility change; what is painted then is a picture
/// of them, so that a crosshair that moves over fifty series costs nothing.
class PlotItem : public QGraphicsItem {
public:
    PlotItem(SeriesStyles& styles, QGraphicsItem* parent) : QGraphicsItem(parent), m_styles(styles) {}

    struct Content {
        std::shared_ptr<const ChartData> data;
        QSet<QString> hidden;
        std::vector<ChartMarker> markers;
        std::optional<double> threshold;
        QString unit;
        ValueScale scale;
        std::vector<TimeTick> timeTicks;
        PlotArea area;
    };
    void setContent(Content content, const QRectF& bounds, double devicePixelRatio);
    void setMarkers(std::vector<ChartMarker> markers);
    void setTheme(const ThemeColors& theme, const QFont& labelFont);
    [[nodiscard]] const Content& content() const { return m_content; }
    [[nodiscard]] int lineCount() const { return m_lineCount; }

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void drawLines();
    [[nodiscard]] QRectF linesRect() const;
    void paintAxisLabels(QPainter& painter) const;
    void paintThreshold(QPainter& painter) const;
    void paintMarkers(QPainter& painter) const;

    SeriesStyles& m_styles;
    const ThemeColors* m_theme = nullptr;
    QFont m_font;
    QRectF m_bounds;
    double m_devicePixelRatio = 1;
    Content m_content;
    QPixmap m_lines; ///< of linesRect()
    int m_lineCount = 0;
};

/// Two samples further apart than this are not connected.
inline Duration maxGap(const ChartData& data) {
    return data.step + data.step / 2;
}

} // namespace eventflow::widgets
