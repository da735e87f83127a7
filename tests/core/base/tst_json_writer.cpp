#include "core/base/json_writer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace eventflow;

class TestJsonWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesMembersInTheirOrder() {
        JsonWriter json;
        json.beginObject();
        json.key("b").number(1);
        json.key("a").beginArray().string("x").null().boolean(true).number(0.5).endArray();
        json.key("o").beginObject().endObject();
        json.key("r").raw("{\"k\":1.0}");
        json.endObject();
        QCOMPARE(json.text(),
                 std::string("{\"b\":1,\"a\":[\"x\",null,true,0.5],\"o\":{},\"r\":{\"k\":1.0}}"));
    }
    void keeps64BitIntegersWhole() {
        JsonWriter json;
        json.beginArray();
        json.number(std::numeric_limits<std::uint64_t>::max())
            .number(std::numeric_limits<std::int64_t>::min());
        json.endArray();
        QCOMPARE(json.text(), std::string("[18446744073709551615,-9223372036854775808]"));
    }
    void doublesReadBackExactly() {
        std::mt19937_64 random(11);
        for (int i = 0; i < 10'000; ++i) {
            const std::uint64_t bits = random();
            double value = 0;
            std::memcpy(&value, &bits, sizeof value);
            if (!std::isfinite(value)) continue;
            QCOMPARE(std::strtod(formatDouble(value).c_str(), nullptr), value);
        }
    }
    void namesWhatJsonHasNoNumberFor() {
        JsonWriter json;
        json.beginArray();
        json.number(std::nan("")).number(std::numeric_limits<double>::infinity());
        json.number(-std::numeric_limits<double>::infinity());
        json.endArray();
        QCOMPARE(json.text(), std::string("[\"NaN\",\"+Inf\",\"-Inf\"]"));
    }
    void escapesControlCharacters() {
        std::string out;
        appendJsonString(out, std::string_view("a\"\\\n\r\t\b\f\x01\x1f\0z", 12));
        QCOMPARE(out, std::string("\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u001f\\u0000z\""));
    }
    void replacesWhatIsNotUtf8_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("ascii") << QByteArray("abc") << true;
        QTest::newRow("two bytes") << QByteArray("\xC3\xA9") << true;
        QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x98\x80") << true;
        QTest::newRow("lone continuation") << QByteArray("a\x80") << false;
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << false;
        QTest::newRow("overlong three") << QByteArray("\xE0\x80\x80") << false;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << false;
        QTest::newRow("truncated") << QByteArray("\xE2\x82") << false;
        QTest::newRow("0xFF") << QByteArray("\xFF") << false;
    }
    void replacesWhatIsNotUtf8() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, valid);
        const std::string_view view(bytes.constData(), size_t(bytes.size()));
        QCOMPARE(isValidUtf8(view), valid);
        QVERIFY(isValidUtf8(toValidUtf8(view)));
        if (valid) QCOMPARE(toValidUtf8(view), std::string(view));
        std::string json;
        appendJsonString(json, view);
        QVERIFY(isValidUtf8(json));
    }
    void randomBytesBecomeReadableJson() {
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            std::string bytes(random() % 40, '\0');
            for (char& c : bytes)
                c = char(random());
            JsonWriter json;
            json.beginObject().key("k").string(bytes).endObject();
            QJsonParseError error{};
            const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(json.text()), &error);
            QCOMPARE(error.error, QJsonParseError::NoError);
            const auto back = document.object().value(QStringLiteral("k")).toString().toStdString();
            QCOMPARE(back, toValidUtf8(bytes));
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonWriter)
#include "tst_json_writer.moc"
