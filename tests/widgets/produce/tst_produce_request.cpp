#include "widgets/viewmodels/produce_request.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace eventflow;
using namespace eventflow::viewmodels;

class TestProduceRequest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRecordKeepsLineEndsNullsAndHeaders() {
        TypedRecord record;
        record.value = "line 1\nline 2";
        record.headers = {{"trace", "a"}, {"trace", std::nullopt}};
        record.partition = 3;
        const admin::ProduceRecords request = produceOne("orders", record);
        QCOMPARE(request.topic, std::string("orders"));
        QVERIFY(request.settings.format == admin::ProduceSettings::Format::Kcat);
        QCOMPARE(request.settings.partition, 3);
        QCOMPARE(std::ranges::count(request.text, '\n'), 1); // one line, one record
        const QByteArray text = QByteArray::fromStdString(request.text);
        QVERIFY2(text.contains("\"key\":null"), text.constData());
        QVERIFY2(text.contains("line 1\\nline 2"), text.constData());
        QVERIFY2(text.contains("\"ts\":-1"), text.constData());
        QVERIFY2(text.contains("\"trace\",null"), text.constData());
    }

    void hintsAtWhatLooksLikeJsonAndIsNot_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("hint");
        QTest::newRow("fine") << QByteArray("{\"a\": 12345678901234567890}") << QString();
        QTest::newRow("plain text") << QByteArray("hello") << QString();
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("open") << QByteArray("{\n  \"a\": ") << QStringLiteral("Not JSON, line ");
        QTest::newRow("comma") << QByteArray("{\n  \"a\": 1,\n}")
                               << QStringLiteral("Not JSON, line 3, column 1");
    }
    void hintsAtWhatLooksLikeJsonAndIsNot() {
        QFETCH(QByteArray, text);
        QFETCH(QString, hint);
        const QString said = jsonHint(text.toStdString());
        if (hint.isEmpty())
            QCOMPARE(said, QString());
        else
            QVERIFY2(said.startsWith(hint), qPrintable(said));
    }

    void checksValuesByJsonSchema_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("fits");
        QTest::newRow("fits") << QByteArray(R"({"id":"a","amount":1.5,"tags":["x","y"]})") << true;
        QTest::newRow("missing") << QByteArray(R"({"id":"a"})") << false;
        QTest::newRow("wrong type") << QByteArray(R"({"id":7,"amount":1})") << false;
        QTest::newRow("not allowed") << QByteArray(R"({"id":"a","amount":1,"x":1})") << false;
        QTest::newRow("below the minimum") << QByteArray(R"({"id":"a","amount":-1})") << false;
        QTest::newRow("not among the values")
            << QByteArray(R"({"id":"a","amount":1,"currency":"GBP"})") << false;
        QTest::newRow("among the values") << QByteArray(R"({"id":"a","amount":1,"currency":"EUR"})") << true;
        QTest::newRow("item") << QByteArray(R"({"id":"a","amount":1,"tags":["x",3]})") << false;
        QTest::newRow("too many items")
            << QByteArray(R"({"id":"a","amount":1,"tags":["a","b","c"]})") << false;
        QTest::newRow("a pattern is not proven")
            << QByteArray(R"({"id":"a","amount":1,"code":"UP"})") << false;
        QTest::newRow("escaped name") << QByteArray(R"({"id":"a","amount":1,"\u0063urrency":"USD"})") << true;
        QTest::newRow("no object") << QByteArray("[]") << false;
    }
    void checksValuesByJsonSchema() {
        QFETCH(QByteArray, json);
        const auto schema = schema::ParsedSchema::parse(
            {1,
             codec::SchemaType::Json,
             R"({"type":"object","properties":{"id":{"type":"string"},"code":{"pattern":"^[a-z]+$"},)"
             R"("amount":{"type":"number","minimum":0},"currency":{"enum":["EUR","USD"]},)"
             R"("tags":{"type":"array","items":{"type":"string"},"maxItems":2}},)"
             R"("required":["id","amount"],"additionalProperties":false})",
             {}});
        QVERIFY(schema);
        const auto check = checkJsonValue(*schema, json.toStdString());
        QVERIFY2(check, check ? "" : check.error().detail.c_str());
        QTEST(check->compatible(), "fits");
    }
    void whatIsNotJsonCannotBeChecked() {
        const auto schema = schema::ParsedSchema::parse({1, codec::SchemaType::Json, "{}", {}});
        QCOMPARE(checkJsonValue(*schema, "hello").error().code, ErrorCode::ParseError);
        QCOMPARE(checkJsonValue(*schema, std::string(2 * 1024 * 1024, ' ')).error().code,
                 ErrorCode::LimitExceeded);
    }

    void readsRanges_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("count"); // -1: refused
        QTest::newRow("none") << QByteArray("  ") << 0;
        QTest::newRow("one") << QByteArray("0:100-200") << 1;
        QTest::newRow("two") << QByteArray(" 0:100-200 , 3:50- ") << 2;
        QTest::newRow("empty range") << QByteArray("0:200-200") << -1;
        QTest::newRow("twice") << QByteArray("0:1-2,0:5-6") << -1;
        QTest::newRow("negative") << QByteArray("-1:1-2") << -1;
        QTest::newRow("words") << QByteArray("all") << -1;
        QTest::newRow("too large") << QByteArray("0:1-99999999999999999999") << -1;
        QTest::newRow("more behind") << QByteArray("0:1-2x") << -1;
    }
    void readsRanges() {
        QFETCH(QByteArray, text);
        const auto ranges = parseRanges(text.toStdString());
        QTEST(ranges ? static_cast<int>(ranges->size()) : -1, "count");
    }
    void aRangeWithoutAnEndReachesUpToWhatThereIs() {
        const auto ranges = parseRanges("3:50-");
        QVERIFY(ranges);
        QCOMPARE(ranges->at(3),
                 (std::pair<std::int64_t, std::int64_t>(50, std::numeric_limits<std::int64_t>::max())));
    }
};

QTEST_GUILESS_MAIN(TestProduceRequest)
#include "tst_produce_request.moc"
