#include "tests/widgets/support/fake_workbench.h"
#include "widgets/viewmodels/firing_alerts_model.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/frame_pump.h"
#include "widgets/viewmodels/pipeline_figures.h"
#include "widgets/viewmodels/rate_meter.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/time_range.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace eventflow;
using namespace eventflow::viewmodels;
using eventflow::testing::FakeWorkbench;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
constexpr Timestamp kStart = FakeWorkbench::kStart;
}

class TestFigures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbersKeepThreeDigits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("0") << 0.0 << "0";
        QTest::newRow("small") << 0.042 << "0.042";
        QTest::newRow("unit") << 4.25 << "4.25";
        QTest::newRow("tens") << 42.51 << "42.5";
        QTest::newRow("whole") << 950.0 << "950";
        QTest::newRow("rounds up to the next unit") << 999.96 << "1.00k";
        QTest::newRow("thousands") << 48'213.0 << "48.2k";
        QTest::newRow("millions") << 1'234'567.0 << "1.23M";
        QTest::newRow("negative") << -12'500.0 << "-12.5k";
        QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN() << "–";
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << "∞";
    }
    void numbersKeepThreeDigits() {
        QFETCH(double, value);
        QTEST(format::compact(value), "text");
    }
    void unitsChooseTheirScale_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("percent") << 72.4 << "%"
                                 << "72.4 %";
        QTest::newRow("rate") << 48'213.0 << "/s"
                              << "48.2k/s";
        QTest::newRow("bytes") << 5.0 * 1024 * 1024 << "bytes"
                               << "5.00 MiB";
        QTest::newRow("bytes per second") << 31e6 << "bytes/s"
                                          << "31.0 MB/s";
        QTest::newRow("ms") << 412.0 << "ms"
                            << "412 ms";
        QTest::newRow("many ms") << 4120.0 << "ms"
                                 << "4.12 s";
        QTest::newRow("µs") << 0.0032 << "ms"
                            << "3.20 µs";
        QTest::newRow("minutes") << 725.0 << "s"
                                 << "12m 5s";
        QTest::newRow("none") << 3.0 << ""
                              << "3";
    }
    void unitsChooseTheirScale() {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QTEST(format::withUnit(value, unit), "text");
    }
    void timesAreUtc() {
        const Timestamp t = kStart + std::chrono::milliseconds(61'007);
        QCOMPARE(format::time(t), QStringLiteral("12:01:01"));
        QCOMPARE(format::timeMs(t), QStringLiteral("12:01:01.007"));
        QCOMPARE(format::dateTime(t), QStringLiteral("2026-06-20 12:01:01"));
        QCOMPARE(format::time(kNoTime), QStringLiteral("–"));
    }

    void rateIsThatOfTheWindow() {
        RateMeter meter(3);
        QCOMPARE(meter.perSecond(), 0.0);
        for (int i = 0; i <= 100; ++i)
            meter.update(i * 0.1, static_cast<std::uint64_t>(i < 50 ? 0 : (i - 50) * 10));
        QVERIFY(std::abs(meter.perSecond() - 100) < 1e-6);
        meter.update(10.1, 0); // a restart
        QCOMPARE(meter.perSecond(), 0.0);
    }

    void pumpTakesOnceAFrameAndOnlyWhatHappened() {
        FakeWorkbench workbench;
        FramePump pump(workbench);
        int frames = 0;
        double uptime = 0;
        connect(&pump, &FramePump::frame, this, [&](const feed::PipelineDelta& delta) {
            ++frames;
            uptime = delta.uptimeSeconds;
        });
        pump.pump();
        QCOMPARE(frames, 0);
        // However much is published between two frames, the screen hears of it once.
        for (int i = 1; i <= 1000; ++i)
            workbench.publish(FakeWorkbench::demoDelta(i));
        pump.pump();
        QCOMPARE(frames, 1);
        QCOMPARE(uptime, 1000.0);
    }
    void pumpIsNotFasterThanThirtyHertz() {
        QVERIFY(1000.0 / FramePump::kFrameMs <= 30);
        FakeWorkbench workbench;
        FramePump pump(workbench);
        QElapsedTimer timer;
        timer.start();
        pump.start();
        QTRY_VERIFY(workbench.takes >= 5);
        QVERIFY(workbench.takes <= timer.elapsed() / FramePump::kFrameMs + 1);
        pump.stop();
        QVERIFY(!pump.isRunning());
    }

    void figuresFollowTheFrames() {
        PipelineFigures figures;
        QCOMPARE(figures.text(Figure::Events), QStringLiteral("–"));
        for (int i = 1; i <= 200; ++i)
            figures.apply(FakeWorkbench::demoDelta(i));
        QVERIFY(std::abs(figures.value(Figure::Events).value() - 48'200) < 2000);
        QCOMPARE(figures.value(Figure::Lag).value(), 1315.0);
        QCOMPARE(figures.firingCount(), 5);
        QCOMPARE(figures.worstFiring(), Severity::Critical);
        QVERIFY(figures.queueRatio() > 0.4 && figures.queueRatio() < 0.5);
        QCOMPARE(figures.history(Figure::Events).size(), PipelineFigures::kHistory);
    }
    void anotherPipelineStartsOver() {
        PipelineFigures figures;
        figures.apply(FakeWorkbench::demoDelta(10));
        feed::PipelineDelta next;
        next.generation = 2;
        figures.apply(next);
        QCOMPARE(figures.firingCount(), 0);
        QVERIFY(figures.history(Figure::Events).empty());
        QVERIFY(!figures.value(Figure::Lag).has_value());
    }
    void severityIsReadFromTheLabel_data() {
        QTest::addColumn<QString>("label");
        QTest::addColumn<int>("severity");
        QTest::newRow("critical") << "critical" << static_cast<int>(Severity::Critical);
        QTest::newRow("page") << "PAGE" << static_cast<int>(Severity::Critical);
        QTest::newRow("warning") << "warning" << static_cast<int>(Severity::Warning);
        QTest::newRow("unknown") << "whatever" << static_cast<int>(Severity::Info);
        QTest::newRow("none") << "" << static_cast<int>(Severity::Info);
    }
    void severityIsReadFromTheLabel() {
        QFETCH(QString, label);
        Labels labels;
        labels.set("severity", label.toStdString());
        QTEST(static_cast<int>(severityOf(labels)), "severity");
    }

    void firingAlertsComeWorstFirst() {
        FiringAlertsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setNow(kStart);
        model.setAlerts(FakeWorkbench::demoAlerts(kStart));
        QCOMPARE(model.rowCount(), 5); // the pending one does not fire
        int last = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            const int severity = model.index(row).data(SeverityRole).toInt();
            QVERIFY(severity >= last);
            last = severity;
        }
        QCOMPARE(model.index(0).data(Qt::DisplayRole).toString(), QStringLiteral("HostSilent"));
        QCOMPARE(model.index(0).data(FiringAlertsModel::AgeRole).toString(), QStringLiteral("7m 40s"));
    }
    void theSelectionSurvivesNewValues() {
        FiringAlertsModel model;
        model.setAlerts(FakeWorkbench::demoAlerts(kStart));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        std::vector<Alert> alerts = FakeWorkbench::demoAlerts(kStart);
        alerts[0].value += 1;
        model.setAlerts(alerts);
        QCOMPARE(resets.count(), 0);
        model.setAlerts({});
        QCOMPARE(resets.count(), 1);
    }

    void rangeFollowsTheWatermark() {
        TimeRange range;
        QVERIFY(!range.span());
        range.setNow(kStart);
        range.setLength(minutes(5));
        QCOMPARE(range.span()->from, kStart - minutes(5));
        range.setNow(kStart + seconds(10));
        QCOMPARE(range.span()->until, kStart + seconds(10));
        range.setLength(TimeRange::kAll);
        range.setNow(kStart + minutes(30));
        QCOMPARE(range.span()->from, kStart);
    }
    void pauseHoldsTheRange() {
        TimeRange range;
        range.setNow(kStart);
        range.setPaused(true);
        range.setNow(kStart + minutes(1));
        QCOMPARE(range.span()->until, kStart);
        range.setPaused(false);
        QCOMPARE(range.span()->until, kStart + minutes(1));
    }
    void zoomsNestAndAreBounded() {
        TimeRange range;
        range.setNow(kStart);
        const auto live = range.span();
        QVERIFY(!range.zoomOut());
        range.zoomTo(kStart - minutes(5), kStart - minutes(3));
        range.zoomTo(kStart - minutes(4), kStart - minutes(4)); // a click's width
        QCOMPARE(range.span()->until - range.span()->from, TimeRange::kSmallestZoom);
        QVERIFY(range.zoomOut());
        QCOMPARE(range.span()->from, kStart - minutes(5));
        QVERIFY(range.zoomOut());
        QVERIFY(range.span() == live);
        for (int i = 0; i < 100; ++i)
            range.zoomTo(kStart - minutes(5), kStart);
        int zooms = 0;
        while (range.zoomOut())
            ++zooms;
        QCOMPARE(zooms, static_cast<int>(TimeRange::kMaxZooms));
    }
    void stepsAreRound() {
        QCOMPARE(TimeRange::stepFor(minutes(5), 300), Duration(seconds(1)));
        QCOMPARE(TimeRange::stepFor(minutes(15), 300), Duration(seconds(5)));
        QCOMPARE(TimeRange::stepFor(std::chrono::hours(6), 300), Duration(minutes(2)));
        QVERIFY(TimeRange::stepFor(std::chrono::hours(24 * 365), 300) >= std::chrono::hours(24));
    }
};

QTEST_GUILESS_MAIN(TestFigures)
#include "tst_figures.moc"
