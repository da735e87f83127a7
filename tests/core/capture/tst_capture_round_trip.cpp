#include "core/capture/capture_reader.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/core/capture/memory_stream.h"

#include <QTest>

namespace eventflow::capture::test {

class TestRoundTrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bringsBackEveryByte_data();
    void bringsBackEveryByte();
    void leavesPaddingBehindValues();
    void opensByItsIndexAlone();
    void keepsWhereItComesFrom();
    void keepsSchemasWithTheirReferences();
    void refusesMorePartitionsThanIdsExist();
    void refusesWhatItCannotHoldAndStaysGood();
    void isReadableUpToTheLastFlush();
    void saysAgainThatTheDiskIsFull();
    void storesWhatWouldLookLikeABomb();
};

namespace {

std::vector<CapturedRecord> small(RecordSet& set, int count) {
    const Stream& stream = set.stream("orders", 0);
    for (int i = 0; i < count; ++i)
        set.add(stream, i, "key", "value " + std::to_string(i));
    return set.records();
}

std::vector<std::string> readAll(CaptureReader& reader) {
    std::vector<std::string> all;
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader.chunks().size(); ++i) {
        const Status read = reader.readChunk(i, chunk);
        if (!read) all.push_back(read.error().detail);
        for (const CapturedRecord& record : chunk.records)
            all.push_back(describe(record));
    }
    return all;
}

} // namespace

