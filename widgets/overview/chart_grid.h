#pragma once

#include "core/feed/workbench.h"
#include "widgets/charts/time_series_view.h"
#include "widgets/overview/panel_query.h"

#include <QHash>
#include <QScrollArea>

#include <vector>

class QGridLayout;

namespace eventflow::widgets {

/// The workspace's panels as linked charts: one crosshair, one time range, each with its own query.
/// Thread: GUI.
class ChartGrid : public QScrollArea {
    Q_OBJECT
public:
    ChartGrid(const feed::Workbench& workbench, QWidget* parent);
    ~ChartGrid() override;

    /// Makes the charts of Workbench::panels(); what was hidden before stays hidden.
    void setPanels(const std::vector<feed::Panel>& panels);
    /// Another pipeline: charts are empty until the next refresh.
    void reset();
    void refresh(PanelQuery::Range range);
    void setMarkers(const std::vector<ChartMarker>& markers);
    /// About how many samples of a series a chart can tell apart.
    [[nodiscard]] int columns() const;
    [[nodiscard]] int chartCount() const { return static_cast<int>(m_cells.size()); }
    [[nodiscard]] TimeSeriesView* chart(int index) const {
        return m_cells.at(static_cast<std::size_t>(index)).chart;
    }

    /// By panel title.
    [[nodiscard]] QHash<QString, QStringList> hiddenSeries() const;
    void setHiddenSeries(const QHash<QString, QStringList>& hidden);

Q_SIGNALS:
    void rangeSelected(eventflow::Timestamp from, eventflow::Timestamp until);
    void zoomOutRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Cell {
        QString title;
        TimeSeriesView* chart = nullptr;
        PanelQuery* query = nullptr;
        bool hasData = false;
    };
    void addCell(const feed::Panel& panel);
    void arrange();
    void showData(std::size_t index, std::shared_ptr<const ChartData> shown);
    void showFailure(std::size_t index, const QString& detail);

    const feed::Workbench& m_workbench;
    std::vector<Cell> m_cells;
    QHash<QString, QStringList> m_hidden;
    QGridLayout* m_layout;
    int m_columns = 0;
};

} // namespace eventflow::widgets
