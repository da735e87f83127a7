#pragma once

#include "widgets/charts/plot_item.h"
#include "widgets/charts/time_series_view.h"

class QLabel;
class QStackedLayout;

namespace eventflow::widgets {

class ChartCanvas;
class ChartLegend;
class EmptyState;

/// The TimeSeriesView on Qt Charts: a card with title, canvas and legend.
class TimeSeriesChart final : public TimeSeriesView {
    Q_OBJECT
public:
    explicit TimeSeriesChart(QWidget* parent);
    ~TimeSeriesChart() override;

    void setTitle(const QString& title) override;
    void setUnit(const QString& unit) override;
    void setThreshold(std::optional<double> threshold) override;
    void setData(std::shared_ptr<const ChartData> data) override;
    void setMarkers(std::vector<ChartMarker> markers) override;
    void showMessage(const QString& iconName, const QString& title, const QString& text) override;
    void setNote(const QString& note, const QString& detail) override;
    void setCrosshair(Timestamp at) override;
    void setHiddenSeries(const QStringList& names) override;
    [[nodiscard]] QStringList hiddenSeries() const override;

    [[nodiscard]] const ChartCanvas& canvas() const { return *m_canvas; }
    [[nodiscard]] ChartLegend& legend() const { return *m_legend; }

private:
    void onHovered(Timestamp at);
    void showCrosshair(Timestamp at, bool withBox);
    void updateLegend();
    void updateSummary();

    SeriesStyles m_styles;
    std::shared_ptr<const ChartData> m_data;
    QString m_titleText;
    QString m_unit;
    Timestamp m_crosshair = kNoTime;
    QLabel* m_title;
    QLabel* m_note;
    QWidget* m_body;
    QStackedLayout* m_stack;
    EmptyState* m_message;
    ChartCanvas* m_canvas;
    ChartLegend* m_legend;
};

} // namespace eventflow::widgets
