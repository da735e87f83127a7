#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "core/capture/mcap/chunk_counts.h"
#include "core/capture/mcap/log_time_order.h"
#include "tests/core/capture/handmade.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/core/capture/memory_stream.h"

#include <QTest>

#include <random>

namespace eventflow::capture::test {

/// Finding one's way in a capture: by time, by offset, by chunk.
class TestReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordersByTimeWhatWasWrittenOutOfOrder_data();
    void ordersByTimeWhatWasWrittenOutOfOrder();
    void keepsTheFilesOrderWithinOneTime();
    void holdsNoMoreChunksThanOverlap();
    void refusesToHoldMoreThanItsMemory();
    void goesOnBehindADamagedChunk();
    void keepsAChunkAsLongAsSomebodyHoldsIt();
    void findsOffsets_data();
    void findsOffsets();
    void findsAnOffsetInFewChunks();
    void countsForATimelineWithoutReading();
    void verifiesWhatIsSound();
    void verifiesEveryByteOnlyAsLongAsItMay();
    void verifyReadsNoRecordBeyondItsLimit();
    void verifyTellsWhatDoesNotFit_data();
    void verifyTellsWhatDoesNotFit();

private:
    static std::string captureOf(const RecordSet& set, std::size_t chunkBytes);
};

namespace {

/// `count` records of one partition; `arrivals` says when each arrived.
template <typename Arrival>
void addArrivals(RecordSet& set, std::size_t count, Arrival arrival) {
    const Stream& stream = set.stream("orders", 0);
    for (std::size_t i = 0; i < count; ++i)
        set.add(stream, static_cast<std::int64_t>(i), "key", std::string(20, 'v')).arrival =
            timestampFromNs(arrival(static_cast<std::int64_t>(i)));
}

} // namespace

std::string TestReading::captureOf(const RecordSet& set, std::size_t chunkBytes) {
    mcap::WriterOptions options;
    options.chunkBytes = chunkBytes;
    return write(set.records(), options);
}

