#include "core/interchange/record_writer.h"
#include "tests/core/interchange/imported_text.h"

#include <QTest>

#include <deque>
#include <random>

using namespace eventflow;
using namespace eventflow::interchange;
using namespace eventflow::interchange::test;

Q_DECLARE_METATYPE(std::string)
Q_DECLARE_METATYPE(eventflow::interchange::ExportLayout)

namespace {

using Bytes = std::optional<std::string>;
constexpr std::int64_t kTimeNs = 1'767'225'600'123'456'789;

/// Records and the memory that they point into.
class Records {
public:
    Record& add(const std::string& topic, std::int32_t partition, std::int64_t offset, const Bytes& key,
                const Bytes& value, const std::vector<std::pair<std::string, Bytes>>& headers = {},
                Timestamp time = timestampFromNs(kTimeNs)) {
        Stream& stream = m_streams.emplace_back();
        stream.topic = topic;
        stream.partition = partition;
        Record& record = list.emplace_back();
        record.stream = &stream;
        record.offset = offset;
        record.tsArrival = time;
        record.key = kept(key);
        record.value = kept(value);
        auto& own = m_headers.emplace_back();
        for (const auto& [name, content] : headers)
            own.push_back({*kept(name), kept(content)});
        record.headers = own;
        return record;
    }
    [[nodiscard]] std::string written(ExportLayout layout) const {
        const auto writer = makeRecordWriter(layout);
        std::string out;
        writer->appendHeading(out);
        for (const Record& record : list)
            writer->append(out, record);
        return out;
    }

    std::vector<Record> list;

private:
    NullableBytes kept(const Bytes& bytes) {
        return bytes ? NullableBytes(m_texts.emplace_back(*bytes)) : std::nullopt;
    }

    std::deque<std::string> m_texts;
    std::deque<Stream> m_streams;
    std::deque<std::vector<Header>> m_headers;
};

Imported expected(const Record& record) {
    const auto owned = [](NullableBytes bytes) { return bytes ? Bytes(std::string(*bytes)) : std::nullopt; };
    Imported out;
    out.topic = record.stream->topic;
    out.partition = record.stream->partition;
    out.offset = record.offset;
    out.time = record.tsArrival;
    out.key = owned(record.key);
    out.value = owned(record.value);
    for (const Header& header : record.headers)
        out.headers.emplace_back(std::string(header.name), owned(header.value));
    return out;
}

/// Whatever a producer may send.
Bytes hostileBytes(std::mt19937& random) {
    switch (random() % 9) {
    case 0:
        return std::nullopt;
    case 1:
        return "";
    case 2:
        return "null";
    case 3:
        return R"({"base64":"AA=="})";
    case 4:
        return std::string("\0\x01\n\r\t\"\\\x7F", 8);
    case 5:
        return "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBB\xBF";
    case 6:
        return "\xFF\xFE\xC0\x80\xED\xA0\x80";
    default:
        break;
    }
    std::string bytes(random() % 60, ' ');
    for (char& c : bytes)
        c = static_cast<char>(random());
    return bytes;
}

} // namespace

class TestInterchangeRecordWriter : public QObject {
    Q_OBJECT

    static void addHostile(Records& records, std::mt19937& random, bool milliseconds) {
        for (int i = 0; i < 40; ++i) {
            std::vector<std::pair<std::string, Bytes>> headers;
            for (auto count = random() % 4; count > 0; --count)
                headers.emplace_back(random() % 2 ? "h" : hostileBytes(random).value_or(""),
                                     hostileBytes(random));
            auto ns = static_cast<std::int64_t>(random() * 1'000'000'000 + random() % 1'000'000'000);
            if (milliseconds) ns -= ns % 1'000'000;
            const Timestamp time = random() % 5 == 0 ? kNoTime : timestampFromNs(ns);
            records.add("t", static_cast<std::int32_t>(random() % 3), static_cast<std::int64_t>(random()),
                        hostileBytes(random), hostileBytes(random), headers, time);
        }
    }

private Q_SLOTS:
    void givesBackEveryByte_data() {
        QTest::addColumn<ExportLayout>("layout");
        QTest::newRow("records") << ExportLayout::RecordLines;
        QTest::newRow("kcat") << ExportLayout::Kcat;
    }
    void givesBackEveryByte() {
        QFETCH(ExportLayout, layout);
        std::mt19937 random(17);
        for (int round = 0; round < 30; ++round) {
            Records records;
            addHostile(records, random, layout == ExportLayout::Kcat);
            const std::string text = records.written(layout);
            QCOMPARE(std::ranges::count(text, '\n'), static_cast<std::ptrdiff_t>(records.list.size()));
            const Import read = importText(text, [&] { return 1 + random() % 700; });
            QCOMPARE(read.detected.layout, layout == ExportLayout::Kcat ? Layout::Kcat : Layout::RecordLines);
            QCOMPARE(read.records.size(), records.list.size());
            for (std::size_t i = 0; i < records.list.size(); ++i) {
                Imported record = read.records[i];
                record.position = 0;
                QVERIFY2(record == expected(records.list[i]), (record.fault + text).c_str());
            }
        }
    }

