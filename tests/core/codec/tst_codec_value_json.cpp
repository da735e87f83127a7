#include "core/base/base64.h"
#include "core/codec/json_tape.h"
#include "core/codec/tape_writer.h"
#include "core/codec/value_json.h"

#include <QTest>

#include <limits>

using namespace eventflow;
using namespace Qt::StringLiterals;
using codec::ValueFormat;

namespace {

std::string isoText(std::int64_t value, ValueFormat format) {
    codec::ValueTape tape;
    codec::TapeWriter(tape).integer({}, value, 0, format);
    return codec::isoTimeText(tape.root());
}

std::string preview(const std::string& json, std::size_t bytes) {
    codec::ValueTape tape;
    return codec::decodeJson(json, tape) ? "refused" : codec::previewText({tape, 0}, bytes);
}

} // namespace

class TestValueJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printsWhatItRead_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {"{\"b\":1,\"a\":[1.0,-0.0,18446744073709551615],\"b\":null}", "[]", "{}", "\"\\u0000é\\\"\"",
              "123456789012345678901234567890.0000000001", "1e-9999", "[[[],{}],true,false]", "5e-324"})
            QTest::newRow(json) << QByteArray(json);
    }
    void printsWhatItRead() {
        QFETCH(QByteArray, json);
        const std::string text = json.toStdString(); // the tape points into it
        codec::ValueTape tape;
        QVERIFY(!codec::decodeJson(text, tape));
        QCOMPARE(codec::toJson({tape, 0}), text);
    }

    void indents() {
        codec::ValueTape tape;
        QVERIFY(!codec::decodeJson("{\"a\":[1,{}],\"b\":[]}", tape));
        codec::JsonStyle style;
        style.indent = 2;
        QCOMPARE(codec::toJson({tape, 0}, style),
                 std::string("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}"));
    }

    void writesBytesAsAsked() {
        codec::ValueTape tape;
        codec::TapeWriter(tape).bytes({}, std::string_view("\x00\xFF\x10\x80", 4), 4);
        codec::JsonStyle style;
        QCOMPARE(codec::toJson({tape, 0}, style), std::string("\"AP8QgA==\""));
        style.bytes = codec::JsonStyle::Bytes::Hex;
        QCOMPARE(codec::toJson({tape, 0}, style), std::string("\"00ff1080\""));
        QCOMPARE(toBase64("a"), std::string("YQ=="));
        QCOMPARE(toBase64("ab"), std::string("YWI="));
        QCOMPARE(toBase64("abc"), std::string("YWJj"));
    }

    void quotesDecimalsThatJsonDoesNotHave() {
        codec::ValueTape tape;
        codec::TapeWriter(tape).text({}, "1.e5", 0, ValueFormat::Decimal);
        QCOMPARE(codec::toJson({tape, 0}), std::string("\"1.e5\""));
        codec::TapeWriter(tape).real({}, std::numeric_limits<double>::quiet_NaN(), 0);
        QCOMPARE(codec::toJson({tape, 0}), std::string("\"NaN\""));
    }

    void writesTimes_data() {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("expected");
        const auto row = [](qint64 value, ValueFormat format, const char* expected) {
            QTest::newRow(expected) << value << static_cast<int>(format) << QString::fromUtf8(expected);
        };
        constexpr qint64 kMin = std::numeric_limits<qint64>::min();
        constexpr qint64 kMax = std::numeric_limits<qint64>::max();
        row(0, ValueFormat::Date, "1970-01-01");
        row(-1, ValueFormat::Date, "1969-12-31");
        row(11'016, ValueFormat::Date, "2000-02-29");
        row(-719'468 - 60, ValueFormat::Date, "0000-01-01");
        row(-719'468 - 61, ValueFormat::Date, "-0001-12-31");
        row(2'932'897, ValueFormat::Date, "+10000-01-01");
        row(0, ValueFormat::TimeMillis, "00:00:00");
        row(86'399'999, ValueFormat::TimeMillis, "23:59:59.999");
        row(1, ValueFormat::TimeMicros, "00:00:00.000001");
        row(1'500'000'000, ValueFormat::TimeNanos, "00:00:01.500000000");
        row(-5, ValueFormat::TimeMillis, "-5");
        row(1'700'000'000, ValueFormat::TimestampSeconds, "2023-11-14T22:13:20Z");
        row(1'700'000'000'250, ValueFormat::TimestampMillis, "2023-11-14T22:13:20.250Z");
        row(-1, ValueFormat::TimestampMicros, "1969-12-31T23:59:59.999999Z");
        row(kMax, ValueFormat::TimestampNanos, "2262-04-11T23:47:16.854775807Z");
        row(kMin, ValueFormat::TimestampNanos, "1677-09-21T00:12:43.145224192Z");
        row(kMax, ValueFormat::TimestampMillis, "+292278994-08-17T07:12:55.807Z");
        row(kMin, ValueFormat::TimestampMillis, "-292275055-05-16T16:47:04.192Z");
        row(0, ValueFormat::LocalTimestampMillis, "1970-01-01T00:00:00");
    }
    void writesTimes() {
        QFETCH(qint64, value);
        QFETCH(int, format);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(isoText(value, static_cast<ValueFormat>(format))), expected);
    }

    void surviveTheFarthestTimes() {
        for (const auto value :
             {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
            for (int f = static_cast<int>(ValueFormat::Date);
                 f <= static_cast<int>(ValueFormat::LocalTimestampNanos); ++f)
                QVERIFY(!isoText(value, static_cast<ValueFormat>(f)).empty());
    }

    void previewsAreBounded() {
        QCOMPARE(preview("{\"a\": [1, 2]}", 100), std::string("{\"a\":[1,2]}"));
        QCOMPARE(preview("{\"a\": [1, 2]}", 8), std::string("{\"a\":…"));
        QCOMPARE(preview("\"äöü\"", 6), std::string("äöü"));
        QCOMPARE(preview("\"äöüß\"", 6), std::string("ä…"));
        QCOMPARE(preview("\"a\\nb\\u0007\"", 9), std::string("a b "));
        QCOMPARE(preview("\"abcdef\"", 2), std::string());
        codec::ValueTape tape;
        const std::string bytes(100, '\x80');
        codec::TapeWriter(tape).bytes({}, bytes, bytes.size());
        QCOMPARE(codec::previewText({tape, 0}, 12), std::string("\"gICAgICA…"));
        // Cut within a character of four bytes: what is left out shows.
        for (std::size_t n = 3; n < 30; ++n)
            QVERIFY(preview("[\"😀😀😀😀😀😀😀😀\"]", n).ends_with("…"));
        std::string large = "[0";
        for (int i = 0; i < 100'000; ++i)
            large += ",\"\\u0001\\u0001\"";
        QVERIFY(preview(large + "]", 200).size() <= 200);
        QVERIFY(preview("\"" + std::string(1'000'000, 'x') + "\"", 200).size() <= 200);
    }
};

QTEST_GUILESS_MAIN(TestValueJson)
#include "tst_codec_value_json.moc"
