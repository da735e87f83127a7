#include "core/codec/kcat_writer.h"
#include "core/interchange/detection.h"
#include "core/interchange/kcat_line.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::interchange;

Q_DECLARE_METATYPE(std::string)
Q_DECLARE_METATYPE(eventflow::interchange::Layout)

namespace {

const std::string kFront = "{\"topic\":\"t\",\"partition\":0,\"offset\":1,";

struct Parsed {
    std::string padded;
    Arena arena;
    ImportedRecord line;
    std::string_view error;
    bool ok = false;

    explicit Parsed(const std::string& text) : padded(text + std::string(kValuePadding, '"')) {
        ok = parseKcatLine(std::string_view(padded).substr(0, text.size()), arena, line, error);
    }
};

} // namespace

class TestInterchangeKcatLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPayloads_data() {
        QTest::addColumn<std::string>("json");
        QTest::addColumn<std::string>("value");
        const auto row = [](const char* name, const std::string& json, const std::string& value) {
            QTest::newRow(name) << json << value;
        };
        row("text", "\"abc\"", "abc");
        row("empty", "\"\"", "");
        row("every short escape", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
        row("unicode escapes", "\"\\u0000\\u00e9\\u20AC\\ud83d\\ude00\"",
            std::string("\0\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10));
        row("raw bytes", "\"\xFF\x80\x01\"", "\xFF\x80\x01");
        row("escapes next to each other", "\"\\\\\\\\\\\"\\\\\"", "\\\\\"\\");
        row("long with late escape", "\"" + std::string(100, 'a') + "\\n" + std::string(100, 'b') + "\"",
            std::string(100, 'a') + "\n" + std::string(100, 'b'));
        row("object", "{\"a\":[1,{\"b\":\"}]\"}]}", "{\"a\":[1,{\"b\":\"}]\"}]}");
        row("number", "42", "42");
        row("boolean, spaced", " true ", "true");
    }
    void readsPayloads() {
        QFETCH(std::string, json);
        QFETCH(std::string, value);
        const Parsed parsed(kFront + "\"payload\":" + json + "}");
        QVERIFY2(parsed.ok, std::string(parsed.error).c_str());
        QCOMPARE(std::string(parsed.line.record.value.value_or("null")), value);
    }

    void tellsNullFromEmptyAndMissing() {
        const Parsed nulls(kFront + "\"key\":null,\"payload\":null}");
        QVERIFY(nulls.ok && !nulls.line.record.key && !nulls.line.record.value);
        const Parsed empty(kFront + "\"key\":\"\",\"payload\":\"\"}");
        QVERIFY(empty.ok && empty.line.record.key && empty.line.record.value);
        const Parsed noKey(kFront + "\"payload\":\"\"}");
        QVERIFY(noKey.ok && !noKey.line.record.key);
    }

    void readsTimestamps_data() {
        QTest::addColumn<std::string>("members");
        QTest::addColumn<qlonglong>("ms");
        QTest::addColumn<int>("type");
        const auto row = [](const char* name, const char* members, qlonglong ms, TimestampType type) {
            QTest::newRow(name) << std::string(members) << ms << static_cast<int>(type);
        };
        row("create time", R"("tstype":"create","ts":1500,)", 1500, TimestampType::CreateTime);
        row("log append time", R"("ts":1500,"tstype":"logappend",)", 1500, TimestampType::LogAppendTime);
        row("kcat 1.3", R"("unknown":1500,)", 1500, TimestampType::None);
        row("none", "", -1, TimestampType::None);
        row("unknown to Kafka", R"("tstype":"unknown","ts":-1,)", -1, TimestampType::None);
        row("no text", R"("tstype":null,"ts":7,)", 7, TimestampType::None);
    }
    void readsTimestamps() {
        QFETCH(std::string, members);
        QFETCH(qlonglong, ms);
        const Parsed parsed(kFront + members + "\"payload\":\"\"}");
        QVERIFY(parsed.ok);
        QCOMPARE(parsed.line.record.tsArrival, ms < 0 ? kNoTime : timestampFromMs(ms));
        QTEST(static_cast<int>(parsed.line.record.timestampType), "type");
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& line, const char* says) {
            QTest::newRow(name) << line << std::string(says);
        };
        row("not an object", "hello", "not a JSON object");
        row("empty object", "{}", "no \"topic\"");
        row("cut in a string", kFront + "\"payload\":\"ab", "column 50");
        row("cut behind a backslash", kFront + "\"payload\":\"ab\\", "payload");
        row("cut behind a value", kFront + "\"payload\":\"ab\"", "cut short");
        row("text behind", kFront + "\"payload\":\"\"} x", "behind the object");
        row("no payload", kFront + "\"key\":\"\"}", "no \"payload\"");
        row("no partition", "{\"topic\":\"t\",\"offset\":1,\"payload\":\"\"}", "no \"partition\"");
        row("negative partition", "{\"topic\":\"t\",\"partition\":-1}", "partition");
        row("huge partition", "{\"topic\":\"t\",\"partition\":2147483648}", "partition");
        row("huge offset", "{\"topic\":\"t\",\"partition\":1,\"offset\":9223372036854775808}", "offset");
        row("long topic", "{\"topic\":\"" + std::string(250, 't') + "\"}", "topic");
        row("lone surrogate", kFront + "\"payload\":\"\\ud800\"}", "payload");
        row("wrong escape", kFront + "\"payload\":\"\\x\"}", "escape");
        row("odd headers", kFront + "\"headers\":[\"a\"],\"payload\":\"\"}", "header without a value");
        row("unbalanced value", kFront + "\"payload\":{\"a\":[}", "payload");
        row("kcat could not decode", kFront + "\"payload_error\":\"bad magic\",\"payload\":null}",
            "bad magic");
    }
    void saysWhatIsWrong() {
        QFETCH(std::string, line);
        QFETCH(std::string, says);
        const Parsed parsed(line);
        QVERIFY(!parsed.ok);
        QVERIFY2(parsed.error.find(says) != std::string_view::npos, std::string(parsed.error).c_str());
    }

    void readsBackEveryByteThatIsWrittenAsKcatDoes() {
        std::mt19937 random(1);
        for (int round = 0; round < 3000; ++round) {
            std::string key(random() % 40, ' ');
            std::string value(random() % 300, ' ');
            // Half of the rounds with many quotes and backslashes.
            for (auto* text : {&key, &value})
                for (char& c : *text)
                    c = round % 2 ? static_cast<char>(random()) : "\"\\ab\n"[random() % 5];
            std::string line;
            codec::appendKcatLine(line, {"topic", 3, 99, 1234, key, value});
            QVERIFY(line.find('\n') == line.size() - 1);
            line.pop_back();
            const Parsed parsed(line);
            QVERIFY2(parsed.ok, std::string(parsed.error).c_str());
            QCOMPARE(std::string(*parsed.line.record.key), key);
            QCOMPARE(std::string(*parsed.line.record.value), value);
            QCOMPARE(parsed.line.record.offset, 99);
        }
    }

    void tellsKcatFromEventsByTheFirstObject_data() {
        QTest::addColumn<std::string>("front");
        QTest::addColumn<Layout>("format");
        const auto row = [](const char* name, const std::string& front, Layout format) {
            QTest::newRow(name) << front << format;
        };
        row("kcat", kFront + "\"tstype\":\"create\",\"ts\":1,\"payload\":\"\"}\n", Layout::Kcat);
        row("kcat behind status lines", "% a\n\n% b\n" + kFront + "\"payload\":null}\n", Layout::Kcat);
        row("kcat, cut in a binary payload", kFront + "\"tstype\":\"create\",\"payload\":\"\xFF\xFE",
            Layout::Kcat);
        row("event", "{\"metric\":\"x\"}\n", Layout::Ndjson);
        row("event with such fields inside", "{\"kafka\":" + kFront + "\"payload\":1}}\n", Layout::Ndjson);
        row("another tool's layout", kFront + "\"value\":\"\"}\n", Layout::Ndjson);
        row("no object", "[1]\nhello\n", Layout::Ndjson);
        row("empty", "", Layout::Ndjson);
    }
    void tellsKcatFromEventsByTheFirstObject() {
        QFETCH(std::string, front);
        QFETCH(Layout, format);
        const std::string padded = front + std::string(kValuePadding, '\0');
        const auto detected = detectLayout(std::string_view(padded).substr(0, front.size()));
        QVERIFY(detected);
        QCOMPARE(detected->layout, format);
        QCOMPARE(detected->framing, Framing::Lines);
    }
};

QTEST_GUILESS_MAIN(TestInterchangeKcatLine)
#include "tst_interchange_kcat_line.moc"