    void givesBackARecordOfAMegabyte() {
        Records records;
        std::string value(1024 * 1024, '\0');
        std::mt19937 random(2);
        for (char& c : value)
            c = static_cast<char>(random());
        records.add("t", 0, 0, value, value);
        records.add("t", 0, 1, std::nullopt, std::string(1024 * 1024, 'x'));
        for (const ExportLayout layout : {ExportLayout::RecordLines, ExportLayout::Kcat}) {
            const Import read = importText(records.written(layout), [] { return std::size_t(100'000); });
            QCOMPARE(read.records.size(), 2U);
            QVERIFY(read.records[0].key == value && read.records[0].value == value);
            QCOMPARE(read.records[1].value->size(), 1024U * 1024);
        }
    }

    void givesBackEveryTimeAndOrigin() {
        Records records;
        records.add("/captures/\xFF/orders.json", -1, INT64_MAX, std::nullopt, "v", {},
                    timestampFromNs(INT64_MAX));
        records.add(std::string(300, 'p'), INT32_MAX, 0, std::nullopt, "v", {},
                    timestampFromNs(INT64_MIN + 1));
        const Import read = importText(records.written(ExportLayout::RecordLines));
        QCOMPARE(read.records.size(), 2U);
        QVERIFY2(read.records[0].fault.empty(), read.records[0].fault.c_str());
        QVERIFY2(read.records[0].topic == records.list[0].stream->topic, read.records[0].topic.c_str());
        QCOMPARE(read.records[0].partition, 0);
        QCOMPARE(read.records[0].offset, INT64_MAX);
        QVERIFY(read.records[0].time == timestampFromNs(INT64_MAX));
        QVERIFY(read.records[1].time == timestampFromNs(INT64_MIN + 1));
        QCOMPARE(read.records[1].topic.size(), 300U);
    }

    void leavesOutWhatTheSourceCouldNotTakeApart() {
        Records records;
        records.add("t", 0, 0, std::nullopt, "broken").framingError = "because";
        for (const ExportTraits& traits : allExportLayouts()) {
            std::string out;
            QVERIFY(!makeRecordWriter(traits.layout)->append(out, records.list[0]));
            QVERIFY(out.empty());
            QVERIFY(exportLayoutOf(traits.name) == traits.layout);
        }
        QVERIFY(!exportLayoutOf("xml"));
    }

    void writesValuesAsLinesOfJson_data() {
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("line");
        const auto row = [](const char* name, const std::string& value, const std::string& line) {
            QTest::newRow(name) << value << line;
        };
        row("JSON", R"({"a": 1})", R"({"a": 1})");
        row("JSON over lines", "{\r\n\"a\": 1\n}", "{  \"a\": 1 }");
        row("a number with every digit", "123456789012345678901234567890", "123456789012345678901234567890");
        row("text", "say \"hi\"\n", "\"say \\\"hi\\\"\\n\"");
        row("empty", "", "\"\"");
        row("bytes", "a\xFFz", "\"a\xEF\xBF\xBDz\"");
    }
    void writesValuesAsLinesOfJson() {
        QFETCH(std::string, value);
        QFETCH(std::string, line);
        Records records;
        records.add("t", 0, 0, "k", value);
        records.add("t", 0, 1, "k", std::nullopt); // has no line
        QCOMPARE(records.written(ExportLayout::Ndjson), line + "\n");
    }

    void writesCsvThatNoSpreadsheetCalculates_data() {
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("cell");
        const auto row = [](const char* name, const std::string& value, const std::string& cell) {
            QTest::newRow(name) << value << cell;
        };
        row("text", "v", "v");
        row("a comma", "a,b", "\"a,b\"");
        row("quotes and lines", "a\"b\r\nc", "\"a\"\"b\r\nc\"");
        row("a formula", "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
        row("a formula by its sign", "+1+cmd", "\"'+1+cmd\"");
        row("a function", "@SUM(1)", "\"'@SUM(1)\"");
        row("behind a tab", "\t=1", "\"'\t=1\"");
        row("a negative number", "-12.5e3", "-12.5e3");
        row("no number", "-12.5e3x", "\"'-12.5e3x\"");
        row("bytes", "\xFF", "0xff");
        row("empty", "", "\"\"");
    }
    void writesCsvThatNoSpreadsheetCalculates() {
        QFETCH(std::string, value);
        QFETCH(std::string, cell);
        Records records;
        records.add("t", 1, 2, std::nullopt, value, {{"h", "1"}, {"h", std::nullopt}});
        QCOMPARE(
            records.written(ExportLayout::Csv),
            "topic,partition,offset,timestamp,key,value,headers\r\nt,1,2,2026-01-01T00:00:00.123456789Z,," +
                cell + ",\"[[\"\"h\"\",\"\"1\"\"],[\"\"h\"\",null]]\"\r\n");
    }
};

QTEST_GUILESS_MAIN(TestInterchangeRecordWriter)
#include "tst_interchange_record_writer.moc"
