#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/perspective.h"
#include "widgets/viewmodels/firing_alerts_model.h"
#include "widgets/viewmodels/pipeline_figures.h"
#include "widgets/viewmodels/time_range.h"

#include <QElapsedTimer>
#include <QTimer>

#include <array>
#include <deque>
#include <memory>
#include <vector>

class QListView;
class QSplitter;
class QStackedLayout;

namespace eventflow::widgets {

class ChartGrid;
class KpiTile;
class RangeBar;
struct ChartMarker;

/// What is going on: figures with their course, the workspace's charts over one time range, and what fires.
class OverviewPerspective : public Perspective {
    Q_OBJECT
public:
    explicit OverviewPerspective(const feed::Workbench& workbench, QWidget* parent = nullptr);

    void applyFrame(const feed::PipelineDelta& delta) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void resetLayout() override;

    [[nodiscard]] ChartGrid& charts() const { return *m_charts; }
    [[nodiscard]] KpiTile& tile(viewmodels::Figure figure) const {
        return *m_tiles[static_cast<std::size_t>(figure)];
    }
    [[nodiscard]] const viewmodels::TimeRange& range() const { return m_range; }
    void setPaused(bool paused);
    void zoomOut();

protected:
    void activated() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeTiles();
    QWidget* makeAlertList();
    void startOver();
    void rememberMarkers(const std::vector<AlertTransition>& transitions);
    void showFigures();
    void showRange();
    void refresh();
    void refreshCharts();
    void updateAlertList();

    static constexpr std::size_t kMaxMarkers = 200;

    const feed::Workbench& m_workbench;
    std::uint64_t m_generation = 0;
    viewmodels::PipelineFigures m_figures;
    viewmodels::TimeRange m_range;
    viewmodels::FiringAlertsModel m_alerts;
    std::shared_ptr<const std::vector<Alert>> m_newAlerts; ///< not yet in m_alerts
    std::deque<ChartMarker> m_markers;
    bool m_markersChanged = false;
    QElapsedTimer m_sinceRefresh;
    QTimer m_catchUp; ///< shows the last frame when no other follows it

    std::array<KpiTile*, viewmodels::kFigureCount> m_tiles{};
    RangeBar* m_rangeBar;
    ChartGrid* m_charts;
    QSplitter* m_splitter;
    QListView* m_alertView = nullptr;
    QStackedLayout* m_alertStack = nullptr;
};

} // namespace eventflow::widgets
