#include "core/codec/cbor.h"
#include "core/codec/msgpack.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace Qt::StringLiterals;

namespace {

using Decode = std::optional<codec::DecodeFailure> (*)(std::string_view, codec::ValueTape&);

QString decoded(Decode decode, const std::string& payload) {
    codec::ValueTape tape;
    if (const auto failure = decode(payload, tape))
        return u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason);
    if (!test::isWellFormed(tape, payload.size())) return u"malformed tape"_s;
    return QString::fromStdString(test::dump({tape, 0}));
}

void row(const char* hex, const char* expected) {
    QTest::newRow(*hex == '\0' ? "nothing" : hex) << QByteArray(hex) << QString::fromUtf8(expected);
}

std::string unhex(const QByteArray& hex) {
    return QByteArray::fromHex(hex).toStdString();
}

/// No input crashes or hangs a decoder, and what it accepts keeps the tape's promises.
void survivesDamage(Decode decode, const std::string& sound) {
    std::mt19937_64 random(11);
    codec::ValueTape tape;
    int accepted = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string payload = sound.substr(0, random() % 4 == 0 ? random() % sound.size() : sound.size());
        for (std::uint64_t changes = random() % 3; changes > 0 && !payload.empty(); --changes)
            payload[random() % payload.size()] = static_cast<char>(random());
        if (decode(payload, tape)) {
            QVERIFY(tape.empty());
            continue;
        }
        ++accepted;
        QVERIFY(test::isWellFormed(tape, payload.size()));
    }
    QVERIFY(accepted > 1'000);
}

} // namespace

