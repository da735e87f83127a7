#include "widgets/overview/panel_query.h"

#include <QCoreApplication>
#include <QtConcurrent/QtConcurrentRun>

#include <utility>

namespace eventflow::widgets {

namespace {

QString seriesName(const Labels& labels, const std::string& legendLabel) {
    if (!legendLabel.empty() && labels.has(legendLabel))
        return QString::fromUtf8(labels.get(legendLabel).data(),
                                 static_cast<qsizetype>(labels.get(legendLabel).size()));
    if (labels.empty()) return QCoreApplication::translate("PanelQuery", "value");
    return QString::fromStdString(labels.toString());
}

Timestamp alignedDown(Timestamp t, Duration step) {
    return t - t.time_since_epoch() % step;
}

} // namespace

PanelQuery::PanelQuery(const feed::Workbench& workbench, feed::Panel panel, QObject* parent)
    : QObject(parent), m_workbench(workbench), m_panel(std::move(panel)) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &PanelQuery::onFinished);
}

PanelQuery::~PanelQuery() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void PanelQuery::request(Range range) {
    if (range.step <= Duration::zero()) return;
    if (m_watcher.isRunning())
        m_waiting = range;
    else
        start(range);
}

void PanelQuery::reset() {
    m_waiting.reset();
    m_stale = m_watcher.isRunning();
}

void PanelQuery::start(Range range) {
    m_stale = false;
    m_watcher.setFuture(QtConcurrent::run([&workbench = m_workbench, panel = m_panel, range] {
        return std::make_shared<const Outcome>(run(workbench, panel, range));
    }));
}

void PanelQuery::onFinished() {
    const std::shared_ptr<const Outcome> outcome = m_watcher.result();
    const bool stale = m_stale;
    m_stale = false;
    if (m_waiting) start(*std::exchange(m_waiting, std::nullopt));
    if (stale) return;
    if (*outcome)
        Q_EMIT finished(outcome->value());
    else
        Q_EMIT failed(QString::fromStdString(outcome->error().detail));
}

PanelQuery::Outcome PanelQuery::run(const feed::Workbench& workbench, const feed::Panel& panel, Range range) {
    const Timestamp from = alignedDown(range.from, range.step);
    auto found = workbench.queryRange(panel.expression, from, range.until, range.step);
    if (!found) return found.error();
    auto data = std::make_shared<ChartData>();
    data->from = range.from;
    data->until = range.until;
    data->step = range.step;
    promql::RangeVector& series = *found;
    if (series.size() > kMaxSeries) {
        data->omitted = series.size() - kMaxSeries;
        series.resize(kMaxSeries);
    }
    for (promql::SeriesResult& one : series)
        data->series.push_back({seriesName(one.labels, panel.legendLabel), std::move(one.samples)});
    return std::shared_ptr<const ChartData>(std::move(data));
}

} // namespace eventflow::widgets
