#include "core/codec/avro/decoder.h"
#include "tests/core/codec/avro/avro_fixture.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::codec;
using test::decoded;
using test::unhex;

namespace {

void addCase(const char* name, const char* schema, const char* bytes, const char* expected) {
    QTest::newRow(name) << QByteArray(schema) << QByteArray(bytes) << QByteArray(expected);
}

void caseColumns() {
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
}

void runCase() {
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(decoded(schema.toStdString(), unhex(bytes.toStdString()))), expected);
}

constexpr const char* kOrder = R"({"type":"record","name":"Order","fields":[
    {"name":"id","type":"long"},
    {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":[
        {"name":"price","type":"double"},{"name":"tags","type":{"type":"map","values":"string"}}]}}},
    {"name":"note","type":["null","string"]}]})";

} // namespace

class TestAvroDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodesEachType_data() {
        caseColumns();
        addCase("null", R"("null")", "", "null");
        addCase("true", R"("boolean")", "01", "true");
        addCase("int", R"("int")", "ffffffff0f", "-2147483648");
        addCase("long", R"("long")", "feffffffffffffffff01", "9223372036854775807");
        addCase("least long", R"("long")", "ffffffffffffffffff01", "-9223372036854775808");
        addCase("three bytes", R"("long")", "808001", "8192");
        addCase("number longer than it has to be", R"("long")", "828000", "1");
        addCase("float", R"("float")", "0000c03f", "1.5");
        addCase("double", R"("double")", "000000000000f87f", "NaN");
        addCase("bytes", R"("bytes")", "0400ff", "x'00ff'");
        addCase("string", R"("string")", "06e282ac", "\"€\"");
        addCase("long string", R"("string")", "2261626364656667686162636465666768 2e",
                "\"abcdefghabcdefgh.\"");
        addCase("enum", R"({"type":"enum","name":"E","symbols":["A","B"]})", "02", "\"B\" enum");
        addCase("fixed", R"({"type":"fixed","name":"F","size":2})", "beef", "x'beef'");
        addCase("empty fixed", R"({"type":"fixed","name":"F","size":0})", "", "x''");
        addCase("array", R"({"type":"array","items":"int"})", "04 02 04 02 06 00", "[1,2,3]");
        addCase("array with sizes", R"({"type":"array","items":"int"})", "03 04 02 04 00", "[1,2]");
        addCase("empty array", R"({"type":"array","items":"int"})", "00", "[]");
        addCase("map", R"({"type":"map","values":["int","null"]})", "04 0261 00 02 0262 02 00",
                "{a:1,b:null}");
        addCase("map of strings", R"({"type":"map","values":"string"})", "01 08 0261 0278 02 00 00 00",
                "{a:\"x\",:\"\"}");
        addCase("map of maps", R"({"type":"map","values":{"type":"map","values":"int"}})",
                "02 0261 02 0262 02 00 00", "{a:{b:1}}");
        addCase("record", kOrder, "02 02 000000000000f03f 02 026b 0276 00 00 02 0278",
                "{id:1,items:[{price:1,tags:{k:\"v\"}}],note:\"x\"}");
        addCase("record without fields", R"({"type":"record","name":"R","fields":[]})", "", "{}");
        addCase("recursion", R"({"type":"record","name":"N","fields":[{"name":"v","type":"int"},
            {"name":"next","type":["null","N"]}]})",
                "02 02 04 00", "{v:1,next:{v:2,next:null}}");
    }
    void decodesEachType() { runCase(); }

    void showsLogicalTypes_data() {
        caseColumns();
        const char* decimal = R"({"type":"bytes","logicalType":"decimal","precision":40,"scale":2})";
        addCase("decimal", decimal, "04 fb32", "\"-12.30\" decimal");
        addCase("small decimal", decimal, "02 ff", "\"-0.01\" decimal");
        addCase("zero", decimal, "02 00", "\"0.00\" decimal");
        addCase("no bytes", decimal, "00", "\"0.00\" decimal");
        addCase("8 bytes", decimal, "10 8000000000000000", "\"-92233720368547758.08\" decimal");
        addCase("9 bytes", decimal, "12 00ffffffffffffffff", "\"184467440737095516.15\" decimal");
        addCase("16 bytes", decimal, "20 80000000000000000000000000000000",
                "\"-1701411834604692317316873037158841057.28\" decimal");
        addCase("sign bytes", decimal, "18 ffffffffffffffffffffff85", "\"-1.23\" decimal");
        addCase("decimal in fixed",
                R"({"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":4})", "ffffffff",
                "\"-1\" decimal");
        addCase("big decimal", R"({"type":"bytes","logicalType":"big-decimal"})", "08 04 04d2 04",
                "\"12.34\" decimal");
        addCase("big decimal of thousands", R"({"type":"bytes","logicalType":"big-decimal"})", "06 02 0c 05",
                "\"12000\" decimal");
        addCase("uuid text", R"({"type":"string","logicalType":"uuid"})",
                "48 35373066656562652d326262632d343933372d393864662d323835393434653164626264",
                "\"570feebe-2bbc-4937-98df-285944e1dbbd\" uuid");
        addCase("no uuid text", R"({"type":"string","logicalType":"uuid"})", "0278", "\"x\"");
        addCase("uuid bytes", R"({"type":"fixed","name":"U","size":16,"logicalType":"uuid"})",
                "570feebe2bbc493798df285944e1dbbd", "\"570feebe-2bbc-4937-98df-285944e1dbbd\" uuid");
        addCase("duration", R"({"type":"fixed","name":"D","size":12,"logicalType":"duration"})",
                "01000000 02000000 bc0b0000", "\"P1M2DT3.004S\" duration");
        addCase("no duration", R"({"type":"fixed","name":"D","size":12,"logicalType":"duration"})",
                "00000000 00000000 00000000", "\"PT0S\" duration");
        addCase("date", R"({"type":"int","logicalType":"date"})", "9aab01", "10957 date");
        addCase("time", R"({"type":"int","logicalType":"time-millis"})", "02", "1 ms-of-day");
        addCase("time-micros", R"({"type":"long","logicalType":"time-micros"})", "02", "1 us-of-day");
        addCase("timestamp-millis", R"({"type":"long","logicalType":"timestamp-millis"})", "02", "1 ms");
        addCase("timestamp-micros", R"({"type":"long","logicalType":"timestamp-micros"})", "02", "1 us");
        addCase("timestamp-nanos", R"({"type":"long","logicalType":"timestamp-nanos"})", "02", "1 ns");
        addCase("local-timestamp-millis", R"({"type":"long","logicalType":"local-timestamp-millis"})", "02",
                "1 lms");
        addCase("local-timestamp-micros", R"({"type":"long","logicalType":"local-timestamp-micros"})", "02",
                "1 lus");
        addCase("local-timestamp-nanos", R"({"type":"long","logicalType":"local-timestamp-nanos"})", "02",
                "1 lns");
    }
    void showsLogicalTypes() { runCase(); }

    void refusesHostileBytes_data() {
        caseColumns();
        addCase("no boolean", R"("boolean")", "", "byte 0: the data ends before a boolean");
        addCase("boolean 2", R"("boolean")", "02", "byte 0: a boolean is 0 or 1, not 2");
        addCase("no number", R"("int")", "", "byte 0: the data ends before a number");
        addCase("torn number", R"("int")", "ffff", "byte 0: the data ends within a number");
        addCase("33 bits", R"("int")", "8080808010", "byte 0: an int has 32 bits, 2147483648 does not fit");
        addCase("65 bits", R"("long")", "ffffffffffffffffff03", "byte 0: a number of more than 64 bits");
        addCase("11 bytes", R"("long")", "8080808080808080808000", "byte 0: a number of more than 64 bits");
        addCase("torn double", R"("double")", "00", "byte 0: a number of 8 bytes, but only 1 are left");
        addCase("huge string", R"("string")", "aafddcba25 61",
                "byte 0: string of 5027635029 bytes, but only 1 are left");
        addCase("negative string", R"("string")", "01", "byte 0: string of -1 bytes");
        addCase("no UTF-8", R"("string")", "02ff", "byte 0: a string of 1 bytes that is not UTF-8");
        addCase("surrogates", R"("string")", "0aeda0800000", "byte 0: a string of 5 bytes that is not UTF-8");
        addCase("late no UTF-8", R"("string")", "14 61616161616161616180",
                "byte 0: a string of 10 bytes that is not UTF-8");
        addCase("torn fixed", R"({"type":"fixed","name":"F","size":2})", "00",
                "byte 0: a fixed of 2 bytes, but only 1 are left");
        addCase("symbol beyond", R"({"type":"enum","name":"E","symbols":["A","B"]})", "04",
                "byte 0: symbol 2 of an enum that has 2");
        addCase("symbol below", R"({"type":"enum","name":"E","symbols":["A","B"]})", "01",
                "byte 0: symbol -1 of an enum that has 2");
        addCase("branch beyond", R"(["null","int"])", "04", "byte 0: branch 2 of a union that has 2");
        addCase("branch below", R"(["null","int"])", "01", "byte 0: branch -1 of a union that has 2");
        addCase("empty union", "[]", "00", "byte 0: branch 0 of a union that has 0");
        addCase("trailing bytes", R"("int")", "0203", "byte 1: the value ends here, but 1 more bytes follow");
        addCase(
            "2^60 nulls", R"({"type":"array","items":"null"})", "80808080808080802000",
            "byte 0: a block of 1152921504606846976 items that take no bytes; more than 65536 are refused");
        addCase("nulls in small blocks", R"({"type":"array","items":{"type":"array","items":"null"}})",
                "04 80800800 80800800 00",
                "byte 5 at [1]: a block of 65536 items that take no bytes; more than 65536 are refused");
        addCase("2^60 longs", R"({"type":"array","items":"long"})", "80808080808080802000",
                "byte 0: a block of 1152921504606846976 items of at least 1 bytes each, but only 1 bytes are "
                "left");
        addCase("items larger than the rest", R"({"type":"array","items":"double"})", "04 000000000000f03f",
                "byte 0: a block of 2 items of at least 8 bytes each, but only 8 bytes are left");
        addCase("2^63 items", R"({"type":"array","items":"long"})", "ffffffffffffffffff0100",
                "byte 0: a block of 2^63 items");
        addCase("block larger than the rest", R"({"type":"array","items":"long"})", "01 0a 02 00",
                "byte 1: block of 5 bytes, but only 2 are left");
        addCase("negative block", R"({"type":"array","items":"long"})", "01 01 02 00",
                "byte 1: block of -1 bytes");
        addCase("block of another size", R"({"type":"array","items":"long"})", "01 04 02 00",
                "byte 3: the block says that it ends at byte 4, but its items end here");
        addCase("no key", R"({"type":"map","values":"long"})", "02 ff",
                "byte 0: a block of 1 items of at least 2 bytes each, but only 1 bytes are left");
        addCase("key beyond the end", R"({"type":"map","values":"long"})", "02 0a 61",
                "byte 1: key of 5 bytes, but only 1 are left");
        addCase("key that is not UTF-8", R"({"type":"map","values":"string"})", "02 02ff 00 00",
                "byte 1: a key that is not UTF-8");
        addCase("path to a value", kOrder, "02 04 000000000000f03f 02 046b31 0e 76767676767676 00 0000",
                "byte 23 at items[1].price: a number of 8 bytes, but only 2 are left");
        addCase("path to an entry", kOrder, "02 02 000000000000f03f 02 046b31 04 76",
                "byte 14 at items[0].tags[\"k1\"]: string of 2 bytes, but only 1 are left");
        addCase("path to a union", kOrder, "02 00 05", "byte 2 at note: branch -3 of a union that has 2");
        addCase(
            "endless recursion", R"({"type":"record","name":"N","fields":[{"name":"n","type":"N"}]})", "",
            "byte 0 at n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n."
            "n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n.n: nested deeper than 64 levels");
        addCase("big decimal without a scale", R"({"type":"bytes","logicalType":"big-decimal"})", "04 02 0c",
                "byte 0: not a big decimal: its scale is missing or beyond ±1000");
        addCase("big decimal beyond its bytes", R"({"type":"bytes","logicalType":"big-decimal"})", "04 08 0c",
                "byte 0: not a big decimal: its digits do not fit");
        addCase("big decimal of a huge scale", R"({"type":"bytes","logicalType":"big-decimal"})",
                "0e 02 0c feffffff0f", "byte 0: not a big decimal: its scale is missing or beyond ±1000");
    }
    void refusesHostileBytes() { runCase(); }

    void refusesDecimalsOfMegabytes() {
        const std::string bytes = unhex("80808001") + std::string(1024 * 1024, '\x7f');
        QCOMPARE(decoded(R"({"type":"bytes","logicalType":"decimal","precision":4})", bytes),
                 std::string("byte 0: a decimal of more than 1024 bytes"));
    }

    void refusesMoreValuesThanATapeHolds() {
        // 9,000,000 booleans in one block.
        const std::string bytes = unhex("80c5a508") + std::string(9'000'000, '\0') + '\0';
        const std::string outcome = decoded(R"({"type":"array","items":"boolean"})", bytes);
        QVERIFY2(outcome.find("more than 8000000 values") != std::string::npos, outcome.c_str());
    }

    void readsABareBytesSchemaWholeBehindAFrame() {
        const auto program = avro::Program::compile(test::avroSchema(R"("bytes")"), {.rawRootBytes = true});
        avro::Decoder decoder;
        ValueTape tape;
        const std::string payload = unhex("0000000007 ffee");
        QVERIFY(!decoder.decode(**program, payload, 5, tape));
        QCOMPARE(test::render(tape), std::string("x'ffee'"));
    }

    void countsBytesFromThePayloadsBeginning() {
        const auto program = avro::Program::compile(test::avroSchema(kOrder));
        avro::Decoder decoder;
        ValueTape tape;
        const std::string payload = unhex("0000000007 02 00 00");
        QVERIFY(!decoder.decode(**program, payload, 5, tape));
        QCOMPARE(tape[1].offset, std::uint32_t{5});
        QCOMPARE(tape[3].offset, std::uint32_t{7});
        const auto failure = decoder.decode(**program, std::string_view(payload).substr(0, 7), 5, tape);
        QVERIFY(failure.has_value());
        QCOMPARE(failure->byte, std::size_t{7});
        QCOMPARE(failure->path, std::string("note"));
    }

    void decodesValuesInARow() {
        const auto program = avro::Program::compile(test::avroSchema(R"("string")"));
        avro::Decoder decoder;
        ValueTape tape;
        const std::string payload = unhex("0261 0262");
        std::size_t at = 0;
        QVERIFY(!decoder.decodeNext(**program, payload, at, tape));
        QCOMPARE(test::render(tape), std::string("\"a\""));
        QVERIFY(!decoder.decodeNext(**program, payload, at, tape));
        QCOMPARE(test::render(tape), std::string("\"b\""));
        QCOMPARE(at, payload.size());
        QVERIFY(decoder.decodeNext(**program, payload, at, tape).has_value());
    }

    void copiesNoTextOfThePayload() {
        const auto program = avro::Program::compile(test::avroSchema(kOrder));
        avro::Decoder decoder;
        ValueTape tape;
        const std::string payload = unhex("02 00 02 0278");
        QVERIFY(!decoder.decode(**program, payload, 0, tape));
        QCOMPARE(static_cast<const void*>(tape[3].data), static_cast<const void*>(payload.data() + 4));
        QCOMPARE(tape.arena().capacityBytes(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(TestAvroDecoder)
#include "tst_avro_decoder.moc"