class TestBinary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void msgpack_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("expected");
        row("c0", "null");
        row("c2", "false");
        row("c3", "true");
        row("00", "0");
        row("7f", "127");
        row("e0", "-32");
        row("ff", "-1");
        row("ccff", "255");
        row("cdffff", "65535");
        row("ceffffffff", "4294967295");
        row("cfffffffffffffffff", "18446744073709551615u");
        row("cf7fffffffffffffff", "9223372036854775807");
        row("d080", "-128");
        row("d18000", "-32768");
        row("d280000000", "-2147483648");
        row("d38000000000000000", "-9223372036854775808");
        row("ca3dcccccd", "0.1@single");
        row("cb3fb999999999999a", "0.1");
        row("a0", "\"\"");
        row("a3c3a978", "\"éx\"");
        row("d90161", "\"a\"");
        row("da000161", "\"a\"");
        row("db0000000161", "\"a\"");
        row("a1ff", "h'ff'");
        row("c402ff00", "h'ff00'");
        row("c5000141", "h'41'");
        row("c60000000141", "h'41'");
        row("93010203", "[1,2,3]");
        row("dc0001c0", "[null]");
        row("dd00000001c0", "[null]");
        row("82a16101a16102", "{a:1,a:2}");
        row("de0001a16190", "{a:[]}");
        row("df00000001a16180", "{a:{}}");
        row("8501020aa17890c2c0c401ffc4020aff80", "{1:2,10:\"x\",[]:false,null:h'ff',0aff:{}}");
        row("d40105", "h'0105'@extension");
        row("d6ff65536f10", "2023-11-14T12:58:56Z@stamp-s");
        row("d7ff0000000465536f10", "2023-11-14T12:58:56.000000001Z@stamp-ns");
        row("c70cff3b9ac9ff0000000065536f10", "2023-11-14T12:58:56.999999999Z@stamp-ns");
        row("c70cff000000008000000000000000", "-292277022657-01-27T08:29:52Z@stamp-s");
        row("d7ffffffffff65536f10", "h'ffffffffff65536f10'@extension"); // nanoseconds out of range
        row("c70005", "h'05'@extension");
        // faults
        row("", "0: the payload ends in a value");
        row("c1", "0: byte 0xC1, which begins no value");
        row("0000", "1: 1 bytes behind the value");
        row("cc", "1: the payload ends in an integer");
        row("cb00", "1: the payload ends in a float");
        row("a261", "0: string of 2 bytes, but only 1 bytes are left");
        row("dbffffffff", "0: string of 4294967295 bytes, but only 0 bytes are left");
        row("c6ffffffff00", "0: binary of 4294967295 bytes, but only 1 bytes are left");
        row("c9ffffffff00", "0: extension of 4294967296 bytes, but only 1 bytes are left");
        row("ddffffffff00", "0: array of 4294967295 items, but only 1 bytes are left");
        row("dfffffffff0000", "0: map of 4294967295 items, but only 2 bytes are left");
        row("81a161", "3: the payload ends in a value");
        row("8100", "0: map of 1 items, but only 1 bytes are left");
    }
    void msgpack() {
        QFETCH(QByteArray, hex);
        QFETCH(QString, expected);
        QCOMPARE(decoded(codec::decodeMsgpack, unhex(hex)), expected);
    }

    void cbor_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("expected");
        // RFC 8949, appendix A
        row("00", "0");
        row("17", "23");
        row("1818", "24");
        row("1903e8", "1000");
        row("1a000f4240", "1000000");
        row("1b000000e8d4a51000", "1000000000000");
        row("1bffffffffffffffff", "18446744073709551615u");
        row("c249010000000000000000", "18446744073709551616d");
        row("3bffffffffffffffff", "-18446744073709551616d");
        row("c349010000000000000000", "-18446744073709551617d");
        row("20", "-1");
        row("3903e7", "-1000");
        row("3b7fffffffffffffff", "-9223372036854775808");
        row("f90000", "0.0@single");
        row("f98000", "-0.0@single");
        row("f93c00", "1.0@single");
        row("fb3ff199999999999a", "1.1");
        row("f93e00", "1.5@single");
        row("f97bff", "65504.0@single");
        row("fa47c35000", "1e+05@single");
        row("fa7f7fffff", "3.4028235e+38@single");
        row("f90001", "5.9604645e-08@single");
        row("f90400", "6.1035156e-05@single");
        row("f9c400", "-4.0@single");
        row("f97c00", "\"+Inf\"@single");
        row("f97e00", "\"NaN\"@single");
        row("f9fc00", "\"-Inf\"@single");
        row("f4", "false");
        row("f5", "true");
        row("f6", "null");
        row("f7", "null@extension");
        row("f0", "16@extension");
        row("f8ff", "255@extension");
        row("c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"");
        row("c11a514b67b0", "2013-03-21T20:04:00Z@stamp-s");
        row("c1fb41d452d9ec200000", "2013-03-21T20:04:00.500000Z@stamp-us");
        row("d74401020304", "{tag(23):h'01020304'}");
        row("40", "h''");
        row("6449455446", "\"IETF\"");
        row("62225c", "\"\\\"\\\\\"");
        row("64f0908591", "\"\xF0\x90\x85\x91\"");
        row("80", "[]");
        row("8301820203820405", "[1,[2,3],[4,5]]");
        row("a201020304", "{1:2,3:4}");
        row("a26161016162820203", "{a:1,b:[2,3]}");
        row("5f42010243030405ff", "h'0102030405'");
        row("7f657374726561646d696e67ff", "\"streaming\"");
        row("9fff", "[]");
        row("9f018202039f0405ffff", "[1,[2,3],[4,5]]");
        row("bf61610161629f0203ffff", "{a:1,b:[2,3]}");
        // beyond it
        row("c48221196ab3", "273.15d");
        row("c4820119ab", "4: the payload ends in a data item's head");
        row("c482201903e7", "99.9d");
        row("c4822100", "0.00d");
        row("c4823903e701", "1e-1000d");
        row("c4820503", "3e5d");
        row("c4821700", "0d");
        row("c4823903e700", "0.0d");
        row("c482202b", "-1.2d");
        row("c48220c24101", "0.1d");
        row("c48220c34109", "-1.0d");
        row("c5822003", "1.5");
        row("c5821b7fffffffffffffff01", "\"1*2^9223372036854775807\"");
        row("c5823907cf01", "\"1*2^-2000\"");
        row("d82550550e8400e29b41d4a716446655440000", "\"550e8400-e29b-41d4-a716-446655440000\"@uuid");
        row("d8254101", "{tag(37):h'01'}");
        row("c26161", "{tag(2):\"a\"}");
        row("c48101", "{tag(4):[1]}");
        row("c16161", "{tag(1):\"a\"}");
        row("d9d9f7820102", "[1,2]");
        row("a3f601f5024101f6", "{null:1,true:2,01:null}");
        row("a1820102f6", "{[1,2]:null}");
        // faults
        row("", "0: the payload ends in a data item");
        row("1c", "0: byte 1c, which begins no data item");
        row("1f", "0: byte 1f, which begins no data item");
        row("ff", "0: a break outside of an indefinite length");
        row("9f01", "2: the payload ends in a data item");
        row("7f4161ff", "1: a string of indefinite length has another item within");
        row("7f7f6161ffff", "1: a string of indefinite length has another item within");
        row("bf6161ff", "3: a break outside of an indefinite length");
        row("61ff", "0: text that is not UTF-8");
        row("5bffffffffffffffff00",
            "0: byte string of 18446744073709551615 bytes, but only 1 bytes are left");
        row("9bffffffffffffffff00", "0: array of 18446744073709551615 items, but only 1 bytes are left");
        row("bb800000000000000000", "0: map of 9223372036854775808 items, but only 1 bytes are left");
        row("f818", "0: simple value below 32 in two bytes");
        row("0000", "1: 1 bytes behind the data item");
        row("c2", "1: the payload ends in a data item");
    }
    void cbor() {
        QFETCH(QByteArray, hex);
        QFETCH(QString, expected);
        QCOMPARE(decoded(codec::decodeCbor, unhex(hex)), expected);
    }

    void nestingIsBounded() {
        const auto nested = [](char open, std::size_t levels) {
            return std::string(levels - 1, open) + (open == '\x91' ? '\x90' : '\x80');
        };
        QVERIFY(decoded(codec::decodeMsgpack, nested('\x91', 64)).startsWith(u"[["));
        QCOMPARE(decoded(codec::decodeMsgpack, nested('\x91', 65)), u"64: nested deeper than 64 levels"_s);
        QVERIFY(decoded(codec::decodeCbor, nested('\x81', 64)).startsWith(u"[["));
        QCOMPARE(decoded(codec::decodeCbor, nested('\x81', 65)), u"64: nested deeper than 64 levels"_s);
        QCOMPARE(decoded(codec::decodeCbor, std::string(70, '\xC6') + '\x01'),
                 u"64: nested deeper than 64 levels"_s);
        // Maps as keys of maps: their text would double at every level.
        QVERIFY(decoded(codec::decodeMsgpack, std::string(100, '\x81') + std::string(200, '\xC0'))
                    .contains(u":"));
        QVERIFY(decoded(codec::decodeMsgpack,
                        std::string(32, '\x81') + std::string(33, '\x91') + '\x90' + std::string(32, '\xC0'))
                    .startsWith(u"64: nested deeper"));
        QVERIFY(decoded(codec::decodeMsgpack, std::string(30, '\x81') + std::string(31, '\xC0'))
                    .contains(u"bytes, more than 65535"));
        std::string keys(60, '\xA1');
        keys += "\x61\"";
        keys += std::string(60, '\xF6');
        QVERIFY(!decoded(codec::decodeCbor, keys).isEmpty());
    }

    void survivesDamagedPayloads() {
        survivesDamage(
            codec::decodeMsgpack,
            unhex("85a2696401a46e616d65a3666f6fa474616773930102c3a174d7ff0000000465536f1001c402ff00"));
        survivesDamage(
            codec::decodeCbor,
            unhex("a6626964016474616773830102f561749f6161ff6175c48221196ab36176c11a514b67b001d82541"
                  "01"));
    }
};

QTEST_GUILESS_MAIN(TestBinary)
#include "tst_codec_binary.moc"
