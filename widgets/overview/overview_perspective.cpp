#include "widgets/overview/overview_perspective.h"

#include "widgets/charts/time_series_view.h"
#include "widgets/common/empty_state.h"
#include "widgets/overview/alert_delegate.h"
#include "widgets/overview/chart_grid.h"
#include "widgets/overview/kpi_tile.h"
#include "widgets/overview/range_bar.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QSettings>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace eventflow::widgets {

using viewmodels::Figure;
using viewmodels::Severity;

namespace {

constexpr int kRefreshMs = 1000;
constexpr int kMaxStoredPanels = 64;
constexpr int kMaxStoredNames = 200;

const QList<int>& defaultSizes() {
    static const QList<int> kSizes{1000, 270};
    return kSizes;
}

} // namespace

OverviewPerspective::OverviewPerspective(const feed::Workbench& workbench, QWidget* parent)
    : Perspective(QStringLiteral("overview"), tr("Overview"), QStringLiteral("overview"), parent),
      m_workbench(workbench),
      m_rangeBar(new RangeBar(this)),
      m_charts(new ChartGrid(workbench, this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)) {
    auto* left = new QWidget(this);
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(8);
    leftLayout->addWidget(m_rangeBar);
    leftLayout->addWidget(m_charts, 1);
    m_splitter->addWidget(left);
    m_splitter->addWidget(makeAlertList());
    m_splitter->setHandleWidth(10);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes(defaultSizes());

    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 14, 14, 10);
    layout->setSpacing(10);
    layout->addWidget(makeTiles());
    layout->addWidget(m_splitter, 1);
    setContent(content);

    m_catchUp.setSingleShot(true);
    connect(&m_catchUp, &QTimer::timeout, this, [this] {
        if (isActive()) refresh();
    });
    m_rangeBar->setLength(m_range.length());
    connect(m_rangeBar, &RangeBar::lengthChosen, this, [this](Duration length) {
        m_range.setLength(length);
        refreshCharts();
    });
    connect(m_rangeBar, &RangeBar::pauseToggled, this, &OverviewPerspective::setPaused);
    connect(m_rangeBar, &RangeBar::zoomOutRequested, this, &OverviewPerspective::zoomOut);
    connect(m_charts, &ChartGrid::zoomOutRequested, this, &OverviewPerspective::zoomOut);
    connect(m_charts, &ChartGrid::rangeSelected, this, [this](Timestamp from, Timestamp until) {
        m_range.zoomTo(from, until);
        refreshCharts();
    });
    startOver();
}

QWidget* OverviewPerspective::makeTiles() {
    struct Description {
        Figure figure;
        QString title;
        QString explanation;
        QString target;
    };
    const std::array<Description, viewmodels::kFigureCount> descriptions{{
        {Figure::Events, tr("Events per second"), tr("Records read per second, mean of the last 3 seconds"),
         QStringLiteral("stream")},
        {Figure::Bytes, tr("Throughput"), tr("Bytes of keys, values and headers read per second"),
         QStringLiteral("stream")},
        {Figure::Firing, tr("Firing alerts"), tr("Alerts that fire now, recovering ones included"),
         QStringLiteral("alerts")},
        {Figure::DeadLetters, tr("Dead letters per minute"), tr("Records rejected, over the last minute"),
         QStringLiteral("deadletters")},
        {Figure::Lag, tr("Lag"), tr("Records between what was read and the end of the topics"),
         QStringLiteral("stream")},
        {Figure::Latency, tr("Batch latency p99"),
         tr("Sum of the steps' 99th percentiles: an upper bound for one batch from source to store"),
         QStringLiteral("pipeline")},
    }};
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    for (const Description& d : descriptions) {
        auto* tile = new KpiTile(d.title, d.explanation, row);
        connect(tile, &KpiTile::clicked, this,
                [this, target = d.target] { Q_EMIT openRequested(target, {}); });
        layout->addWidget(tile);
        m_tiles[static_cast<std::size_t>(d.figure)] = tile;
    }
    return row;
}

