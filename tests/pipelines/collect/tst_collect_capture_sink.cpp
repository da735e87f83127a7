#include "pipelines/collect/capture_sink.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/collect/simulator_source.h"
#include "tests/pipelines/collect/capture_bytes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using namespace eventflow::collect;
using namespace eventflow::collect::test;

Q_DECLARE_METATYPE(eventflow::collect::LineFormat)
Q_DECLARE_METATYPE(eventflow::collect::Compression)

namespace {

SimulatorOptions simulation(std::uint64_t events) {
    SimulatorOptions options;
    options.events = events;
    options.corruptedPerMillion = 20000;
    options.incident = IncidentKind::All;
    return options;
}

Reading simulated(std::uint64_t events, Pacing pacing = {}, const Positions& resumeFrom = {}) {
    auto source = makeSimulatorSource(simulation(events), pacing);
    return readAll(**source, resumeFrom);
}

} // namespace

class TestCollectCaptureSink : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::filesystem::path path(const char* name) const {
        return std::filesystem::canonical(m_dir.path().toStdString()) / name;
    }

private Q_SLOTS:
    void writesWhatTheFileSourceReads_data() {
        QTest::addColumn<LineFormat>("format");
        QTest::addColumn<Compression>("compression");
        for (const LineFormat format : {LineFormat::Ndjson, LineFormat::Kcat})
            for (const Compression compression : {Compression::None, Compression::Gzip, Compression::Zstd})
                QTest::addRow("%s, %s", toString(format), toString(compression)) << format << compression;
    }
    void writesWhatTheFileSourceReads() {
        QFETCH(LineFormat, format);
        QFETCH(Compression, compression);
        CaptureTarget target;
        target.file = path("capture");
        target.format = format;
        target.compression = compression;
        const auto summary = writeCapture(simulation(20000), target, {});
        QVERIFY(summary);
        QCOMPARE(summary->records, 20000U);
        QCOMPARE(summary->storedBytes, std::filesystem::file_size(target.file));
        QVERIFY(!std::filesystem::exists(path("capture.part")));

        auto source = makeFileSource({target.file});
        QVERIFY(source);
        const Reading reading = readAll(**source);
        QVERIFY2(!reading.error, reading.error ? reading.error->detail.c_str() : "");
        const Reading expected = simulated(20000);
        QCOMPARE(reading.records.size(), expected.records.size());
        for (std::size_t i = 0; i < expected.records.size(); ++i) {
            // kcat's lines bring back everything, damaged and binary values included.
            if (format == LineFormat::Kcat)
                QVERIFY(reading.records[i] == expected.records[i]);
            else
                QVERIFY(reading.records[i].value == expected.records[i].value);
        }
    }

    void givesTheSameRecordsAtAnyPace_data() {
        QTest::addColumn<double>("eventsPerSecond");
        QTest::addColumn<double>("timeScale");
        QTest::newRow("a million a second") << 1e6 << 0.0;
        QTest::newRow("20000 a second") << 2e4 << 0.0;
        QTest::newRow("1000 times") << 0.0 << 1000.0;
    }
    void givesTheSameRecordsAtAnyPace() {
        QFETCH(double, eventsPerSecond);
        QFETCH(double, timeScale);
        const Reading expected = simulated(5000);
        QElapsedTimer timer;
        timer.start();
        const Reading reading = simulated(5000, {eventsPerSecond, timeScale});
        QVERIFY(reading.records == expected.records);
        QVERIFY(reading.positions == expected.positions);
        // No faster than asked for: 5000 records are 166 s of event time.
        const double least = eventsPerSecond > 0 ? 5000 / eventsPerSecond : 160 / timeScale;
        QVERIFY2(timer.elapsed() >= static_cast<qint64>(least * 1000 * 0.95),
                 std::to_string(timer.elapsed()).c_str());
    }

    void resumesTheSimulationByItsNumberOfRecords() {
        const Reading all = simulated(9000);
        QVERIFY(!all.error);
        for (const auto& [count, positions] : all.checkpoints) {
            const Reading rest = simulated(9000, {}, positions);
            QCOMPARE(count + rest.records.size(), all.records.size());
            QVERIFY(std::equal(rest.records.begin(), rest.records.end(),
                               all.records.begin() + static_cast<std::ptrdiff_t>(count)));
        }
    }

    void waitsForTheNextRecordNoLongerThanAsked() {
        auto source = makeSimulatorSource(simulation(0), {1.0, 0});
        QVERIFY(source && (*source)->open({}).ok());
        QVERIFY(!(*source)->bounded());
        RecordBatch batch;
        QCOMPARE(*(*source)->read(batch, std::chrono::milliseconds(5), {}), ReadOutcome::Batch);
        QCOMPARE(batch.records.size(), 1U);
        batch.clear();
        QCOMPARE(*(*source)->read(batch, std::chrono::milliseconds(5), {}), ReadOutcome::Idle);
        QVERIFY(batch.records.empty());
    }

    void doesNotCatchUpInABurst() {
        Pacer pacer({1000, 0});
        const Pacer::Clock::time_point start{};
        QCOMPARE(pacer.untilDue(0, kNoTime, start).count(), 0);
        QCOMPARE(pacer.untilDue(500, kNoTime, start), Duration(std::chrono::milliseconds(500)));
        // The consumer stood still for a minute; the next record is due, the ones after it keep their
        // distance.
        const auto later = start + std::chrono::minutes(1);
        QCOMPARE(pacer.untilDue(501, kNoTime, later).count(), 0);
        QCOMPARE(pacer.untilDue(511, kNoTime, later), Duration(std::chrono::milliseconds(10)));
    }

    void leavesNothingBehindWhenStopped() {
        std::stop_source stop;
        CaptureTarget target;
        target.file = path("stopped.ndjson");
        writeFile(target.file, "the file of before\n");
        target.onProgress = [&](std::uint64_t) { stop.request_stop(); };
        const auto summary = writeCapture(simulation(100000000), target, stop.get_token());
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, ErrorCode::Cancelled);
        QVERIFY(summary.error().detail.starts_with(target.file.string()));
        QVERIFY(!std::filesystem::exists(path("stopped.ndjson.part")));
        QCOMPARE(readFile(target.file), "the file of before\n");
    }

    void refusesTargetsThatCannotBeWritten() {
        CaptureTarget target;
        target.file = path("no/such/folder/capture.ndjson");
        QCOMPARE(writeCapture(simulation(10), target, {}).error().code, ErrorCode::NotFound);
        target.file = path("endless.ndjson");
        QCOMPARE(writeCapture(simulation(0), target, {}).error().code, ErrorCode::InvalidArgument);
        QVERIFY(!std::filesystem::exists(path("endless.ndjson.part")));
    }

    void tellsTheCompressionBySuffix() {
        QCOMPARE(compressionBySuffix("a.ndjson.zst"), Compression::Zstd);
        QCOMPARE(compressionBySuffix("a.json.gz"), Compression::Gzip);
        QCOMPARE(compressionBySuffix("a.ndjson"), Compression::None);
    }
};

QTEST_GUILESS_MAIN(TestCollectCaptureSink)
#include "tst_collect_capture_sink.moc"
