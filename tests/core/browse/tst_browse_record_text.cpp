#include "core/base/arena.h"
#include "core/browse/record_text.h"
#include "core/interchange/kcat_line.h"

#include <QTest>

namespace eventflow::browse::test {

using namespace std::string_literals;

class TestRecordText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheTextOfJsonValues_data();
    void keepsTheTextOfJsonValues();
    void kcatLinesReadBackByteForByte();
    void csvTellsNullFromEmpty();
    void dumpsAsHexdumpDoes();
    void kcatCommandsAreQuotedForTheShell();
};

Record recordOf(const Stream& stream, NullableBytes value) {
    Record record;
    record.stream = &stream;
    record.offset = 7;
    record.tsArrival = timestampFromMs(1'700'000'000'000);
    record.key = "k";
    record.value = value;
    return record;
}

void TestRecordText::keepsTheTextOfJsonValues_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("shown");
    const auto same = [](const char* json) { QTest::newRow(json) << QByteArray(json) << QByteArray(json); };
    same(R"({"n":18446744073709551615,"f":1.0,"e":1e400,"d":1,"d":2})");
    same(R"( { "spaces" : "kept" } )");
    same("123456789012345678901234567890");
    QTest::newRow("text") << QByteArray("plain") << QByteArray(R"("plain")");
    QTest::newRow("two lines") << QByteArray("{\n}") << QByteArray(R"("{\n}")");
    QTest::newRow("bytes") << QByteArray("\xff\x00", 2) << QByteArray(R"({"hex":"ff00"})");
    QTest::newRow("empty") << QByteArray("") << QByteArray(R"("")");
}

void TestRecordText::keepsTheTextOfJsonValues() {
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, shown);
    const Stream stream{"t", 1, 0};
    std::string out;
    appendRecordText(
        out, recordOf(stream, std::string_view(value.constData(), static_cast<std::size_t>(value.size()))),
        RecordFormat::Json);
    QCOMPARE(
        QByteArray::fromStdString(out),
        R"({"topic":"t","partition":1,"offset":7,"timestamp":"2023-11-14T22:13:20Z","key":"k","headers":[],"value":)" +
            shown + "}\n");
}

void TestRecordText::kcatLinesReadBackByteForByte() {
    const Stream stream{"t", 3, 0};
    const std::string value = "a\0\xff\"\\\n\x01"s;
    const Header headers[] = {{"same", "1"}, {"same", std::nullopt}, {"", "\xfe"}};
    Record record = recordOf(stream, value);
    record.key.reset();
    record.headers = headers;
    std::string out;
    appendRecordText(out, record, RecordFormat::Kcat);
    QVERIFY(out.ends_with('\n'));
    const std::size_t size = out.size() - 1;
    out.append(kValuePadding, '\0');
    Arena arena;
    interchange::ImportedRecord line;
    std::string_view error;
    QVERIFY(interchange::parseKcatLine(std::string_view(out).substr(0, size), arena, line, error));
    QCOMPARE(line.topic, std::string_view("t"));
    QCOMPARE(line.partition, 3);
    QCOMPARE(line.record.offset, 7);
    QVERIFY(!line.record.key);
    QVERIFY(line.record.value == value);
    QCOMPARE(line.record.headers.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(line.record.headers[i].name == headers[i].name);
        QVERIFY(line.record.headers[i].value == headers[i].value);
    }
}

void TestRecordText::csvTellsNullFromEmpty() {
    const Stream stream{"a,b", 0, 0};
    std::string null;
    std::string empty;
    appendRecordText(null, recordOf(stream, std::nullopt), RecordFormat::Csv);
    appendRecordText(empty, recordOf(stream, ""), RecordFormat::Csv);
    QCOMPARE(null, "\"a,b\",0,7,2023-11-14T22:13:20Z,k,,\r\n"s);
    QCOMPARE(empty, "\"a,b\",0,7,2023-11-14T22:13:20Z,k,\"\",\r\n"s);
}

void TestRecordText::dumpsAsHexdumpDoes() {
    std::string out;
    appendHexDump(out, "0123456789abcdefXY\n");
    QCOMPARE(out, "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
                  "00000010  58 59 0a                                          |XY.|\n"
                  "00000013\n"s);
}

void TestRecordText::kcatCommandsAreQuotedForTheShell() {
    QCOMPARE(kcatCommand("h:9092", {"it's", 2, 0}, 41),
             "kcat -C -b h:9092 -t 'it'\\''s' -p 2 -o 41 -c 1 -J -q"s);
    ScanRequest request;
    request.topics = {{"orders", {}}};
    request.from = Bound::at(timestampFromMs(5));
    request.to = Bound::at(timestampFromMs(9));
    QCOMPARE(kcatCommand("a:1,b:2", request), "kcat -C -b a:1,b:2 -t orders -o s@5 -o e@9 -e -J -q"s);
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestRecordText)
#include "tst_browse_record_text.moc"
