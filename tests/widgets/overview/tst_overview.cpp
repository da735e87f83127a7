#include "tests/widgets/support/fake_workbench.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/time_series_chart.h"
#include "widgets/overview/chart_grid.h"
#include "widgets/overview/kpi_tile.h"
#include "widgets/overview/overview_perspective.h"
#include "widgets/overview/panel_query.h"

#include <QLabel>
#include <QLayout>
#include <QListView>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeWorkbench;
using viewmodels::Figure;

namespace {

PanelQuery::Range lastMinutes(int count) {
    const Timestamp until = FakeWorkbench::kStart + std::chrono::hours(1);
    return {until - std::chrono::minutes(count), until, std::chrono::seconds(5)};
}

} // namespace

class TestOverview : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_workbench = std::make_unique<FakeWorkbench>();
        m_overview = std::make_unique<OverviewPerspective>(*m_workbench);
        m_overview->resize(1200, 800);
        m_overview->show();
        m_overview->setActive(true);
    }
    void cleanup() {
        m_workbench->blockQueries = false;
        m_overview.reset();
        m_workbench.reset();
    }

    void chartsShowWhatTheQueriesReturn() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QCOMPARE(m_overview->charts().chartCount(), 6);
        QTRY_COMPARE(chart(0).legend().entryCount(), 5);
        QCOMPARE(chart(0).legend().entry(0)->text(), QStringLiteral("web-1"));
    }
    void theLastRowOfChartsIsFull_data() {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 3, 5, 7})
            QTest::addRow("%d", count) << count;
    }
    void theLastRowOfChartsIsFull() {
        QFETCH(int, count);
        const std::vector<feed::Panel> panels = FakeWorkbench::demoPanels();
        m_workbench->panelList.assign(static_cast<std::size_t>(count), panels.front());
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(1);
        delta.generation = 5;
        m_overview->applyFrame(delta);
        QCoreApplication::processEvents();
        QWidget* grid = m_overview->charts().widget();
        grid->layout()->activate();
        int bottom = 0;
        int rightmost = 0;
        for (int i = 0; i < count; ++i)
            bottom = std::max(bottom, chart(i).geometry().bottom());
        for (int i = 0; i < count; ++i)
            if (chart(i).geometry().bottom() == bottom)
                rightmost = std::max(rightmost, chart(i).geometry().right());
        QVERIFY2(grid->width() - rightmost <= 2,
                 qPrintable(QStringLiteral("%1 of %2").arg(rightmost).arg(grid->width())));
    }
    void aLegendThatFitsHasNoScrollBar() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTRY_COMPARE(chart(0).legend().entryCount(), 5);
        QTRY_VERIFY(!chart(0).legend().verticalScrollBar()->isVisible());
        ChartLegend& legend = chart(0).legend();
        QVERIFY(legend.widget()->height() <= legend.viewport()->height());
    }
    void tilesShowTheFigures() {
        for (int i = 1; i <= 20; ++i)
            m_overview->applyFrame(FakeWorkbench::demoDelta(i));
        m_overview->setActive(false);
        m_overview->setActive(true);
        QCOMPARE(m_overview->tile(Figure::Firing).figure(), QStringLiteral("5"));
        QVERIFY(m_overview->tile(Figure::Events).figure().endsWith(u'k'));
    }
    void hiddenOverviewAsksNothing() {
        m_overview->setActive(false);
        for (int i = 1; i <= 50; ++i)
            m_overview->applyFrame(FakeWorkbench::demoDelta(i));
        QCOMPARE(m_workbench->rangeQueries.load(), 0);
    }
    void refreshesOnceASecondWhateverTheFrameRate() {
        for (int i = 1; i <= 200; ++i)
            m_overview->applyFrame(FakeWorkbench::demoDelta(i * 0.034));
        QTRY_VERIFY(m_workbench->rangeQueries.load() >= 6);
        QVERIFY(m_workbench->rangeQueries.load() <= 12);
    }
    void theLastFrameIsShownWhenNoneFollows() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(1));
        feed::PipelineDelta last = FakeWorkbench::demoDelta(2);
        last.activeAlerts = std::make_shared<const std::vector<Alert>>();
        m_overview->applyFrame(last);
        QCOMPARE(m_overview->tile(Figure::Firing).figure(), QStringLiteral("5"));
        QTRY_COMPARE(m_overview->tile(Figure::Firing).figure(), QStringLiteral("0"));
    }
    void oneQueryOfAPanelAtATime() {
        m_workbench->blockQueries = true;
        PanelQuery query(*m_workbench, m_workbench->panelList.front(), nullptr);
        for (int i = 1; i <= 20; ++i)
            query.request(lastMinutes(i));
        QTRY_COMPARE(m_workbench->rangeQueries.load(), 1);
        int results = 0;
        connect(&query, &PanelQuery::finished, this, [&results] { ++results; });
        m_workbench->blockQueries = false;
        QTRY_COMPARE(results, 2); // the one under way and the last that waited
        QCOMPARE(m_workbench->rangeQueries.load(), 2);
    }
    void staleResultsAreDropped() {
        m_workbench->blockQueries = true;
        PanelQuery query(*m_workbench, m_workbench->panelList.front(), nullptr);
        int results = 0;
        connect(&query, &PanelQuery::finished, this, [&results] { ++results; });
        query.request(lastMinutes(5));
        query.reset();
        m_workbench->blockQueries = false;
        QTRY_VERIFY(!query.isRunning());
        QCoreApplication::processEvents();
        QCOMPARE(results, 0);
    }
    void destroyingWaitsForTheQuery() {
        m_workbench->blockQueries = true;
        auto query = std::make_unique<PanelQuery>(*m_workbench, m_workbench->panelList.front(), nullptr);
        query->request(lastMinutes(5));
        QTRY_COMPARE(m_workbench->rangeQueries.load(), 1);
        m_workbench->blockQueries = false;
        query.reset(); // must not leave the worker with a dangling workbench
    }
    void aFailedFirstQuerySaysWhy() {
        m_workbench->failQueries = true;
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTRY_VERIFY(textsOf(chart(0)).contains(QStringLiteral("The query failed")));
    }
    void emptyChartsSaySo() {
        m_workbench->emptyQueries = true;
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTRY_VERIFY(textsOf(chart(0)).contains(QStringLiteral("No series in this range")));
    }
    void spacePausesAndGoesOn() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTest::keyClick(m_overview.get(), Qt::Key_Space);
        QVERIFY(m_overview->range().isPaused());
        QTest::keyClick(m_overview.get(), Qt::Key_Space);
        QVERIFY(!m_overview->range().isPaused());
    }
    void zoomAppliesToAllAndBackspaceLeavesIt() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        const Timestamp from = FakeWorkbench::kStart + std::chrono::minutes(50);
        Q_EMIT chart(2).rangeSelected(from, from + std::chrono::minutes(2));
        QVERIFY(m_overview->range().isZoomed());
        QCOMPARE(m_overview->range().span()->from, from);
        QTest::keyClick(m_overview.get(), Qt::Key_Backspace);
        QVERIFY(!m_overview->range().isZoomed());
    }
    void crosshairIsShared() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTRY_COMPARE(chart(1).legend().entryCount(), 3);
        const QString latest = chart(1).legend().entry(0)->value();
        Q_EMIT chart(0).crosshairMoved(FakeWorkbench::kStart + std::chrono::minutes(55));
        QVERIFY(chart(1).legend().entry(0)->value() != latest);
    }
    void clickingAnAlertAsksToOpenIt() {
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QSignalSpy spy(m_overview.get(), &Perspective::openRequested);
        auto* list = m_overview->findChild<QListView*>();
        QTRY_VERIFY(list->isVisible());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(0, 0)).center());
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.front().at(0).toString(), QStringLiteral("alerts"));
        QVERIFY(!spy.front().at(1).toString().isEmpty());
    }
    void hiddenSeriesAndRangeAreRestored() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        m_overview->applyFrame(FakeWorkbench::demoDelta(30));
        QTRY_COMPARE(chart(0).legend().entryCount(), 5);
        QTest::mouseClick(chart(0).legend().entry(1), Qt::LeftButton);
        m_overview->saveState(settings);

        OverviewPerspective again(*m_workbench);
        again.restoreState(settings);
        again.applyFrame(FakeWorkbench::demoDelta(31));
        QCOMPARE(again.charts().chart(0)->hiddenSeries(), QStringList{chart(0).legend().entry(1)->text()});
    }

private:
    TimeSeriesChart& chart(int index) {
        return *qobject_cast<TimeSeriesChart*>(m_overview->charts().chart(index));
    }
    static QStringList textsOf(const QWidget& widget) {
        QStringList texts;
        for (const QLabel* label : widget.findChildren<QLabel*>())
            texts << label->text();
        return texts;
    }

    std::unique_ptr<FakeWorkbench> m_workbench;
    std::unique_ptr<OverviewPerspective> m_overview;
};

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
