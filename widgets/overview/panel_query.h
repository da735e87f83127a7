#pragma once

#include "core/feed/workbench.h"
#include "widgets/charts/time_series_view.h"

#include <QFutureWatcher>
#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>

namespace eventflow::widgets {

/// Asks the store for one panel's series, off the GUI thread. At most one query is under way: a request that
/// arrives meanwhile replaces an earlier one that waits. A result that was overtaken by reset() is dropped.
/// Thread: GUI; the query itself runs in Qt's pool. The destructor waits for it. Lifetime: the workbench
/// outlives this.
class PanelQuery : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxSeries = 50;

    PanelQuery(const feed::Workbench& workbench, feed::Panel panel, QObject* parent);
    ~PanelQuery() override;

    struct Range {
        Timestamp from;
        Timestamp until;
        Duration step{};
    };
    /// Start and end are aligned to the step, so that a point keeps its place from one refresh to the next.
    void request(Range range);
    /// Another pipeline: forget what is under way.
    void reset();
    [[nodiscard]] bool isRunning() const { return m_watcher.isRunning(); }

Q_SIGNALS:
    void finished(std::shared_ptr<const eventflow::widgets::ChartData> data);
    void failed(const QString& detail);

private:
    using Outcome = Result<std::shared_ptr<const ChartData>>;
    static Outcome run(const feed::Workbench& workbench, const feed::Panel& panel, Range range);
    void start(Range range);
    void onFinished();

    const feed::Workbench& m_workbench;
    feed::Panel m_panel;
    QFutureWatcher<std::shared_ptr<const Outcome>> m_watcher;
    std::optional<Range> m_waiting;
    bool m_stale = false;
};

} // namespace eventflow::widgets
