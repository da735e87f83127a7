#include "core/codec/json_decoder.h"
#include "core/codec/json_text.h"
#include "core/codec/json_value.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace Qt::StringLiterals;

namespace {

bool accepts(const std::string& json) {
    codec::JsonDecoder decoder(1024 * 1024);
    simdjson::dom::element value;
    return decoder.decodeUnpadded(json, value) == simdjson::SUCCESS;
}

QString fault(const std::string& json) {
    const auto found = codec::findJsonFault(json);
    return found ? QString::number(found->offset) + u": "_s + QString::fromStdString(found->cause)
                 : u"none"_s;
}

} // namespace

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesTheFault_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QByteArray& json, const char* expected) {
            QTest::newRow(json.left(40).constData()) << json << QString::fromUtf8(expected);
        };
        row("{\"a\":[1,-2.5e3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\"]}", "none");
        row(" 0 ", "none");
        row("1e-400", "none");
        row("0.0001e-99999999999999999999", "none");
        row("", "0: no value, only white space");
        row("\xEF\xBB\xBF{}", "0: the text starts with a byte order mark");
        row("{\"a\":1", "0: unclosed object");
        row("[[1]", "0: unclosed array");
        row("{\"a\":\"b", "5: unclosed string");
        row("{a:1}", "1: unexpected 'a', expected a key in double quotes");
        row("{\"a\" 1}", "5: unexpected '1', expected ':' after the key");
        row("{\"a\":1,}", "7: unexpected '}', expected a key in double quotes");
        row("[1 2]", "3: unexpected '2', expected ',' or ']'");
        row("[1,]", "3: unexpected ']', expected a value");
        row("{\"a\":", "5: the text ends here, expected a value");
        row("01", "0: a number must not start with zeros");
        row("-", "1: the text ends here, expected a digit");
        row("1.", "2: the text ends here, expected a digit after the decimal point");
        row("1e+", "3: the text ends here, expected a digit in the exponent");
        row("18446744073709551616", "0: the integer does not fit in 64 bits");
        row("-9223372036854775809", "0: the integer does not fit in 64 bits");
        row("1e400", "0: the number is too large for a double");
        row("0.1e99999999999999999999", "0: the number is too large for a double");
        row("nul", "0: unknown word, did you mean null?");
        row("NaN", "0: unexpected 'N', expected a value");
        row("\"a\nb\"", "2: control character in a string (byte 0x0A), escape it");
        row("\"\\x\"", "1: unknown escape sequence \\ followed by 'x'");
        row("\"\\u12g4\"", "1: \\u needs four hexadecimal digits");
        row("\"\\ud800x\"", "1: surrogate without its partner");
        row("\"\\udc00\"", "1: surrogate without its partner");
        row("\"\xC3(\"", "1: byte 0xC3 is not UTF-8 here");
        row("{} x", "3: unexpected 'x' after the value");
    }
    void namesTheFault() {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        QCOMPARE(fault(json.toStdString()), expected);
        QCOMPARE(accepts(json.toStdString()), expected == u"none"_s);
    }

    void bothStopAtTheSameDepth() {
        const auto nested = [](std::size_t levels) {
            return std::string(levels, '[') + std::string(levels, ']');
        };
        QVERIFY(accepts(nested(codec::kMaxJsonDepth)));
        QCOMPARE(fault(nested(codec::kMaxJsonDepth)), u"none"_s);
        QVERIFY(!accepts(nested(codec::kMaxJsonDepth + 1)));
        QCOMPARE(fault(nested(codec::kMaxJsonDepth + 1)), u"64: nested deeper than 64 levels"_s);
    }

    /// The fault that is shown must be why the decoder refused: they agree on every text.
    void checkerAndDecoderAgreeOnDamagedText() {
        const std::string sound =
            "{\"a\":[1,2.5e-3,{\"b\":null}],\"c\":\"\\u00e9x\xC3\xA9\",\"d\":true,\"e\":-0}";
        const std::string replacements = "{}[]\",:0e.-\\u \n\xC3\x80t1";
        std::mt19937_64 random(5);
        for (int i = 0; i < 20'000; ++i) {
            std::string text = sound;
            for (std::uint64_t changes = 1 + random() % 2; changes > 0; --changes)
                text[random() % text.size()] = replacements[random() % replacements.size()];
            QVERIFY2(accepts(text) == (fault(text) == u"none"_s), text.c_str());
        }
    }

    void describesWhatTheDecoderSays() {
        QCOMPARE(codec::describeJsonError("[1", simdjson::INCOMPLETE_ARRAY_OR_OBJECT).detail,
                 std::string("byte 0: unclosed array"));
        QVERIFY(codec::describeJsonError("[1]", simdjson::TAPE_ERROR).detail.size() > 5);
        codec::JsonDecoder small(100);
        simdjson::dom::element value;
        const std::string large = "\"" + std::string(200, 'x') + "\"";
        const auto error = small.decodeUnpadded(large, value);
        QCOMPARE(codec::describeJsonError(large, error).detail,
                 std::string("larger than the limit: 202 bytes"));
    }

    void worksOnAfterAHugeText() {
        codec::JsonDecoder decoder(16 * 1024 * 1024);
        simdjson::dom::element value;
        QVERIFY(decoder.decodeUnpadded("\"" + std::string(4'000'000, 'x') + "\"", value) ==
                simdjson::SUCCESS);
        decoder.release();
        QVERIFY(decoder.decodeUnpadded("[1]", value) == simdjson::SUCCESS);
        QVERIFY(decoder.decodeUnpadded(std::string(65, '[') + std::string(65, ']'), value) !=
                simdjson::SUCCESS);
    }

    void findsTheTextOfAMember() {
        const std::string json =
            " { \"a}\\\"\" : [ {\"x\":\"]\"} , 2 ] ,\"b\":-1.50e2 , \"c\": \"q\\\\\" ,\"d\":{}}";
        QVERIFY(accepts(json));
        QVERIFY(codec::memberText(json, 0) == "[ {\"x\":\"]\"} , 2 ]");
        QVERIFY(codec::memberText(json, 1) == "-1.50e2");
        QVERIFY(codec::memberText(json, 2) == "\"q\\\\\"");
        QVERIFY(codec::memberText(json, 3) == "{}");
        QVERIFY(codec::memberText(json, 4).empty());
        QVERIFY(codec::memberText("{}", 0).empty());
    }

    void writesScalarsExactly() {
        codec::JsonDecoder decoder(1024);
        simdjson::dom::element list;
        QVERIFY(decoder.decodeUnpadded("[\"x\",-9223372036854775808,18446744073709551615,0.1,true,null,[]]",
                                       list) == simdjson::SUCCESS);
        const char* expected[] = {"x", "-9223372036854775808", "18446744073709551615", "0.1", "true", "", ""};
        Arena arena;
        for (std::size_t i = 0; i < std::size(expected); ++i)
            QCOMPARE(std::string(codec::scalarText(list.at(i).value(), arena).value_or("")),
                     std::string(expected[i]));
    }

    void excerptsAreShortAndPrintable() {
        QCOMPARE(codec::excerpt("a\nb"), std::string("\"a\\nb\""));
        QCOMPARE(codec::excerpt("\xFF"), std::string("\"\xEF\xBF\xBD\""));
        QVERIFY(codec::excerpt(std::string(1000, 'x')).size() < 80);
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_codec_json.moc"