void TestReading::ordersByTimeWhatWasWrittenOutOfOrder_data() {
    QTest::addColumn<int>("disorder");
    QTest::addColumn<qint64>("from");
    for (const int disorder : {1, 50, 5'000})
        for (const qint64 from : {qint64{0}, qint64{1'234}, qint64{1'000'000'000}})
            QTest::addRow("times off by up to %d, from %lld", disorder, static_cast<long long>(from))
                << disorder << from;
}

void TestReading::ordersByTimeWhatWasWrittenOutOfOrder() {
    QFETCH(int, disorder);
    QFETCH(qint64, from);
    std::mt19937 random(5);
    RecordSet set;
    addArrivals(set, 3'000,
                [&](std::int64_t i) { return i + static_cast<std::int64_t>(random()) % disorder; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader && reader->chunks().size() > 50);

    std::vector<std::pair<std::int64_t, std::int64_t>> expected;
    for (const CapturedRecord& record : set.records())
        if (toNs(record.arrival) >= from) expected.emplace_back(toNs(record.arrival), record.record.offset);
    std::ranges::stable_sort(expected, {}, [](const auto& place) { return place.first; });
    mcap::LogTimeOrder order = reader->byArrival(timestampFromNs(from));
    std::vector<std::pair<std::int64_t, std::int64_t>> read;
    Arena arena;
    mcap::Message message;
    for (auto more = order.next(message); more && *more; more = order.next(message)) {
        const CapturedRecord record = reader->record(message, arena);
        read.emplace_back(toNs(record.arrival), record.record.offset);
    }
    QVERIFY(read == expected);
    const auto again = order.next(message);
    QVERIFY(again && !*again);
}

void TestReading::keepsTheFilesOrderWithinOneTime() {
    RecordSet set;
    addArrivals(set, 1'000, [](std::int64_t) { return 7; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    mcap::LogTimeOrder order(reader->container(), 0);
    mcap::Message message;
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        QVERIFY(*order.next(message));
        QCOMPARE(message.sequence, i);
    }
}

void TestReading::holdsNoMoreChunksThanOverlap() {
    RecordSet set;
    addArrivals(set, 5'000, [](std::int64_t i) { return i; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    const std::uint64_t opened = source.bytesRead();
    mcap::LogTimeOrder order(reader->container(), 2'500, 10'000);
    mcap::Message message;
    QVERIFY(*order.next(message));
    QCOMPARE(message.sequence, 2'500u);
    QVERIFY(source.bytesRead() - opened < 4'000); // a chunk or two of some hundred
    std::size_t count = 1;
    for (auto more = order.next(message); *more; more = order.next(message))
        ++count;
    QCOMPARE(count, 2'500u);
}

void TestReading::refusesToHoldMoreThanItsMemory() {
    RecordSet set;
    addArrivals(set, 5'000, [](std::int64_t i) { return (i % 40) * 1'000 + i / 40; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    mcap::LogTimeOrder order(reader->container(), 0, 50'000);
    mcap::Message message;
    auto more = order.next(message);
    while (more && *more)
        more = order.next(message);
    QVERIFY(!more);
    QCOMPARE(more.error().code, ErrorCode::LimitExceeded);
    QCOMPARE(order.next(message).error().code, ErrorCode::LimitExceeded);
}

void TestReading::goesOnBehindADamagedChunk() {
    RecordSet set;
    addArrivals(set, 1'000, [](std::int64_t i) { return i; });
    std::string file = captureOf(set, 2'000);
    std::size_t lost = 0;
    {
        MemorySource source(file);
        const auto reader = CaptureReader::open(source);
        const mcap::ChunkEntry& chunk = reader->chunks()[3];
        lost = static_cast<std::size_t>(*mcap::totalOf(chunk.counts));
        file[chunk.offset + chunk.length - 5] ^= 1;
    }
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    mcap::LogTimeOrder order(reader->container(), 0);
    mcap::Message message;
    std::size_t read = 0;
    std::size_t errors = 0;
    for (;;) {
        const auto more = order.next(message);
        if (more && !*more) break;
        ++(more ? read : errors);
    }
    QCOMPARE(errors, 1u);
    QCOMPARE(read, 1'000 - lost);
}

void TestReading::keepsAChunkAsLongAsSomebodyHoldsIt() {
    RecordSet set;
    addArrivals(set, 1'000, [](std::int64_t i) { return i; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    mcap::LogTimeOrder order(reader->container(), 0);
    std::vector<std::pair<mcap::Message, std::shared_ptr<mcap::ChunkContents>>> held;
    mcap::Message message;
    for (auto more = order.next(message); *more; more = order.next(message))
        held.emplace_back(message, order.chunk());
    QCOMPARE(held.size(), 1'000u);
    Arena arena;
    for (std::size_t i = 0; i < held.size(); ++i)
        QCOMPARE(describe(reader->record(held[i].first, arena)), describe(set.records()[i]));
}

void TestReading::findsOffsets_data() {
    QTest::addColumn<bool>("increasing");
    QTest::addColumn<bool>("torn");
    QTest::newRow("of a partition whose offsets increase") << true << false;
    QTest::newRow("of a topic that was deleted and made anew") << false << false;
    QTest::newRow("of a torn file") << true << true;
}

void TestReading::findsOffsets() {
    QFETCH(bool, increasing);
    QFETCH(bool, torn);
    RecordSet set;
    const Stream& orders = set.stream("orders", 0);
    const Stream& others = set.stream("others", 0);
    for (int i = 0; i < 2'000; ++i) {
        const int offset = increasing || i < 1'000 ? i * 10 : (i - 1'000) * 10;
        set.add(i % 4 == 3 ? others : orders, offset, {}, "value");
    }
    std::string file = captureOf(set, 2'000);
    if (torn) file.resize(file.find("kafka.offset_order"));
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    const CaptureChannel& channel = reader->channels()[0];
    QCOMPARE(channel.offsetsIncrease, increasing && !torn);
    const std::span there = std::span(set.records()).first(static_cast<std::size_t>(*reader->records()));
    CapturedChunk chunk;
    for (const std::int64_t wanted : {-5, 0, 1, 30, 4'995, 9'980, 9'981, 19'980, 20'000}) {
        const auto expected = std::ranges::find_if(there, [&](const CapturedRecord& record) {
            return record.record.stream == &orders && record.record.offset >= wanted;
        });
        const auto found = reader->find(channel, wanted);
        QVERIFY(found);
        QCOMPARE(found->has_value(), expected != there.end());
        if (!*found) continue;
        QVERIFY(reader->readChunk((*found)->chunk, chunk));
        QCOMPARE(describe(chunk.records[(*found)->record]), describe(*expected));
    }
}

void TestReading::findsAnOffsetInFewChunks() {
    RecordSet set;
    addArrivals(set, 20'000, [](std::int64_t i) { return i; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader->chunks().size() > 500);
    const std::uint64_t opened = source.bytesRead();
    QVERIFY(reader->find(reader->channels()[0], 13'579)->has_value());
    QVERIFY(source.bytesRead() - opened < file.size() / 20);
}

void TestReading::countsForATimelineWithoutReading() {
    RecordSet set;
    addHostileRecords(set, 300);
    const std::string file = captureOf(set, 5'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        const mcap::ChunkEntry& entry = reader->chunks()[i];
        QVERIFY(reader->readChunk(i, chunk));
        QVERIFY(entry.counts);
        QVERIFY(*entry.counts == mcap::countsOf(chunk.contents));
        const auto [first, last] = std::ranges::minmax_element(chunk.records, {}, &CapturedRecord::arrival);
        QCOMPARE(static_cast<std::int64_t>(entry.startTime), std::max<std::int64_t>(0, toNs(first->arrival)));
        QCOMPARE(static_cast<std::int64_t>(entry.endTime), std::max<std::int64_t>(0, toNs(last->arrival)));
    }
}

void TestReading::verifiesWhatIsSound() {
    RecordSet set;
    addHostileRecords(set, 100);
    const std::string file = captureOf(set, 3'000);
    MemorySource source(file);
    const auto report = verify(source);
    QVERIFY(report);
    QVERIFY2(report->ok(), report->ok() ? "" : report->problems.front().c_str());
    QVERIFY(report->dataCrcPresent);
    QCOMPARE(report->records, set.records().size());
}

void TestReading::verifiesEveryByteOnlyAsLongAsItMay() {
    RecordSet set;
    addArrivals(set, 1'000, [](std::int64_t i) { return i; });
    const std::string file = captureOf(set, 2'000);
    MemorySource source(file);
    int calls = 0;
    const auto report = verify(source, {}, [&](std::uint64_t) { return ++calls < 10; });
    QVERIFY(!report);
    QCOMPARE(report.error().code, ErrorCode::Cancelled);
    QCOMPARE(calls, 10);
}

void TestReading::verifyReadsNoRecordBeyondItsLimit() {
    using namespace handmade;
    const std::string file = kMagic + header() +
                             chunk(10, 10, channel(1, "orders", 0) + message(1, 0, 10, emptyRecord(1))) +
                             record(7, u16(1) + sized(std::string(160'000, 'x'))) + plainEnd();
    MemorySource source(file);
    mcap::Limits limits;
    limits.chunkBytes = 100'000;
    const auto report = verify(source, limits);
    QVERIFY(report);
    QCOMPARE(report->problems.size(), 1u);
    QVERIFY2(report->problems[0].find("160006 bytes; at most 100000 are read") != std::string::npos,
             report->problems[0].c_str());
}

void TestReading::verifyTellsWhatDoesNotFit_data() {
    using namespace handmade;
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const std::string& bytes, const char* cause) {
        QTest::newRow(name) << QByteArray::fromStdString(kMagic + header() + bytes) << QByteArray(cause);
    };
    const std::string records = channel(1, "orders", 0) + message(1, 0, 10, emptyRecord(1));
    const std::string good = u64(10) + u64(channel(1, "orders", 0).size());
    const std::string end = record(0x02, u64(0) + u64(0) + u32(0)) + kMagic;
    row("a message index of another place",
        chunk(10, 10, records) + record(7, u16(1) + sized(u64(10) + u64(3))) + plainEnd(),
        "does not fit the chunk at byte ");
    row("a message index of another time",
        chunk(10, 10, records) + record(7, u16(1) + sized(u64(11) + good.substr(8))) + plainEnd(),
        "does not fit the chunk at byte ");
    row("a message index of a channel without messages",
        chunk(10, 10, channel(2, "x", 0) + records) + record(7, u16(2) + sized(good)) + plainEnd(),
        "of its channels have no message index");
    row("a record that is none",
        chunk(10, 10, channel(1, "orders", 0) + message(1, 0, 10, "junk")) + plainEnd(),
        "a record of orders/0: byte 0 of the record");
    row("a checksum of all data that is wrong", chunk(10, 10, records) + record(0x0F, u32(1)) + end,
        "the checksum of all data");
    row("data without end", chunk(10, 10, records) + end, "no DataEnd record ends the data");
    row("a torn file", chunk(10, 10, records) + "\x06", "a record's head needs 9 bytes, but only 1 follow");
}

void TestReading::verifyTellsWhatDoesNotFit() {
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, cause);
    const std::string file = data.toStdString();
    MemorySource source(file);
    const auto report = verify(source);
    QVERIFY2(report, report ? "" : report.error().detail.c_str());
    std::string all;
    for (const std::string& problem : report->problems)
        all += problem + '\n';
    QVERIFY2(all.find(cause.toStdString()) != std::string::npos, all.c_str());
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestReading)
#include "tst_capture_reading.moc"