void TestRoundTrip::bringsBackEveryByte_data() {
    QTest::addColumn<int>("compression");
    QTest::addColumn<int>("chunkBytes");
    const std::array names{"none", "zstd", "lz4"};
    for (int i = 0; i < 3; ++i)
        for (const int bytes : {1, 50'000, 64'000'000})
            QTest::addRow("%s, chunks of %d bytes", names[static_cast<std::size_t>(i)], bytes) << i << bytes;
}

void TestRoundTrip::bringsBackEveryByte() {
    QFETCH(int, compression);
    QFETCH(int, chunkBytes);
    RecordSet set;
    addHostileRecords(set, 10'000);
    mcap::WriterOptions options;
    options.compression = static_cast<mcap::Compression>(compression);
    options.chunkBytes = static_cast<std::size_t>(chunkBytes);
    const std::string file = write(set.records(), options);

    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY2(reader, reader ? "" : reader.error().detail.c_str());
    QVERIFY(!reader->damage());
    QCOMPARE(reader->channels().size(), 10'003u);
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(set.records().size()));
    const std::vector<std::string> read = readAll(*reader);
    QCOMPARE(read.size(), set.records().size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        CapturedRecord written = set.records()[i];
        // An arrival that nobody knows is the record's own time: a message needs one.
        if (written.arrival == kNoTime) written.arrival = std::max(written.record.tsArrival, Timestamp());
        QVERIFY2(read[i] == describe(written), (read[i] + "\n" + describe(written)).c_str());
    }
}

void TestRoundTrip::leavesPaddingBehindValues() {
    RecordSet set;
    const std::string file = write(small(set, 3), {});
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    CapturedChunk chunk;
    QVERIFY(reader->readChunk(0, chunk));
    const std::string_view last = *chunk.records.back().record.value;
    int sum = 0; // an address sanitizer watches
    for (std::size_t i = 0; i < kValuePadding; ++i)
        sum += last.data()[last.size() + i];
    QCOMPARE(sum, 0);
}

void TestRoundTrip::opensByItsIndexAlone() {
    RecordSet set;
    mcap::WriterOptions options;
    options.compression = mcap::Compression::None;
    options.chunkBytes = 100'000;
    const std::string file = write(small(set, 100'000), options);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(100'000));
    QVERIFY2(source.bytesRead() < file.size() / 20, std::to_string(source.bytesRead()).c_str());
    std::uint64_t counted = 0;
    for (const mcap::ChunkEntry& chunk : reader->chunks()) {
        QVERIFY(chunk.counts && chunk.counts->size() == 1);
        QCOMPARE(reader->channel(chunk.counts->front().first)->stream.topic, std::string("orders"));
        counted += chunk.counts->front().second;
    }
    QCOMPARE(counted, 100'000u);
    QCOMPARE(reader->timeRange()->first, set.records().front().arrival);
    QCOMPARE(reader->timeRange()->last, set.records().back().arrival);
}

void TestRoundTrip::keepsWhereItComesFrom() {
    MemorySink sink;
    CaptureWriter writer(sink, {});
    const CaptureInfo info{"cluster", "hash", "1.2.3"};
    QVERIFY(writer.start(info));
    const std::vector<PartitionWatermarks> watermarks{{"orders", 0, 5, 17}, {"or/ders", 3, -1, 9}};
    QVERIFY(writer.writeWatermarks(watermarks));
    QVERIFY(writer.addPartition("orders", 0, {}));
    QVERIFY(writer.finish());
    MemorySource source(sink.bytes());
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(reader->info(), info);
    QCOMPARE(reader->watermarks().size(), 2u);
    QCOMPARE(reader->watermarks()[0], watermarks[1]); // ordered by name
    QCOMPARE(reader->watermarks()[1], watermarks[0]);
    QCOMPARE(reader->channels()[0].watermarks, std::optional(watermarks[0]));
    QVERIFY(!reader->timeRange());
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(0));
}

void TestRoundTrip::keepsSchemasWithTheirReferences() {
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({}));
    const CapturedSchema early{
        7, SchemaLanguage::Protobuf, "syntax", {{"a.proto", "a", 3, "text"}, {"", "", 0, ""}}};
    const CapturedSchema late{2'000'000'000, SchemaLanguage::Avro, "\"string\"", {}};
    QVERIFY(writer.addSchema(early));
    QVERIFY(writer.addSchema(early));
    QVERIFY(writer.addPartition("orders", 0, 7));
    QCOMPARE(writer.addPartition("payments", 0, 8).error().code, ErrorCode::NotFound);
    RecordSet set;
    QVERIFY(writer.write(small(set, 1).front()));
    QVERIFY(writer.flush());
    QVERIFY(writer.addSchema(late));
    QVERIFY(writer.finish());
    MemorySource source(sink.bytes());
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(reader->schemas().size(), 2u);
    QCOMPARE(reader->schemas()[0], early);
    QCOMPARE(reader->schemas()[1], late);
    QCOMPARE(reader->channels()[0].valueSchema, std::optional(7));
}

void TestRoundTrip::refusesMorePartitionsThanIdsExist() {
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({}));
    for (std::size_t i = 0; i < CaptureWriter::kMaxPartitions; ++i)
        QVERIFY(writer.addPartition("t", static_cast<std::int32_t>(i), {}));
    const Status refused = writer.addPartition("t", -1, {});
    QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    QVERIFY(refused.error().detail.find("65535 topic-partitions") != std::string::npos);
    QVERIFY(writer.finish());
    MemorySource source(sink.bytes());
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(reader->channels().size(), CaptureWriter::kMaxPartitions);
}

void TestRoundTrip::refusesWhatItCannotHoldAndStaysGood() {
    RecordSet set;
    const Stream& stream = set.stream("orders", 0);
    set.add(stream, 0, {}, std::string(65 * 1024 * 1024, 'x'));
    set.add(set.stream("\xff", 0), 0, {}, {});
    set.add(stream, 1, "key", "value");
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({}));
    QCOMPARE(writer.write(set.records()[0]).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(writer.write(set.records()[1]).error().code, ErrorCode::InvalidArgument);
    QVERIFY(writer.write(set.records()[2]));
    QVERIFY(writer.finish());
    MemorySource source(sink.bytes());
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(readAll(*reader), std::vector{describe(set.records()[2])});
}

void TestRoundTrip::isReadableUpToTheLastFlush() {
    RecordSet set;
    const auto records = small(set, 100);
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({"cluster", "hash", "1"}));
    for (std::size_t i = 0; i < records.size(); ++i) {
        QVERIFY(writer.write(records[i]));
        if (i == 49 || i == 79) QVERIFY(writer.flush());
    }
    QCOMPARE(writer.bytesWritten(), sink.bytes().size());
    QVERIFY(writer.bytesPending() > 0);
    QCOMPARE(writer.statistics().messageCount, 100u);
    MemorySource source(sink.bytes());
    auto reader = CaptureReader::open(source);
    QVERIFY2(reader, reader ? "" : reader.error().detail.c_str());
    QVERIFY(reader->damage());
    QCOMPARE(reader->damage()->lostBytes, 0u);
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(80));
    QCOMPARE(readAll(*reader).size(), 80u);
    QCOMPARE(reader->info().clusterId, std::string("cluster"));
}

void TestRoundTrip::saysAgainThatTheDiskIsFull() {
    RecordSet set;
    const auto records = small(set, 2000);
    MemorySink sink(2'000);
    mcap::WriterOptions options;
    options.chunkBytes = 1'000;
    CaptureWriter writer(sink, options);
    QVERIFY(writer.start({}));
    std::size_t written = 0;
    while (written < records.size() && writer.write(records[written]))
        ++written;
    QVERIFY(written < records.size());
    QCOMPARE(writer.write(records[0]).error().code, ErrorCode::DiskFull);
    QCOMPARE(writer.flush().error().code, ErrorCode::DiskFull);
    QCOMPARE(writer.finish().error().code, ErrorCode::DiskFull);
    MemorySource source(sink.bytes());
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QVERIFY(reader->damage() && reader->damage()->lostBytes > 0);
    QVERIFY(readAll(*reader).size() > 0);
}

void TestRoundTrip::storesWhatWouldLookLikeABomb() {
    RecordSet set;
    set.add(set.stream("orders", 0), 0, {}, std::string(20'000'000, '\0'));
    const std::string file = write(set.records(), {});
    QVERIFY(file.size() > 20'000'000);
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(readAll(*reader), std::vector{describe(set.records()[0])});
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestRoundTrip)
#include "tst_capture_round_trip.moc"
