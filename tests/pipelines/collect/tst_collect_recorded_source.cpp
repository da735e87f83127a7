#include "core/capture/mcap/records.h"
#include "core/capture/record_encoding.h"
#include "pipelines/collect/file_source.h"
#include "pipelines/collect/recorded_source.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/pipelines/collect/capture_bytes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using namespace eventflow::collect;
using namespace eventflow::collect::test;
using capture::test::RecordSet;

namespace {

constexpr std::int64_t kStartNs = 1'781'956'800'000'000'000;

Timestamp at(std::int64_t ms) {
    return timestampFromNs(kStartNs + ms * 1'000'000);
}

/// `count` records from `first` on, `stepMs` apart.
void addRow(RecordSet& set, const std::string& topic, std::int32_t partition, std::int64_t first, int count,
            std::int64_t startMs, std::int64_t stepMs) {
    for (int i = 0; i < count; ++i) {
        const std::string value = topic + '-' + std::to_string(first + i);
        set.add(set.stream(topic, partition), first + i, "key", value).arrival = at(startMs + i * stepMs);
    }
}

} // namespace

/// Captures as a source of the pipeline.
class TestRecordedSource : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::filesystem::path written(const std::string& name, const std::string& bytes) const {
        const auto path = std::filesystem::canonical(m_dir.path().toStdString()) / name;
        writeFile(path, bytes);
        return path;
    }
    std::filesystem::path written(const std::string& name, const RecordSet& set) const {
        return written(name, capture::test::write(set.records(), {}));
    }
    static Reading read(const std::vector<std::filesystem::path>& files, std::size_t batchRecords = 2000,
                        const Positions& resumeFrom = {}) {
        FileSourceOptions options;
        options.batchRecords = batchRecords;
        auto source = makeFileSource(files, options);
        if (!source) return {{}, {}, {}, {}, source.error()};
        return readAll(**source, resumeFrom);
    }

