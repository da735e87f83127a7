#include "widgets/charts/axis_ticks.h"
#include "widgets/charts/decimator.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace eventflow;
using namespace eventflow::widgets;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr Timestamp kStart = timestampFromNs(1'781'956'800'000'000'000); // 2026-06-20T12:00:00Z

PlotArea area(Duration length, double width = 100) {
    return {0, 0, width, 100, kStart, kStart + length, 0, 100};
}

std::vector<Sample> constant(int count, Duration step, double value) {
    std::vector<Sample> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back({kStart + i * step, value});
    return samples;
}

double highest(const QList<QLineF>& lines) { // the smallest y is the highest value
    double y = std::numeric_limits<double>::infinity();
    for (const QLineF& line : lines)
        y = std::min({y, line.y1(), line.y2()});
    return y;
}

} // namespace

class TestDecimator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spikeOfOneSampleSurvives_data() {
        QTest::addColumn<int>("position");
        for (const int position : {0, 1, 4321, 50'000, 99'998, 99'999})
            QTest::addRow("%d", position) << position;
    }
    void spikeOfOneSampleSurvives() {
        QFETCH(int, position);
        std::vector<Sample> samples = constant(100'000, milliseconds(10), 10);
        samples[static_cast<std::size_t>(position)].value = 97;
        QList<QLineF> lines;
        Decimator(area(seconds(1000)), seconds(1)).append(samples, lines);
        QVERIFY(std::abs(highest(lines) - 3) < 1e-9);
        QVERIFY2(lines.size() <= 3 * 101, qPrintable(QString::number(lines.size())));
    }
    void fewSamplesAreDrawnExactly() {
        const std::vector<Sample> samples{
            {kStart, 0}, {kStart + seconds(50), 100}, {kStart + seconds(100), 50}};
        QList<QLineF> lines;
        Decimator(area(seconds(100)), seconds(60)).append(samples, lines);
        QCOMPARE(lines, (QList<QLineF>{{0, 100, 50, 0}, {50, 0, 100, 50}}));
    }
    void noLineCrossesAGap() {
        const std::vector<Sample> samples{
            {kStart, 10}, {kStart + seconds(10), 10}, {kStart + seconds(60), 20}, {kStart + seconds(70), 20}};
        QList<QLineF> lines;
        Decimator(area(seconds(100)), seconds(15)).append(samples, lines);
        QCOMPARE(lines.size(), 2);
        for (const QLineF& line : lines)
            QVERIFY(line.x2() <= 10.001 || line.x1() >= 59.999);
    }
    void valuesThatAreNotFiniteEndTheLine() {
        std::vector<Sample> samples = constant(5, seconds(20), 10);
        samples[2].value = std::numeric_limits<double>::quiet_NaN();
        QList<QLineF> lines;
        Decimator(area(seconds(100)), seconds(30)).append(samples, lines);
        QCOMPARE(lines.size(), 2);
        for (const QLineF& line : lines)
            QVERIFY(std::isfinite(line.y1()) && std::isfinite(line.y2()));
    }
    void aLonelySampleLeavesATrace() {
        QList<QLineF> lines;
        Decimator(area(seconds(100)), seconds(1))
            .append(std::vector<Sample>{{kStart + seconds(50), 50}}, lines);
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines.first().length() > 1);
    }
    void linesEnterFromOutside() {
        const std::vector<Sample> samples{
            {kStart - seconds(10), 0}, {kStart + seconds(10), 100}, {kStart + seconds(110), 0}};
        QList<QLineF> lines;
        Decimator(area(seconds(100)), seconds(200)).append(samples, lines);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.first().x1() < 0 && lines.last().x2() > 100);
    }
    void invalidAreasDrawNothing() {
        QList<QLineF> lines;
        Decimator(PlotArea{}, seconds(1)).append(constant(10, seconds(1), 1), lines);
        QVERIFY(lines.isEmpty());
    }
    void nearestSampleIsBounded() {
        const std::vector<Sample> samples{{kStart, 1}, {kStart + seconds(10), 2}};
        QCOMPARE(nearestSample(samples, kStart + seconds(4), seconds(5))->value, 1.0);
        QCOMPARE(nearestSample(samples, kStart + seconds(6), seconds(5))->value, 2.0);
        QVERIFY(nearestSample(samples, kStart + seconds(60), seconds(5)) == nullptr);
        QVERIFY(nearestSample({}, kStart, seconds(5)) == nullptr);
    }

    void valueScalesAreRound_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("binary");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("until");
        QTest::addColumn<double>("step");
        constexpr double kGiB = 1024.0 * 1024 * 1024;
        QTest::newRow("percent") << 3.0 << 92.0 << false << 0.0 << 100.0 << 20.0;
        QTest::newRow("far from zero") << 1000.0 << 1010.0 << false << 1000.0 << 1010.0 << 5.0;
        QTest::newRow("bytes") << 0.0 << 7 * kGiB << true << 0.0 << 8 * kGiB << 2 * kGiB;
        QTest::newRow("nothing") << 1.0 << -1.0 << false << 0.0 << 1.0 << 0.2;
    }
    void valueScalesAreRound() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, binary);
        const ValueScale scale = valueScale(low, high, 5, binary);
        QTEST(scale.step, "step");
        QTEST(scale.low, "from");
        QTEST(scale.high, "until");
    }
    void extremeRangesStayUsable_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        constexpr double kMax = std::numeric_limits<double>::max();
        QTest::newRow("everything") << -kMax << kMax;
        QTest::newRow("infinite") << 0.0 << std::numeric_limits<double>::infinity();
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << 1.0;
        QTest::newRow("denormal") << 0.0 << std::numeric_limits<double>::denorm_min();
        QTest::newRow("one large value") << 1e18 << 1e18;
    }
    void extremeRangesStayUsable() {
        QFETCH(double, low);
        QFETCH(double, high);
        const ValueScale scale = valueScale(low, high, 5, false);
        QVERIFY(std::isfinite(scale.low) && std::isfinite(scale.high) && scale.high > scale.low);
        QVERIFY(scale.step > 0 && scale.ticks().size() <= 64);
    }

    void timeTicksStandAtFullUnits() {
        const auto ticks = timeTicks(kStart + seconds(7), kStart + std::chrono::minutes(15), 8);
        QVERIFY(!ticks.empty() && ticks.size() <= 9);
        QCOMPARE(ticks.front().label, QStringLiteral("12:02"));
        for (const TimeTick& tick : ticks)
            QVERIFY(tick.at.time_since_epoch() % std::chrono::minutes(2) == Duration::zero());
    }
    void aNewDayShowsItsDate() {
        const auto ticks = timeTicks(kStart, kStart + std::chrono::hours(24), 6);
        QVERIFY(
            std::any_of(ticks.begin(), ticks.end(), [](const TimeTick& t) { return t.label == u"06-21"; }));
    }
};

QTEST_GUILESS_MAIN(TestDecimator)
#include "tst_decimator.moc"
