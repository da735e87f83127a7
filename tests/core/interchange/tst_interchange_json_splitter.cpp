#include "core/interchange/json_splitter.h"
#include "tests/core/interchange/imported_text.h"

#include <QTest>

#include <random>

using namespace eventflow::interchange;
using namespace eventflow::interchange::test;

using Texts = std::vector<std::string>;
Q_DECLARE_METATYPE(std::string)
Q_DECLARE_METATYPE(Texts)

namespace {

using namespace std::string_view_literals;

constexpr std::array kEventPath{"records"sv, "*"sv};
constexpr std::array kListPath{"results"sv};

std::vector<OwnedItem> split(const std::string& text, JsonSplitter::Path path = {},
                             std::size_t most = 1 << 20, const NextPiece& piece = {}) {
    JsonSplitter splitter(path, most);
    return itemsOf(
        splitter, text, piece ? piece : [&] { return text.size(); });
}

/// Sound items as they are, broken ones behind a `!`.
Texts textsOf(const std::vector<OwnedItem>& items) {
    Texts texts;
    for (const OwnedItem& item : items)
        texts.push_back((item.fault.empty() ? "" : "!") + item.text);
    return texts;
}

QByteArray shown(const Texts& texts) {
    QByteArray out;
    for (const auto& text : texts)
        out += "\n  " + QByteArray::fromStdString(text);
    return out;
}

} // namespace

