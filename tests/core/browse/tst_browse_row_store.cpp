#include "core/browse/row_store.h"

#include <QTest>

#include <string>
#include <thread>
#include <vector>

namespace eventflow::browse::test {

class TestRowStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatATableShows();
    void keepsTheHeadersThatNameSchemas_data();
    void keepsTheHeadersThatNameSchemas();
    void tellsNullFromEmpty();
    void cutsPreviewsAndSaysSo();
    void shortensPreviewsWhenRoomGetsScarce();
    void refusesMoreRowsThanItsLimit();
    void isReadWhileItIsWritten();
};

void TestRowStore::keepsWhatATableShows() {
    RowStore store;
    const Stream orders{"orders", 3, 17};
    const Header header{"trace", "abc"};
    Record record;
    record.stream = &orders;
    record.offset = 42;
    record.tsArrival = timestampFromMs(1'700'000'000'123);
    record.key = "key";
    record.value = "value";
    record.headers = {&header, 1};
    QVERIFY(store.append(record));
    QCOMPARE(store.size(), 1u);
    const Row& row = store[0];
    QCOMPARE(row.offset, 42);
    QCOMPARE(row.timestampMs, 1'700'000'000'123);
    QCOMPARE(store.keyPreview(row), std::string_view("key"));
    QCOMPARE(store.valuePreview(row), std::string_view("value"));
    QCOMPARE(row.headerCount, quint16(1));
    QCOMPARE(row.headerBytes, 8u);
    QCOMPARE(row.flags, quint16(0));
    QCOMPARE(store.stream(row.stream).topic, std::string("orders"));
    QCOMPARE(store.stream(row.stream).partition, 3);
}

void TestRowStore::keepsTheHeadersThatNameSchemas_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::newRow("of neither") << std::string() << std::string();
    QTest::newRow("of the key") << std::string("\0\0\0\0\3", 5) << std::string();
    QTest::newRow("of the value") << std::string() << std::string("\0\0\0\0\7", 5);
    QTest::newRow("of both") << std::string(17, '\1') << std::string(RowStore::kMaxSchemaHeader, '\2');
}

void TestRowStore::keepsTheHeadersThatNameSchemas() {
    QFETCH(const std::string, key);
    QFETCH(const std::string, value);
    RowStore store;
    const Stream stream{"t", 0, 0};
    std::vector<Header> headers{{"trace", "abc"}};
    if (!key.empty()) headers.push_back({"__key_schema_id", key});
    if (!value.empty()) headers.push_back({"__value_schema_id", value});
    Record record;
    record.stream = &stream;
    record.key = "k";
    record.value = "body";
    record.headers = headers;
    QVERIFY(store.append(record));
    using codec::RecordPart;
    QCOMPARE(store.schemaHeader(store[0], RecordPart::Key).value_or(""), std::string_view(key));
    QCOMPARE(store.schemaHeader(store[0], RecordPart::Value).value_or(""), std::string_view(value));
    QCOMPARE(store.valuePreview(store[0]), std::string_view("body"));

    const std::string tooLong(RowStore::kMaxSchemaHeader + 1, 'x');
    const Header hostile{"__value_schema_id", tooLong};
    record.headers = {&hostile, 1};
    QVERIFY(store.append(record));
    QVERIFY(!store.schemaHeader(store[1], RecordPart::Value));
    record.value = std::nullopt;
    QVERIFY(store.append(record));
    QVERIFY(!store.schemaHeader(store[2], RecordPart::Value));
}

void TestRowStore::tellsNullFromEmpty() {
    RowStore store;
    const Stream stream{"t", 0, 0};
    Record record;
    record.stream = &stream;
    record.value = "";
    QVERIFY(store.append(record));
    QVERIFY(store[0].has(Row::kNullKey));
    QVERIFY(!store[0].has(Row::kNullValue));
    QCOMPARE(store[0].timestampMs, Row::kNoTimestamp);
}

void TestRowStore::cutsPreviewsAndSaysSo() {
    RowStore store;
    const Stream stream{"t", 0, 0};
    const std::string large(2'000'000, 'x');
    Record record;
    record.stream = &stream;
    record.key = "k";
    record.value = large;
    QVERIFY(store.append(record));
    const Row& row = store[0];
    QVERIFY(row.has(Row::kCutValue));
    QVERIFY(!row.has(Row::kCutKey));
    QCOMPARE(store.valuePreview(row).size(), 4096u);
    QCOMPARE(row.valueBytes, 2'000'000u);
}

void TestRowStore::shortensPreviewsWhenRoomGetsScarce() {
    const RowStoreLimits limits{100'000, 2 * 1024 * 1024, 4096};
    RowStore store(limits);
    const Stream stream{"t", 0, 0};
    const std::string value(5000, 'v');
    Record record;
    record.stream = &stream;
    record.value = value;
    for (std::int64_t i = 0; i < 100'000; ++i) {
        record.offset = i;
        QVERIFY(store.append(record));
    }
    QVERIFY(store.valuePreview(store[0]).size() > 1000);
    QVERIFY(store.valuePreview(store[99'999]).size() < 100);
    QVERIFY(store.memoryBytes() <= 2 * RowStore::kRowsPerBlock * sizeof(Row) + 4 * 1024 * 1024);
}

void TestRowStore::refusesMoreRowsThanItsLimit() {
    RowStore store({2, 1024, 10});
    const Stream stream{"t", 0, 0};
    Record record;
    record.stream = &stream;
    QVERIFY(store.append(record));
    QVERIFY(store.append(record));
    QVERIFY(!store.append(record));
    QCOMPARE(store.size(), 2u);
}

void TestRowStore::isReadWhileItIsWritten() {
    RowStore store;
    const Stream stream{"t", 0, 0};
    std::jthread writer([&] {
        for (std::int64_t i = 0; i < 200'000; ++i) {
            const std::string value = std::to_string(i);
            Record record;
            record.stream = &stream;
            record.offset = i;
            record.value = value;
            store.append(record);
        }
    });
    for (std::size_t seen = 0; seen < 200'000;) {
        const std::size_t size = store.size();
        for (std::size_t i = seen; i < size; i += 97) {
            QCOMPARE(store[i].offset, static_cast<std::int64_t>(i));
            QCOMPARE(store.valuePreview(store[i]), std::string_view(std::to_string(i)));
        }
        seen = size;
    }
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestRowStore)
#include "tst_browse_row_store.moc"
