#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/time_series_chart.h"

#include <QGraphicsItem>
#include <QSignalSpy>
#include <QTest>
#include <QXYSeries>

using namespace eventflow;
using namespace eventflow::widgets;
using std::chrono::seconds;

namespace {

constexpr Timestamp kStart = timestampFromNs(1'781'956'800'000'000'000);

std::shared_ptr<const ChartData> twoSeries() {
    auto data = std::make_shared<ChartData>();
    data->from = kStart;
    data->until = kStart + seconds(300);
    data->step = seconds(1);
    ChartSeries a{QStringLiteral("web-1"), {}};
    ChartSeries b{QStringLiteral("web-2"), {}};
    for (int i = 0; i <= 300; ++i) {
        a.samples.push_back({kStart + seconds(i), 40.0});
        if (i < 100 || i > 200) b.samples.push_back({kStart + seconds(i), i == 250 ? 95.0 : 60.0});
    }
    data->series = {a, b};
    return data;
}

} // namespace

class TestTimeSeriesChart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!.*propagateSizeHints).*")));
        m_chart = std::make_unique<TimeSeriesChart>(nullptr);
        m_chart->resize(640, 320);
        m_chart->setUnit(QStringLiteral("%"));
        m_chart->setData(twoSeries());
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }
    void cleanup() { m_chart.reset(); }

    void linesAreDrawnByOurItemOnly() {
        QVERIFY(m_chart->canvas().plot().lineCount() > 100);
        QVERIFY(m_chart->canvas().chart()->series().isEmpty());
    }
    void valueAxisHoldsTheSpike() {
        const PlotItem::Content& content = m_chart->canvas().plot().content();
        QVERIFY(content.scale.low <= 0 && content.scale.high >= 95);
    }
    void legendShowsTheLatestValue() {
        QCOMPARE(m_chart->legend().entryCount(), 2);
        QCOMPARE(m_chart->legend().entry(0)->text(), QStringLiteral("web-1"));
        QCOMPARE(m_chart->legend().entry(0)->value(), QStringLiteral("40 %"));
    }
    void legendShowsTheValueUnderTheCrosshair_data() {
        QTest::addColumn<int>("second");
        QTest::addColumn<QString>("value");
        QTest::newRow("spike") << 250 << QStringLiteral("95 %");
        QTest::newRow("plain") << 50 << QStringLiteral("60 %");
        QTest::newRow("gap") << 150 << QStringLiteral("–");
    }
    void legendShowsTheValueUnderTheCrosshair() {
        QFETCH(int, second);
        m_chart->setCrosshair(kStart + seconds(second));
        QTEST(m_chart->legend().entry(1)->value(), "value");
    }
    void hoveringShowsEverySeriesAndIsTold() {
        Timestamp told = kNoTime;
        connect(m_chart.get(), &TimeSeriesView::crosshairMoved, this, [&told](Timestamp at) { told = at; });
        QWidget* viewport = m_chart->canvas().viewport();
        QTest::mouseMove(viewport, QPoint(viewport->width() / 4, viewport->height() / 2));
        QTRY_VERIFY(told != kNoTime);
        QCOMPARE(m_chart->canvas().crosshair().content().rows.size(), std::size_t(2));
        QCOMPARE(m_chart->canvas().crosshair().content().rows.front().name, QStringLiteral("web-2"));
    }
    void clickHidesAndShowsASeries() {
        QSignalSpy spy(m_chart.get(), &TimeSeriesView::hiddenSeriesChanged);
        QTest::mouseClick(m_chart->legend().entry(1), Qt::LeftButton);
        QCOMPARE(m_chart->hiddenSeries(), QStringList{QStringLiteral("web-2")});
        QVERIFY(m_chart->canvas().plot().content().scale.high < 95);
        QTest::mouseClick(m_chart->legend().entry(1), Qt::LeftButton);
        QVERIFY(m_chart->hiddenSeries().isEmpty());
        QCOMPARE(spy.count(), 2);
    }
    void doubleClickShowsOnlyOneAndThenAll() {
        LegendEntry* first = m_chart->legend().entry(0);
        const auto doubleClick = [first] {
            QTest::mouseClick(first, Qt::LeftButton);
            QTest::mouseDClick(first, Qt::LeftButton);
        };
        doubleClick();
        QCOMPARE(m_chart->hiddenSeries(), QStringList{QStringLiteral("web-2")});
        doubleClick();
        QVERIFY(m_chart->hiddenSeries().isEmpty());
    }
    void draggingSelectsARange() {
        Timestamp from = kNoTime;
        Timestamp until = kNoTime;
        connect(m_chart.get(), &TimeSeriesView::rangeSelected, this, [&](Timestamp a, Timestamp b) {
            from = a;
            until = b;
        });
        QWidget* viewport = m_chart->canvas().viewport();
        const PlotArea& area = m_chart->canvas().plot().content().area;
        const auto at = [&](int second) {
            return QPoint(static_cast<int>(area.x(kStart + seconds(second))), viewport->height() / 2);
        };
        QTest::mousePress(viewport, Qt::LeftButton, {}, at(200));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, at(100));
        QVERIFY(std::chrono::abs(from - (kStart + seconds(100))) < seconds(2));
        QVERIFY(std::chrono::abs(until - (kStart + seconds(200))) < seconds(2));
    }
    void backspaceAsksToZoomOut() {
        QSignalSpy spy(m_chart.get(), &TimeSeriesView::zoomOutRequested);
        QTest::keyClick(m_chart->canvas().viewport()->parentWidget(), Qt::Key_Backspace);
        QCOMPARE(spy.count(), 1);
    }
    void emptyAndFailedChartsSaySo() {
        m_chart->showMessage(QStringLiteral("chart"), QStringLiteral("No series in this range"), {});
        QVERIFY(!m_chart->canvas().isVisible());
        m_chart->setData(twoSeries());
        QVERIFY(m_chart->canvas().isVisible());
    }

private:
    std::unique_ptr<TimeSeriesChart> m_chart;
};

QTEST_MAIN(TestTimeSeriesChart)
#include "tst_time_series_chart.moc"
