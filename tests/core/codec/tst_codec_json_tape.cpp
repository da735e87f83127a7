#include "core/codec/decimal_text.h"
#include "core/codec/json_decoder.h"
#include "core/codec/json_tape.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace Qt::StringLiterals;

namespace {

QString decoded(const std::string& json) {
    codec::ValueTape tape;
    if (const auto failure = codec::decodeJson(json, tape))
        return u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason);
    if (!test::isWellFormed(tape, json.size())) return u"malformed tape"_s;
    return QString::fromStdString(test::dump({tape, 0}));
}

} // namespace

class TestJsonTape : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsWritten_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QByteArray& json, const char* expected) {
            QTest::newRow(json.left(40).constData()) << json << QString::fromUtf8(expected);
        };
        row(" {\"b\":1, \"a\" : [true,false,null], \"b\":{}} ", "{b:1,a:[true,false,null],b:{}}");
        row("\"\\u00e9\\ud83d\\ude00\\/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\"",
            "\"é😀/\\\"\\\\\\b\\f\\n\\r\\t\\u0000\"");
        row("{\"\\u0061\\n\":1}", "{a\n:1}");
        row("9223372036854775807", "9223372036854775807");
        row("-9223372036854775808", "-9223372036854775808");
        row("9223372036854775808", "9223372036854775808u");
        row("18446744073709551615", "18446744073709551615u");
        row("18446744073709551616", "18446744073709551616d");
        row("-9223372036854775809", "-9223372036854775809d");
        row("-0", "-0.0");
        row("-0.0", "-0.0");
        row("0e5", "0.0");
        row("1.0", "1.0");
        row("19.99", "19.99");
        row("0.1234567890123456789", "0.1234567890123456789d");
        row("12345678901234567.5", "12345678901234567.5d");
        row("1.5e300", "1.5e+300");
        row("1e400", "1e400d");
        row("1e-400", "1e-400d");
        row("1E+2", "100.0");
        row("9007199254740993.0", "9007199254740993.0d");
        row("", "0: no value, only white space");
        row("[1,]", "3: unexpected ']', expected a value");
        row("[1e,]", "3: unexpected ',', expected a digit in the exponent");
        row("[18446744073709551616,x]", "22: unexpected 'x', expected a value");
        row("{\"a\":1", "0: unclosed object");
        row("\"\\ud800\"", "1: surrogate without its partner");
        row("\"\xC3(\"", "1: byte 0xC3 is not UTF-8 here");
        row("\"\\", "1: the text ends in an escape sequence");
        row("\"\\\"", "0: unclosed string");
        row("1 2", "2: unexpected '2' after the value");
        row("\xEF\xBB\xBF{}", "0: the text starts with a byte order mark");
        row(QByteArray("1\0", 2), "1: unexpected byte 0x00 after the value");
    }
    void keepsWhatIsWritten() {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        QCOMPARE(decoded(json.toStdString()), expected);
    }

    void saysWhereEachValueStands() {
        const std::string json = " {\"a\" : [1, \"x\" ] , \"b\":true} ";
        codec::ValueTape tape;
        QVERIFY(!codec::decodeJson(json, tape));
        const char* expected[] = {"{\"a\" : [1, \"x\" ] , \"b\":true}", "\"a\" : [1, \"x\" ]", "1", "\"x\"",
                                  "\"b\":true"};
        QCOMPARE(tape.nodes().size(), std::size(expected));
        for (std::uint32_t i = 0; i < std::size(expected); ++i) {
            const auto range = tape.byteRange(i, json.size());
            QCOMPARE(json.substr(range.begin, range.end - range.begin), std::string(expected[i]));
        }
    }

    void refusesWhatATapeCannotHold() {
        const auto nested = [](std::size_t levels) {
            return std::string(levels, '[') + std::string(levels, ']');
        };
        QVERIFY(!decoded(nested(64)).contains(u':'));
        QCOMPARE(decoded(nested(65)), u"64: nested deeper than 64 levels"_s);
        const std::string longest(codec::ValueTape::kMaxNameBytes, 'k');
        QVERIFY(decoded("{\"" + longest + "\":1}").startsWith(u"{kkk"));
        QCOMPARE(decoded("{\"" + longest + "k\":1}"), u"1: name of 65536 bytes, more than 65535"_s);
        QVERIFY(decoded(std::string(64 * 1024 * 1024 + 1, ' ')).contains(u"67108865 bytes, more than"));
    }

    /// What this decoder accepts is what the one on the hot path accepts, large numbers excepted.
    void agreesWithTheOtherDecoderOnDamagedText() {
        const std::string sound =
            "{\"a\":[1,2.5e-3,{\"b\":null}],\"c\":\"\\u00e9x\xC3\xA9\\\"\",\"d\":true,\"e\":-0}";
        const std::string replacements = "{}[]\",:0e.-\\u \n\xC3\x80t1+";
        std::mt19937_64 random(7);
        codec::JsonDecoder decoder(1024 * 1024);
        codec::ValueTape tape;
        int accepted = 0;
        for (int i = 0; i < 30'000; ++i) {
            std::string text = sound;
            for (std::uint64_t changes = 1 + random() % 2; changes > 0; --changes)
                text[random() % text.size()] = replacements[random() % replacements.size()];
            simdjson::dom::element value;
            const bool other = decoder.decodeUnpadded(text, value) == simdjson::SUCCESS;
            const bool ours = !codec::decodeJson(text, tape);
            QVERIFY2(ours == other, text.c_str());
            if (!ours) continue;
            ++accepted;
            QVERIFY2(test::isWellFormed(tape, text.size()), text.c_str());
            // And has the same value: what is printed reads the same.
            simdjson::dom::element printed;
            codec::JsonDecoder second(1024 * 1024);
            const std::string ourText = codec::toJson({tape, 0});
            QVERIFY2(second.decodeUnpadded(ourText, printed) == simdjson::SUCCESS, ourText.c_str());
        }
        QVERIFY(accepted > 1'000);
    }

    void tellsWhetherADoubleIsExact_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("exact");
        const auto row = [](const char* text, bool exact) {
            QTest::newRow(text) << QByteArray(text) << exact;
        };
        row("0.1", true);
        row("0.10000000000000000", true);
        row("0.10000000000000001", false);
        row("100000000000000000000000.0", true);
        row("1e23", true);
        row("5e-324", true);
        row("4.9e-324", false);
        row("1.7976931348623157e308", true);
        row("1.7976931348623158e308", false);
        row("-0.000000000000000000001", true);
        row("0.000000000000000000000e-9", true);
        row("123456789012345678901234567890.5", false);
    }
    void tellsWhetherADoubleIsExact() {
        QFETCH(QByteArray, text);
        QFETCH(bool, exact);
        QCOMPARE(codec::isExactDouble(text.toStdString(), text.toDouble()), exact);
    }
};

QTEST_GUILESS_MAIN(TestJsonTape)
#include "tst_codec_json_tape.moc"
