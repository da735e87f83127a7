#include "core/browse/record_text.h"
#include "tests/core/interchange/capture_samples.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::interchange;
using namespace eventflow::interchange::test;

using Records = std::vector<Imported>;
Q_DECLARE_METATYPE(std::string)
Q_DECLARE_METATYPE(eventflow::interchange::Layout)
Q_DECLARE_METATYPE(Records)

namespace {

std::string text(const Imported& r) {
    const auto shown = [](const std::optional<std::string>& bytes) {
        return bytes ? "<" + *bytes + ">" : "null";
    };
    std::string out = r.topic + '[' + std::to_string(r.partition) + "]@" + std::to_string(r.offset) + ' ' +
                      (r.time == kNoTime ? "-" : formatIso8601(r.time)) + " key " + shown(r.key) + " value " +
                      shown(r.value);
    for (const auto& [name, value] : r.headers)
        out += " " + name + '=' + shown(value);
    return r.fault.empty() ? out : out + " FAULT " + r.fault;
}

QByteArray shown(const Records& records) {
    std::string out;
    for (const Imported& r : records)
        out += "\n  " + text(r);
    return QByteArray::fromStdString(out);
}

/// Without where the items stand, which is the splitters' affair.
Records withoutPositions(Records records) {
    for (Imported& r : records)
        r.position = 0;
    return records;
}

} // namespace