QWidget* OverviewPerspective::makeAlertList() {
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    card->setMinimumWidth(210);
    auto* title = new QLabel(tr("Firing now"), card);
    title->setProperty("role", QStringLiteral("heading"));
    title->setContentsMargins(12, 0, 12, 0);
    m_alertView = new QListView(card);
    m_alertView->setModel(&m_alerts);
    m_alertView->setItemDelegate(new AlertDelegate(m_alertView));
    m_alertView->setMouseTracking(true);
    m_alertView->setFrameShape(QFrame::NoFrame);
    m_alertView->setStyleSheet(QStringLiteral("QListView { border: none; background: transparent; }"));
    m_alertView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_alertView->setAccessibleName(tr("Firing alerts"));
    auto* none = new EmptyState(card);
    none->setContent(QStringLiteral("severity-ok"), tr("Nothing fires"),
                     tr("No alert is firing at the moment."));

    m_alertStack = new QStackedLayout;
    m_alertStack->addWidget(none);
    m_alertStack->addWidget(m_alertView);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 10, 1, 8);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addLayout(m_alertStack, 1);

    const auto open = [this](const QModelIndex& index) {
        Q_EMIT openRequested(QStringLiteral("alerts"), index.data(viewmodels::RecordIdRole).toString());
    };
    connect(m_alertView, &QListView::clicked, this, open);
    connect(m_alertView, &QListView::activated, this, open);
    return card;
}

void OverviewPerspective::startOver() {
    m_markers.clear();
    m_markersChanged = true;
    m_alerts.clear();
    m_newAlerts.reset();
    m_range.reset();
    m_rangeBar->setPaused(false);
    m_sinceRefresh.invalidate();
    m_charts->setPanels(m_workbench.panels());
    updateAlertList();
    showRange();
}

void OverviewPerspective::applyFrame(const feed::PipelineDelta& delta) {
    if (delta.generation != m_generation) {
        m_generation = delta.generation;
        startOver();
    }
    m_figures.apply(delta);
    m_range.setNow(delta.watermark);
    rememberMarkers(delta.transitions);
    if (delta.activeAlerts) m_newAlerts = delta.activeAlerts;
    if (!isActive()) return;
    const qint64 waited = m_sinceRefresh.isValid() ? m_sinceRefresh.elapsed() : kRefreshMs;
    if (waited >= kRefreshMs)
        refresh();
    else if (!m_catchUp.isActive())
        m_catchUp.start(kRefreshMs - static_cast<int>(waited));
}

void OverviewPerspective::refresh() {
    m_catchUp.stop();
    showFigures();
    updateAlertList();
    refreshCharts();
}

void OverviewPerspective::rememberMarkers(const std::vector<AlertTransition>& transitions) {
    for (const AlertTransition& step : transitions) {
        const bool fires = step.alert.state == AlertState::Firing && step.from != AlertState::Recovering;
        const bool ends = step.alert.state == AlertState::Resolved && step.from != AlertState::Pending;
        if (!fires && !ends) continue;
        const QString name = QString::fromStdString(step.alert.rule);
        ChartMarker marker{step.tick, viewmodels::severityOf(step.alert.labels), ends,
                           ends ? tr("%1 resolved").arg(name) : tr("%1 fires").arg(name)};
        // Many label sets of one rule often fire at one tick: one mark is enough.
        if (std::find(m_markers.begin(), m_markers.end(), marker) != m_markers.end()) continue;
        m_markers.push_back(std::move(marker));
        m_markersChanged = true;
    }
    while (m_markers.size() > kMaxMarkers)
        m_markers.pop_front();
}

void OverviewPerspective::showFigures() {
    const auto tone = [this](Figure figure) {
        switch (figure) {
        case Figure::Firing:
            if (m_figures.firingCount() == 0) return KpiTile::Tone::Good;
            return m_figures.worstFiring() == Severity::Critical ? KpiTile::Tone::Critical
                                                                 : KpiTile::Tone::Warning;
        case Figure::DeadLetters:
            return m_figures.value(figure).value_or(0) > 0 ? KpiTile::Tone::Warning : KpiTile::Tone::Plain;
        default:
            return KpiTile::Tone::Plain;
        }
    };
    for (int i = 0; i < viewmodels::kFigureCount; ++i) {
        const auto figure = static_cast<Figure>(i);
        tile(figure).setFigure(m_figures.text(figure), tone(figure), m_figures.history(figure));
    }
}