class TestInterchangeJsonSplitter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsRecordsInEveryArrangement_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<Texts>("items");
        const auto row = [](const char* name, const char* text, const Texts& items) {
            QTest::newRow(name) << std::string(text) << items;
        };
        const Texts two{R"({"a":1})", R"({"a":2})"};
        row("lines", "{\"a\":1}\n{\"a\":2}\n", two);
        row("nothing between", R"({"a":1}{"a":2})", two);
        row("a list", R"([{"a":1},{"a":2}])", two);
        row("a list over lines", "[\n  {\"a\":1},\n  {\"a\":2}\n]\n", two);
        row("lists behind each other", "[{\"a\":1}]\n[{\"a\":2}]", two);
        row("a list that does not end", R"([{"a":1},{"a":2})", two);
        row("stray commas and brackets", R"(]{"a":1},,]}{"a":2}])", two);
        row("a record over lines", "{\n \"a\" :\n [1,\n{}\n]\n}\n", {"{\n \"a\" :\n [1,\n{}\n]\n}"});
        row("brackets and quotes in strings", "{\"a\":\"]}{\\\"[\\\\\"}{\"b\":\"\\\\\\\\\"}",
            {"{\"a\":\"]}{\\\"[\\\\\"}", "{\"b\":\"\\\\\\\\\"}"});
        row("bytes that are no text", "{\"a\":\"\xFF\xFE\x80\"}{\"a\":2}",
            {"{\"a\":\"\xFF\xFE\x80\"}", two[1]});
        row("scalars of every kind", R"({"a":[null,true,-1.5e+9,NaN,""]}{})",
            {R"({"a":[null,true,-1.5e+9,NaN,""]})", "{}"});
        row("nothing", "", {});
        row("empty lists", "[] [ ]", {});
    }
    void findsRecordsInEveryArrangement() {
        QFETCH(std::string, text);
        QFETCH(Texts, items);
        const Texts found = textsOf(split(text));
        QVERIFY2(found == items, shown(found).constData());
    }

    void findsRecordsInsideOfObjects() {
        const std::string events =
            R"({"source":{"x":[{"no":0}]},"records":{"t-0":[{"a":1},{"a":2}],"t-1":[],"t-2":[)"
            "\n{\"a\":3}]},\"more\":[{\"no\":1}]}"
            R"([{"records":{"t-0":[{"a":4}]}}] {"records":[{"no":2}],"recordsX":{"t":[{}]}})";
        const Texts found = textsOf(split(events, kEventPath));
        const Texts expected{R"({"a":1})", R"({"a":2})", R"({"a":3})", R"({"a":4})"};
        QVERIFY2(found == expected, shown(found).constData());
        QCOMPARE(textsOf(split(R"({"after":"x","results":[{"a":1}],"size":1})", kListPath)),
                 Texts{R"({"a":1})"});
    }

    void givesDamageAsItemsAndReadsOn_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<Texts>("items");
        const auto row = [](const char* name, const std::string& text, const Texts& items) {
            QTest::newRow(name) << text << items;
        };
        const std::string good = R"({"a":1})";
        row("cut in a string", good + "\n{\"a\":\"cut\n" + good + "\n", {good, "!{\"a\":\"cut", good});
        row("cut behind a comma", good + "\n{\"a\":1,\n" + good + "\n", {good, "!{\"a\":1", good});
        row("cut behind a colon, twice", good + "\n{\"a\":\n{\"a\":\n" + good + "\n",
            {good, "!{\"a\":", "!{\"a\":", good});
        row("cut in a list", "[" + good + ",{\"a\":[1,{\"b\":," + good + "]",
            {good, "!{\"a\":[1,{\"b\":", good});
        row("wrong bracket", good + "{\"a\":[1}}" + good, {good, "!{\"a\":[1}}", good});
        row("the first one is cut", "{\"a\":\"cut\n" + good + "\n", {"!{\"a\":\"cut", good});
        row("the last one is cut", good + "\n{\"a\":\"cut", {good, "!{\"a\":\"cut"});
        row("cut behind a backslash", good + "\n{\"a\":\"cut\\", {good, "!{\"a\":\"cut\\"});
        row("cut within its name, then a line", "{\"\n{\"a\":1}", {"!{\"", good});
        row("notes of a program", "ERR: no [topic]\n" + good + "\n% end\n",
            {"ERR: no [topic]", good, "% end"});
        row("scalars in a list", "[1, \"x\"," + good + ", null]", {"1", "\"x\"", good, "null"});
    }
    void givesDamageAsItemsAndReadsOn() {
        QFETCH(std::string, text);
        QFETCH(Texts, items);
        const Texts found = textsOf(split(text));
        QVERIFY2(found == items, shown(found).constData());
    }

    void saysWhereAndWhyAnItemIsBroken() {
        const auto items = split("{\"a\":1}\n{\"a\":\"cut\n{\"a\":[1}\n");
        QCOMPARE(items.size(), 3U);
        QCOMPARE(items[1].offset, 8);
        QVERIFY2(items[1].fault.find("byte 9 of the record: a string is cut short") == 0,
                 items[1].fault.c_str());
        QVERIFY2(items[2].fault.find("expected ',' or ']'") != std::string::npos, items[2].fault.c_str());
    }

    void boundsTheDepthOfARecord() {
        const auto items = split("{\"a\":1}\n{\"a\":" + std::string(2000, '[') + "\n{\"a\":3}\n");
        QCOMPARE(items.size(), 3U);
        QVERIFY2(items[1].fault.find("128 levels") != std::string::npos, items[1].fault.c_str());
        QCOMPARE(items[2].text, std::string(R"({"a":3})"));
    }

    void givesAnOverlongRecordByItsFront() {
        const std::string big = "{\"a\":\"" + std::string(200'000, 'x') + "\"}";
        for (const std::size_t piece : {100U, 5'000U, 1'000'000U}) {
            const auto items = split("[" + big + ",{\"a\":2}]", {}, 100'000, [&] { return piece; });
            QCOMPARE(items.size(), 2U);
            QCOMPARE(items[0].text, big.substr(0, OverlongItem::kKeptBytes));
            QCOMPARE(items[0].bytes, big.size());
            QVERIFY(items[0].fault.find("maxRecordBytes") != std::string::npos);
            QCOMPARE(items[1].text, std::string(R"({"a":2})"));
        }
    }

    void doesNotDependOnWhereBlocksEndInALongName() {
        const std::string text = "{\"" + std::string(190, 'n') + "\n{\"" + std::string(300, 'm') +
                                 "\":{\"t\":[{}]},\"records\":{\"t\":[{\"a\":1}]}}";
        const auto whole = split(text, kEventPath);
        QCOMPARE(textsOf(whole), (Texts{"!\"" + std::string(190, 'n'), R"({"a":1})"}));
        for (const std::size_t piece : {1U, 7U, 150U})
            QVERIFY(split(text, kEventPath, 1 << 20, [&] { return piece; }) == whole);
    }

    void doesNotDependOnWhereBlocksEnd() {
        std::mt19937 random(5);
        const std::array<std::string, 14> parts{"{\"a\":1,\"b\":\"x\\\"}{\\\\\"}",
                                                R"({ "a":[{"a":{}},"y"]})",
                                                "{\"a\":\"cut",
                                                "{\"a\":",
                                                "\n",
                                                "[",
                                                "]",
                                                ",",
                                                "\n  ",
                                                "noise \"",
                                                "{\n",
                                                "}",
                                                "{\"records\":{\"t\":[",
                                                std::string("{\"a\":\"") + std::string(80, 'z') + "\"}"};
        for (int round = 0; round < 1500; ++round) {
            std::string text;
            const std::size_t count = random() % 12;
            for (std::size_t i = 0; i < count; ++i)
                text += parts[random() % parts.size()];
            const JsonSplitter::Path path =
                round % 3 == 0 ? JsonSplitter::Path(kEventPath) : JsonSplitter::Path();
            const std::size_t most = round % 2 == 0 ? 50 : 1000;
            const auto whole = split(text, path, most);
            const auto pieces =
                split(text, path, most, [&] { return 1 + random() % (round % 5 == 0 ? 1 : 9); });
            QVERIFY2(pieces == whole, (text + "\n--" + shown(textsOf(whole)).toStdString() + "\n--" +
                                       shown(textsOf(pieces)).toStdString())
                                          .c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestInterchangeJsonSplitter)
#include "tst_interchange_json_splitter.moc"
