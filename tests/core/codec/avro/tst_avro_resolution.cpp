#include "core/codec/avro/decoder.h"
#include "core/schema/avro_compatibility.h"
#include "tests/core/codec/avro/avro_fixture.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::codec;

namespace {

std::string recordOf(const char* fields, const char* more = "") {
    return std::string(R"({"type":"record","name":"R",)") + more + R"("fields":[)" + fields + "]}";
}

} // namespace

class TestAvroResolution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAsTheReaderWants_data() {
        QTest::addColumn<QByteArray>("writer");
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const auto add = [](const char* name, const std::string& writer, const std::string& reader,
                            const char* bytes, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(writer) << QByteArray::fromStdString(reader)
                                << QByteArray(bytes) << QByteArray(expected);
        };
        add("int to long", R"("int")", R"({"type":"long","logicalType":"timestamp-millis"})", "02", "1 ms");
        add("int to float", R"("int")", R"("float")", "82808010", "16777216");
        add("int to double", R"("int")", R"("double")", "82808010", "16777217");
        add("long to float", R"("long")", R"("float")", "82808010", "16777216");
        add("long to double", R"("long")", R"("double")", "82808010", "16777217");
        add("float to double", R"("float")", R"("double")", "0000c03f", "1.5");
        add("string to bytes", R"("string")", R"("bytes")", "0261", "x'61'");
        add("bytes to string", R"("bytes")", R"("string")", "0261", "\"a\"");
        add("bytes that are no string", R"("bytes")", R"("string")", "02ff",
            "byte 0: a string of 1 bytes that is not UTF-8");
        add("string to decimal", R"("string")",
            R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":1})", "0241", "\"6.5\" decimal");
        add("long to int", R"("long")", R"("int")", "02",
            "byte 0: the writer's long cannot be read as the reader's int");
        add("decimal with another scale",
            R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":1})",
            R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":2})", "0241",
            "byte 0: the writer's bytes decimal(4, 1) cannot be read as the reader's bytes decimal(4, 2)");