void OverviewPerspective::updateAlertList() {
    if (m_newAlerts) m_alerts.setAlerts(*std::exchange(m_newAlerts, nullptr));
    m_alerts.setNow(m_figures.watermark());
    m_alertStack->setCurrentIndex(m_alerts.rowCount() == 0 ? 0 : 1);
}

void OverviewPerspective::showRange() {
    const auto span = m_range.span();
    m_rangeBar->setSpan(m_range.isZoomed(), span ? tr("%1 – %2 UTC")
                                                       .arg(viewmodels::format::dateTime(span->from),
                                                            viewmodels::format::time(span->until))
                                                 : QString());
}

void OverviewPerspective::refreshCharts() {
    showRange();
    const auto span = m_range.span();
    if (!span) return;
    m_sinceRefresh.start();
    if (m_markersChanged) {
        m_charts->setMarkers({m_markers.begin(), m_markers.end()});
        m_markersChanged = false;
    }
    const Duration step = viewmodels::TimeRange::stepFor(span->until - span->from, m_charts->columns());
    m_charts->refresh({span->from, span->until, step});
}

void OverviewPerspective::activated() {
    refresh();
}

void OverviewPerspective::setPaused(bool paused) {
    m_range.setPaused(paused);
    m_rangeBar->setPaused(paused);
    refreshCharts();
}

void OverviewPerspective::zoomOut() {
    if (m_range.zoomOut()) refreshCharts();
}

void OverviewPerspective::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        setPaused(!m_range.isPaused());
    else if (event->key() == Qt::Key_Backspace)
        zoomOut();
    else
        Perspective::keyPressEvent(event);
}

void OverviewPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("splitter"), m_splitter->saveState());
    const Duration length = m_range.length();
    settings.setValue(QStringLiteral("rangeSeconds"),
                      length == viewmodels::TimeRange::kAll
                          ? qlonglong(0)
                          : qlonglong(std::chrono::duration_cast<std::chrono::seconds>(length).count()));
    settings.remove(QStringLiteral("hidden"));
    settings.beginWriteArray(QStringLiteral("hidden"));
    int index = 0;
    const QHash<QString, QStringList> hidden = m_charts->hiddenSeries();
    for (auto it = hidden.begin(); it != hidden.end() && index < kMaxStoredPanels; ++it) {
        if (it->isEmpty()) continue;
        settings.setArrayIndex(index++);
        settings.setValue(QStringLiteral("panel"), it.key());
        settings.setValue(QStringLiteral("series"), it->mid(0, kMaxStoredNames));
    }
    settings.endArray();
}

void OverviewPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("splitter")).toByteArray());
    bool known = false;
    const qlonglong seconds = settings.value(QStringLiteral("rangeSeconds"), -1).toLongLong(&known);
    constexpr qlonglong kLongest = 366LL * 86400;
    if (known && seconds == 0)
        m_range.setLength(viewmodels::TimeRange::kAll);
    else if (known && seconds >= 60 && seconds <= kLongest)
        m_range.setLength(std::chrono::seconds(seconds));
    m_rangeBar->setLength(m_range.length());
    QHash<QString, QStringList> hidden;
    const int panels = std::min(settings.beginReadArray(QStringLiteral("hidden")), kMaxStoredPanels);
    for (int i = 0; i < panels; ++i) {
        settings.setArrayIndex(i);
        hidden.insert(settings.value(QStringLiteral("panel")).toString(),
                      settings.value(QStringLiteral("series")).toStringList().mid(0, kMaxStoredNames));
    }
    settings.endArray();
    m_charts->setHiddenSeries(hidden);
}

void OverviewPerspective::resetLayout() {
    m_splitter->setSizes(defaultSizes());
    m_charts->setHiddenSeries({});
}

} // namespace eventflow::widgets
