#include "core/capture/record_encoding.h"
#include "tests/core/capture/hostile_capture.h"

#include <QTest>

namespace eventflow::capture::test {

class TestRecordEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesWhatTheFormatSays();
    void bringsBackWhatItWrote();
    void refusesWhatIsNoRecord_data();
    void refusesWhatIsNoRecord();
    void refusesEveryTruncation();
    void takesTheFinerTimeFromTheMessage();
    void standsInForTimesThatAreNotThere();
};

namespace {

std::string encoded(const CapturedRecord& record) {
    mcap::ByteBuffer out;
    return encodeRecord(record, out) ? std::string(out.view()) : std::string("refused");
}

constexpr std::string_view kOffset{"\x2a\0\0\0\0\0\0\0", 8};

} // namespace

void TestRecordEncoding::writesWhatTheFormatSays() {
    RecordSet set;
    CapturedRecord& record =
        set.add(set.stream("t", 0), 42, std::nullopt, "v", {{"h", std::nullopt}, {"", ""}});
    record.timestampType = TimestampType::LogAppendTime;
    record.timestampMs = -65;
    record.attributes = 5;
    // Lengths and the timestamp are zig-zag: -1 is 01, 1 is 02, -65 is 81 01.
    const std::string expected =
        std::string(kOffset) + std::string("\x05\x01\x81\x01\x01\x02v\x04\x02h\x01\0\0", 13);
    QCOMPARE(encoded(record), expected);
}

void TestRecordEncoding::bringsBackWhatItWrote() {
    RecordSet set;
    addHostileRecords(set, 5);
    Arena arena;
    for (const CapturedRecord& record : set.records()) {
        const std::string data = encoded(record);
        CapturedRecord read;
        QVERIFY(decodeRecord(data, arena, read));
        read.record.stream = record.record.stream;
        CapturedRecord expected = record;
        expected.arrival = kNoTime;
        if (read.timestampType != TimestampType::None)
            expected.record.tsArrival = timestampFromMs(record.timestampMs);
        QCOMPARE(describe(read), describe(expected));
        QCOMPARE(*decodeOffset(data), record.record.offset);
    }
}

void TestRecordEncoding::refusesWhatIsNoRecord_data() {
    QTest::addColumn<QByteArray>("behindOffset");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, std::string_view bytes, const char* cause) {
        QTest::addRow("%s", name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                                  << QByteArray(cause);
    };
    using namespace std::string_view_literals;
    row("a timestamp of a type that does not exist", "\0\x02\0\x01\x01\0"sv,
        "byte 10 of the record: a timestamp of the unknown type 2");
    row("a key longer than what follows", "\0\0\0\x7e\x01\0"sv, "a length of 63, but 2 bytes follow");
    row("a key of the length -2", "\0\0\0\x03\x01\0"sv, "a length of -2");
    row("a length of more than 32 bits", "\0\0\0\x80\x80\x80\x80\x80\x01"sv, "the number is too long");
    row("more headers than bytes", "\0\0\0\x01\x01\xfe\xff\xff\xff\x0f"sv,
        "2147483647 headers, but 0 bytes follow");
    row("fewer than no headers", "\0\0\0\x01\x01\x01"sv, "-1 headers");
    row("a header without name", "\0\0\0\x01\x01\x02\x01\x01"sv, "a header without name");
    row("bytes behind the end", "\0\0\0\x01\x01\0x"sv, "1 bytes follow its headers");
}

void TestRecordEncoding::refusesWhatIsNoRecord() {
    QFETCH(QByteArray, behindOffset);
    QFETCH(QByteArray, cause);
    const std::string data = std::string(kOffset) + behindOffset.toStdString();
    Arena arena;
    CapturedRecord out;
    const Status decoded = decodeRecord(data, arena, out);
    QVERIFY(!decoded);
    QVERIFY2(decoded.error().detail.find(cause.toStdString()) != std::string::npos,
             decoded.error().detail.c_str());
}

void TestRecordEncoding::refusesEveryTruncation() {
    RecordSet set;
    const std::string data =
        encoded(set.add(set.stream("t", 0), 42, "key", "value", {{"name", "x"}, {"", ""}}));
    Arena arena;
    CapturedRecord out;
    QVERIFY(decodeRecord(data, arena, out));
    for (std::size_t size = 0; size < data.size(); ++size)
        QVERIFY(!decodeRecord(std::string_view(data).substr(0, size), arena, out));
    QVERIFY(!decodeOffset("1234567"));
}

void TestRecordEncoding::takesTheFinerTimeFromTheMessage() {
    CapturedRecord record;
    record.timestampType = TimestampType::CreateTime;
    record.timestampMs = 5;
    record.record.tsArrival = timestampFromMs(5);
    applyTimes({7, 5'999'999}, record);
    QCOMPARE(toNs(record.record.tsArrival), 5'999'999);
    QCOMPARE(toNs(record.arrival), 7);
    record.record.tsArrival = timestampFromMs(5);
    applyTimes({std::uint64_t{1} << 63, 6'000'000}, record);
    QCOMPARE(toNs(record.record.tsArrival), 5'000'000);
    QCOMPARE(record.arrival, Timestamp::max());
}

void TestRecordEncoding::standsInForTimesThatAreNotThere() {
    CapturedRecord record;
    QCOMPARE(messageTimes(record).log, 0u);
    record.record.tsArrival = timestampFromNs(9);
    QCOMPARE(messageTimes(record).log, 9u);
    record.arrival = timestampFromNs(11);
    QCOMPARE(messageTimes(record).log, 11u);
    QCOMPARE(messageTimes(record).publish, 9u);
    record.record.tsArrival = timestampFromNs(-9);
    QCOMPARE(messageTimes(record).publish, 11u);
    record.arrival = timestampFromNs(-11);
    QCOMPARE(messageTimes(record).log, 0u);
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestRecordEncoding)
#include "tst_capture_record_encoding.moc"