        add("another order", recordOf(R"({"name":"a","type":"int"},{"name":"b","type":"string"})"),
            recordOf(R"({"name":"b","type":"string"},{"name":"a","type":"long"})"), "02 0278",
            "{a:1,b:\"x\"}");
        add("field gone", recordOf(R"({"name":"a","type":"int"},{"name":"b","type":"string"})"),
            recordOf(R"({"name":"b","type":"string"})"), "02 0278", "{b:\"x\"}");
        add("field new", recordOf(R"({"name":"a","type":"int"})"),
            recordOf(R"({"name":"b","type":{"type":"array","items":"string"},"default":["x","y"]},
                        {"name":"a","type":"int"},{"name":"c","type":["null","int"],"default":null})"),
            "02", "{a:1,b:[\"x\",\"y\"],c:null}");
        add("default with a logical type", recordOf(""), recordOf(R"({"name":"d","default":"\u0041","type":
                {"type":"bytes","logicalType":"decimal","precision":4,"scale":1}})"),
            "", "{d:\"6.5\" decimal}");
        add("default of records", recordOf(""),
            recordOf(R"({"name":"s","default":{"y":{"z":7}},"type":{"type":"record","name":"S","fields":[
                {"name":"x","type":"int","default":5},
                {"name":"y","type":{"type":"map","values":"int"}}]}})"),
            "", "{s:{x:5,y:{z:7}}}");
        add("field new without a default", recordOf(R"({"name":"a","type":"int"})"),
            recordOf(R"({"name":"b","type":"int"})"), "02",
            "byte 0: the reader's field \"b\" is not in the writer's record R and has no default");
        add("field by alias", recordOf(R"({"name":"a","type":"int"})"),
            recordOf(R"({"name":"b","type":"int","aliases":["z","a"]})"), "02", "{b:1}");
        add("a name goes before an alias", recordOf(R"({"name":"a","type":"int"})"),
            recordOf(R"({"name":"b","type":"int","aliases":["a"],"default":9},{"name":"a","type":"int"})"),
            "02", "{a:1,b:9}");
        add("record by alias", R"({"type":"record","name":"x.Old","fields":[]})",
            R"({"type":"record","name":"x.New","aliases":["Old"],"fields":[]})", "", "{}");
        add("record of another namespace", R"({"type":"record","name":"x.R","fields":[]})",
            R"({"type":"record","name":"y.R","fields":[]})", "", "{}");
        add("record of another name", R"({"type":"record","name":"A","fields":[]})",
            R"({"type":"record","name":"B","fields":[]})", "",
            "byte 0: the writer's record A cannot be read as the reader's record B");

        add("skips everything",
            recordOf(R"({"name":"n","type":"null"},{"name":"b","type":"boolean"},{"name":"i","type":"int"},
                {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"s","type":"string"},
                {"name":"e","type":{"type":"enum","name":"E","symbols":["A"]}},
                {"name":"x","type":{"type":"fixed","name":"F","size":2}},
                {"name":"a","type":{"type":"array","items":["null","string"]}},
                {"name":"m","type":{"type":"map","values":{"type":"array","items":"int"}}},
                {"name":"z","type":{"type":"array","items":"null"}},
                {"name":"r","type":{"type":"record","name":"S","fields":[{"name":"u","type":["null","S"]}]}},
                {"name":"last","type":"int"})"),
            recordOf(R"({"name":"last","type":"int"})"),
            "01 02 00000000 0000000000000000 0278 00 beef 03 08 020278 00 00"
            "02 026b 020200 00 80808080808080802000 02 00 54",
            "{last:42}");

        const char* letters = R"({"type":"enum","name":"E","symbols":["A","B","C"]})";
        add("enum in another order", letters, R"({"type":"enum","name":"E","symbols":["C","B","A"]})", "00",
            "\"A\" enum");
        add("enum with a default", letters, R"({"type":"enum","name":"E","symbols":["X","B"],"default":"X"})",
            "04", "\"X\" enum");
        add("enum without a default", letters, R"({"type":"enum","name":"E","symbols":["B"]})", "04",
            "byte 0: the reader's enum has neither the writer's symbol 2 nor a default");
        add("enum without a default, known symbol", letters, R"({"type":"enum","name":"E","symbols":["B"]})",
            "02", "\"B\" enum");
        add("fixed of another size", R"({"type":"fixed","name":"F","size":1})",
            R"({"type":"fixed","name":"F","size":2})", "00",
            "byte 0: the writer's fixed F has 1 bytes, the reader's 2");

        add("into a union", R"("int")", R"(["null","long"])", "02", "1");
        add("the same type goes before a promotion", R"("int")", R"(["double","int"])", "02", "1");
        add("the full name goes before the name", R"({"type":"record","name":"b.R","fields":[]})",
            R"([{"type":"record","name":"a.R","fields":[{"name":"x","type":"int","default":1}]},
                {"type":"record","name":"b.R","fields":[]}])",
            "", "{}");
        add("out of a union", R"(["null","int"])", R"("long")", "02 02", "1");
        add("out of a union, branch that does not fit", R"(["null","int"])", R"("long")", "00",
            "byte 1: the writer's null cannot be read as the reader's long");
        add("union to union", R"(["null","int","string"])", R"(["string","double","null"])", "02 02", "1");
        add("no branch", R"("string")", R"(["null","int"])", "00",
            "byte 0: the writer's string cannot be read as the reader's union of null, int");
        add("items", R"({"type":"array","items":"int"})", R"({"type":"array","items":"double"})", "02 02 00",
            "[1]");
        add("items that do not fit", R"({"type":"array","items":"string"})",
            R"({"type":"array","items":"int"})", "02 00 00",
            "byte 1 at [0]: the writer's string cannot be read as the reader's int");
        add("no items", R"({"type":"array","items":"string"})", R"({"type":"array","items":"int"})", "00",
            "[]");
        add("values", R"({"type":"map","values":"bytes"})", R"({"type":"map","values":"string"})",
            "02 0261 0262 00", "{a:\"b\"}");
        add("recursion",
            R"({"type":"record","name":"N","fields":[{"name":"v","type":"int"},{"name":"w","type":"int"},
            {"name":"next","type":["null","N"]}]})",
            R"({"type":"record","name":"N","fields":[{"name":"next","type":["N","null"]},{"name":"v","type":"long"},
            {"name":"d","type":"int","default":3}]})",
            "02 04 02 06 08 00", "{v:1,next:{v:3,next:null,d:3},d:3}");
    }
    void readsAsTheReaderWants() {
        QFETCH(QByteArray, writer);
        QFETCH(QByteArray, reader);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(test::decoded(writer.toStdString(), reader.toStdString(),
                                                         test::unhex(bytes.toStdString()))),
                 expected);
    }

    void namesWhatItSkipsInFailures() {
        QCOMPARE(test::decoded(recordOf(R"({"name":"a","type":{"type":"array","items":"string"}})"),
                               recordOf(""), test::unhex("02 0861")),
                 std::string("byte 1 at a[0]: value of 4 bytes, but only 1 are left"));
    }

    void decodesWithABadDefaultThatIsNotNeeded() {
        const std::string text = recordOf(R"({"name":"a","type":"int","default":"none"})");
        const auto reader = *avro::Schema::parse(text, {}, avro::BadDefaults::Keep);
        const auto program = avro::Program::compile(reader);
        avro::Decoder decoder;
        ValueTape tape;
        QVERIFY(!decoder.decode(**program, test::unhex("02"), 0, tape));
        const auto needed = avro::Program::compile(test::avroSchema(recordOf("")), reader);
        const auto failure = decoder.decode(**needed, "", 0, tape);
        QVERIFY(failure.has_value());
        QCOMPARE(
            failure->reason,
            std::string("the reader's field \"a\" is not in the writer's record R and has no valid default"));
    }
};

QTEST_GUILESS_MAIN(TestAvroResolution)
#include "tst_avro_resolution.moc"