private Q_SLOTS:
    void givesBackWhatWasWritten() {
        RecordSet set;
        capture::test::addHostileRecords(set, 50);
        std::vector<OwnedRecord> expected;
        std::vector<capture::CapturedRecord> byTime = set.records();
        std::ranges::stable_sort(byTime, {}, [](const capture::CapturedRecord& captured) {
            return capture::messageTimes(captured).log;
        });
        for (const auto& captured : byTime)
            expected.push_back(owned(captured.record));
        const Reading reading = read({written("any.name", set)}, 7);
        QVERIFY2(!reading.error, reading.error ? reading.error->detail.c_str() : "");
        QCOMPARE(reading.records.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(reading.records[i] == expected[i], qPrintable(QString::number(i)));
    }

    void mergesCapturesByArrival() {
        RecordSet even;
        RecordSet odd;
        addRow(even, "orders", 0, 0, 100, 0, 2);
        addRow(odd, "payments", 3, 50, 100, 1, 2);
        const Reading reading = read({written("even.mcap", even), written("odd.mcap", odd)}, 11);
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), 200u);
        for (std::size_t i = 0; i < 200; ++i)
            QCOMPARE(reading.records[i].topic, i % 2 == 0 ? "orders" : "payments");
        QVERIFY(reading.caughtUp.at({"orders", 0}) && reading.caughtUp.at({"payments", 3}));
        QCOMPARE(reading.positions.at({"payments", 3}), 150);
    }

    void capturesOfOnePartitionAreOneStream() {
        RecordSet first;
        RecordSet second;
        addRow(first, "orders", 0, 0, 30, 0, 1);
        addRow(second, "orders", 0, 30, 30, 100, 1);
        const Reading reading = read({written("second.mcap", second), written("first.mcap", first)});
        QCOMPARE(reading.records.size(), 60u);
        for (std::size_t i = 0; i < 60; ++i)
            QCOMPARE(reading.records[i].offset, static_cast<std::int64_t>(i));
    }

    void goesOnWhereItStopped() {
        RecordSet even;
        RecordSet odd;
        addRow(even, "orders", 0, 0, 60, 0, 2);
        addRow(odd, "payments", 1, 0, 40, 1, 3);
        const std::vector files{written("even.mcap", even), written("odd.mcap", odd)};
        const Reading whole = read(files, 9);
        QVERIFY(whole.checkpoints.size() > 5);
        for (const auto& [records, positions] : whole.checkpoints) {
            const Reading rest = read(files, 9, positions);
            QVERIFY2(!rest.error, rest.error ? rest.error->detail.c_str() : "");
            QCOMPARE(rest.records.size(), whole.records.size() - records);
            QVERIFY(std::ranges::equal(rest.records, std::span(whole.records).subspan(records)));
        }
    }

    void aCaptureThatShrankIsNotContinued() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 10, 0, 1);
        const auto file = written("small.mcap", set);
        const Reading reading = read({file}, 10, {{{file.string(), 0}, 11}});
        QVERIFY(reading.error && reading.error->code == ErrorCode::Corrupt);
        QVERIFY2(reading.error->detail.find("small.mcap") != std::string::npos,
                 reading.error->detail.c_str());
    }

    void aTornCaptureIsReadAsFarAsItIsWhole() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 2000, 0, 1);
        capture::mcap::WriterOptions options;
        options.chunkBytes = 4096;
        const std::string bytes = capture::test::write(set.records(), options);
        const auto file = written("torn.mcap", bytes.substr(0, bytes.size() / 2));
        auto source = makeFileSource({file});
        QVERIFY(source.has_value());
        QVERIFY2((*source)->describe().starts_with("torn.mcap ("), (*source)->describe().c_str());
        const Reading reading = readAll(**source);
        QVERIFY(!reading.error);
        QVERIFY(reading.records.size() > 200 && reading.records.size() < 2000);
        for (std::size_t i = 0; i < reading.records.size(); ++i)
            QCOMPARE(reading.records[i].offset, static_cast<std::int64_t>(i));
    }

    void aDamagedChunkIsToldAndTheOthersAreRead() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 2000, 0, 1);
        capture::mcap::WriterOptions options;
        options.chunkBytes = 4096;
        options.compression = capture::mcap::Compression::None;
        std::string bytes = capture::test::write(set.records(), options);
        const std::size_t place = bytes.find("orders-1000");
        QVERIFY(place != std::string::npos);
        bytes[place] = 'X';
        const auto file = written("damaged.mcap", bytes);
        const Reading reading = read({file});
        QVERIFY(!reading.error);
        std::size_t told = 0;
        for (const OwnedRecord& record : reading.records)
            if (!record.framingError.empty()) {
                ++told;
                QCOMPARE(record.topic, file.string());
                QVERIFY2(record.framingError.ends_with("the records of this chunk are lost"),
                         record.framingError.c_str());
            }
        QCOMPARE(told, 1u);
        QCOMPARE(reading.records.back().offset, 1999);
        QVERIFY(reading.records.size() > 1800 && reading.records.size() < 2000);
    }

    void whatTheRecorderSawIsTheClock() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 3, 500, 10);
        auto source = makeRecordedSource({written("clock.mcap", set)});
        QVERIFY(source && (*source)->open({}).ok());
        RecordBatch batch;
        QVERIFY((*source)->read(batch, {}, {}).has_value());
        QCOMPARE(batch.records.size(), 3u);
        QVERIFY(batch.records[1].tsReceived == at(510));
        QVERIFY(batch.records[1].timestampType == set.records()[1].timestampType);
    }

    void partitionsThatWereReadTogetherAreKnownFromTheBeginning() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 100, 0, 1);
        addRow(set, "orders", 1, 0, 100, 200, 1);   // the broker's next answer
        addRow(set, "rare", 0, 0, 1, 3'600'000, 1); // came an hour later
        capture::mcap::WriterOptions options;
        options.chunkBytes = 1000;
        auto source = makeRecordedSource(
            {written("beginning.mcap", capture::test::write(set.records(), options))}, {100'000, 10});
        QVERIFY(source && (*source)->open({}).ok());
        RecordBatch batch;
        QVERIFY((*source)->read(batch, {}, {}).has_value());
        std::map<std::pair<std::string, std::int32_t>, std::vector<bool>> told;
        for (const StreamProgress& progress : batch.progress)
            told[{progress.stream->topic, progress.stream->partition}].push_back(progress.caughtUp);
        // Waited for; and of the one that moved nothing is waiting any more.
        QCOMPARE(told.at({"orders", 0}), (std::vector{false, true}));
        QCOMPARE(told.at({"orders", 1}), std::vector{false});
        QVERIFY(!told.contains({"rare", 0}));
    }

    void kindsAreNotMixed() {
        RecordSet set;
        addRow(set, "orders", 0, 0, 3, 0, 1);
        auto source =
            makeFileSource({written("a.mcap", set), written("b.ndjson", std::string("{\"a\":1}\n"))});
        QVERIFY(!source && source.error().code == ErrorCode::InvalidArgument);
    }

    void whatIsNoCaptureSaysSo() {
        auto source = makeRecordedSource({written("no.mcap", std::string("\x89MCAP0\r\nrubbish"))});
        QVERIFY(!source);
        QVERIFY2(source.error().detail.find("no.mcap") != std::string::npos, source.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRecordedSource)
#include "tst_collect_recorded_source.moc"