class TestInterchangeLayouts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryLayout_data() {
        QTest::addColumn<Layout>("layout");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<Records>("records");
        for (const Sample& sample : samples())
            QTest::newRow(sample.name) << sample.layout << sample.text << sample.records;
    }
    void readsEveryLayout() {
        QFETCH(Layout, layout);
        QFETCH(std::string, text);
        QFETCH(Records, records);
        const Import read = importText(text);
        QCOMPARE(traitsOf(read.detected.layout).name, traitsOf(layout).name);
        QVERIFY2(withoutPositions(read.records) == records, shown(read.records).constData());
    }

    void doesNotDependOnWhereBlocksEnd() {
        std::mt19937 random(3);
        for (const Sample& sample : samples()) {
            const Import whole = importText(sample.text);
            for (int round = 0; round < 20; ++round) {
                const Import pieces =
                    importText(sample.text, [&] { return 1 + random() % (round < 5 ? 2U : 60U); });
                QVERIFY2(pieces.records == whole.records, sample.name);
            }
        }
    }

    void turnsWhatIsNoRecordIntoAMalformedOneAndReadsOn_data() {
        QTest::addColumn<std::string>("broken");
        QTest::addColumn<std::string>("cause");
        const auto row = [](const char* name, const char* broken, const char* cause) {
            QTest::newRow(name) << std::string(broken) << std::string(cause);
        };
        row("no object", "12", "not a JSON object");
        row("no topic", R"({"partition":1,"offset":2,"timestamp":1})", "no topic");
        row("no partition", R"({"topic":"t","offset":2,"timestamp":1})", "no partition");
        row("no offset", R"({"topic":"t","partition":1,"timestamp":1})", "no offset");
        row("topic too long", "", "1 to 249");
        row("negative partition", R"({"topic":"t","partition":-1})", "byte 27: the partition");
        row("huge partition", R"({"topic":"t","partition":2147483648})", "the partition");
        row("negative offset", R"({"topic":"t","partition":1,"offset":-2})", "the offset");
        row("a fraction", R"({"topic":"t","partition":1,"offset":1.5})", "expected ','");
        row("a time that is none", R"({"topic":"t","timestamp":"today"})", "neither milliseconds nor");
        row("headers that are none", R"({"topic":"t","headers":7})", "neither a list nor");
        row("a header without a name", R"({"topic":"t","headers":[{"value":"1"}]})", "without a name");
        row("a header without a value", R"({"topic":"t","headers":["h"]})", "without a value");
        row("a lone surrogate", "{\"topic\":\"t\",\"value\":\"\\ud800\"}", "escape");
        row("the value left out", R"({"topic":"t","value_size":5,"timestamp":1,"partition":1,"offset":2})",
            "--meta-only");
    }
    void turnsWhatIsNoRecordIntoAMalformedOneAndReadsOn() {
        QFETCH(std::string, broken);
        QFETCH(std::string, cause);
        if (broken.empty()) broken = "{\"topic\":\"" + std::string(250, 't') + "\"}";
        const std::string good = R"({"topic":"t","value":"v","timestamp":1,"partition":1,"offset":2})";
        const Import read = importText(good + "\n" + broken + "\n" + good + "\n");
        QCOMPARE(read.detected.layout, Layout::Rpk);
        QCOMPARE(read.records.size(), 3U);
        QCOMPARE(read.records[1].value.value_or(""), broken);
        QCOMPARE(read.records[1].position, static_cast<std::int64_t>(good.size()) + 1);
        QVERIFY2(read.records[1].fault.find(cause) != std::string::npos, read.records[1].fault.c_str());
        QVERIFY(read.records[2].fault.empty());
    }

    void saysWhyTextIsNoRecord_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("cause");
        QTest::newRow("console: text in front")
            << std::string("hello\nOffset:1\tv\n") << std::string("does not begin");
        QTest::newRow("dump: no contents")
            << std::string("| offset: 0 CreateTime: 1 keySize: 1 valueSize: 3 sequence: -1 headerKeys: []\n")
            << std::string("--print-data-log");
        QTest::newRow("csv: columns missing")
            << std::string("timestamp,partitionID,offset,key,value,keySize\n1,2,3,k\n")
            << std::string("fewer columns");
        QTest::newRow("lambda: no base64")
            << std::string(
                   R"({"eventSource":"x","records":{"t-0":[{"topic":"t","partition":0,"offset":1,"value":"?"}]}})")
            << std::string("not base64");
        QTest::newRow("akhq: cut short")
            << std::string(
                   R"([{"topic":"t","partition":0,"offset":1,"value":"v","exceptions":[],"truncated":true}])")
            << std::string("cut the value short");
    }
    void saysWhyTextIsNoRecord() {
        QFETCH(std::string, text);
        QFETCH(std::string, cause);
        const Import read = importText(text);
        QVERIFY(!read.records.empty());
        QVERIFY2(read.records[0].fault.find(cause) != std::string::npos, shown(read.records).constData());
    }

    void takesOtherObjectsForEvents_data() {
        QTest::addColumn<std::string>("text");
        const auto row = [](const char* name, const char* text) { QTest::newRow(name) << std::string(text); };
        row("an event that names its origin",
            R"({"topic":"t","partition":1,"offset":2,"timestamp":3,"metric":"x"})");
        row("a record inside", R"({"kafka":{"topic":"t","partition":1,"offset":2,"payload":""}})");
        row("records of something else", R"({"records":{"a":[]},"name":"x"})");
        row("the first line is cut", "{\"a\":1,\n{\"a\":2}\n");
        row("text", "Offset: 7\nhello\n");
        row("times of a log", "[2026-01-01 00:00:00] hello\n");
        row("nothing", "");
    }
    void takesOtherObjectsForEvents() {
        QFETCH(std::string, text);
        QCOMPARE(importText(text).detected.layout, Layout::Ndjson);
    }

    void readsTheRowsThatTheDesktopCopies() {
        Stream stream;
        stream.topic = "orders";
        stream.partition = 2;
        const std::array headers{Header{"h", "1"}, Header{"h", std::nullopt}};
        Record row;
        row.stream = &stream;
        row.headers = headers;
        std::string copied;
        for (const NullableBytes& value :
             {NullableBytes("{\"a\":[1]}"), NullableBytes("text"), NullableBytes("\xFF"),
              NullableBytes("{\"hex\":\"zz\"}"), NullableBytes()}) {
            row.value = value;
            ++row.offset;
            browse::appendRecordText(copied, row, browse::RecordFormat::Json);
        }
        const Import read = importText(copied);
        QCOMPARE(read.detected.layout, Layout::RecordRows);
        QCOMPARE(read.records.size(), 5U);
        for (const Imported& record : read.records) {
            QCOMPARE(record.topic, stream.topic);
            QCOMPARE(record.partition, 2);
            QCOMPARE(record.headers.size(), 2U);
            QVERIFY(record.time == kNoTime && !record.key);
        }
        QCOMPARE(read.records[0].value.value_or(""), std::string("{\"a\":[1]}"));
        QCOMPARE(read.records[1].value.value_or(""), std::string("text"));
        QCOMPARE(read.records[2].value.value_or(""), std::string("\xFF"));
        QCOMPARE(read.records[3].value.value_or(""), std::string("{\"hex\":\"zz\"}"));
        QVERIFY(!read.records[4].value);
        QCOMPARE(read.records[4].offset, 5);
    }

    void isUndecidedWhileTheFirstObjectIsNotRead() {
        const std::string value(1000, 'v');
        const std::string whole =
            "{\"topic\":\"t\",\"value\":\"" + value + "\",\"timestamp\":1,\"partition\":1,\"offset\":2}";
        const auto detectedIn = [&](std::size_t bytes) {
            return *detectLayout(std::string_view(whole).substr(0, bytes));
        };
        QVERIFY(detectedIn(500).undecided);
        QVERIFY(!detectedIn(whole.size()).undecided);
        QCOMPARE(detectedIn(whole.size()).layout, Layout::Rpk);
    }

    void saysWhatEachLayoutLost() {
        for (const LayoutTraits& traits : allLayouts()) {
            QCOMPARE(traitsOf(traits.layout).name, traits.name);
            QVERIFY(openingNote(traits.layout).find(traits.title) == 0);
        }
        QCOMPARE(openingNote(Layout::Kcat), std::string("kcat -J"));
        QVERIFY(openingNote(Layout::KafkaUi).starts_with("kafka-ui: topic missing, duplicate headers lost"));
    }
};

QTEST_GUILESS_MAIN(TestInterchangeLayouts)
#include "tst_interchange_layouts.moc"
