#include "core/schema/avro_compatibility.h"
#include "tests/core/codec/avro/avro_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::schema;

namespace {

/// A finding a line: `KIND reader writer: message`.
std::string findings(const SchemaCheck& check) {
    std::string text;
    const auto append = [&](const char* mark, const Incompatibility& one) {
        text += mark + std::string(one.kind) + " " + one.readerPath + " " + one.writerPath + ": " +
                one.message + "\n";
    };
    for (const Incompatibility& one : check.incompatibilities)
        append("", one);
    for (const Incompatibility& one : check.warnings)
        append("? ", one);
    return text;
}

} // namespace

class TestSchemaAvroCompatibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void explainsWhatCannotBeRead_data() {
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<QByteArray>("writer");
        QTest::addColumn<QByteArray>("expected");
        const auto add = [](const char* name, const char* reader, const char* writer, const char* expected) {
            QTest::newRow(name) << QByteArray(reader) << QByteArray(writer) << QByteArray(expected);
        };
        add("the same", R"({"type":"map","values":["int","null"]})",
            R"({"type":"map","values":["int","null"]})", "");
        add("type", R"("int")", R"("long")", "TYPE_MISMATCH  : data of type long cannot be read as int\n");
        add("promotion", R"("double")", R"("long")", "");
        add("name", R"({"type":"record","name":"a.B","fields":[]})",
            R"({"type":"record","name":"a.A","fields":[]})",
            "NAME_MISMATCH  : record a.A has another name than record a.B; an alias \"a.A\" in the reader's "
            "would "
            "make them match\n");
        add("field without default",
            R"({"type":"record","name":"R","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]})",
            R"({"type":"record","name":"R","fields":[{"name":"x","type":"string"}]})",
            "TYPE_MISMATCH /fields/0/type /fields/0/type: data of type string cannot be read as int\n"
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/1 : field \"y\" of record R is not in the writer's "
            "record R "
            "and has no default, so that data without it cannot be read; give it a default\n");
        add("symbols", R"({"type":"enum","name":"E","symbols":["B"]})",
            R"({"type":"enum","name":"E","symbols":["A","B","C"]})",
            "MISSING_ENUM_SYMBOLS  : the reader's enum E lacks the symbols A, C and has no default; add the "
            "symbols "
            "or a default\n");
        add("symbols with a default", R"({"type":"enum","name":"E","symbols":["B"],"default":"B"})",
            R"({"type":"enum","name":"E","symbols":["A","B","C"]})", "");
        add("size", R"({"type":"array","items":{"type":"fixed","name":"F","size":2}})",
            R"({"type":"array","items":{"type":"fixed","name":"F","size":1}})",
            "FIXED_SIZE_MISMATCH /items /items: fixed F has 1 bytes, the reader's 2\n");
        add("branch", R"(["null","int"])", R"(["int","string","null"])",
            "MISSING_UNION_BRANCH  /1: data of type string fits no branch of the reader's union of null, "
            "int; add a "
            "branch for it\n");
        add("below a branch", R"(["null",{"type":"map","values":"int"}])",
            R"({"type":"map","values":"string"})",
            "TYPE_MISMATCH /1/values /values: data of type string cannot be read as int\n");
        add("decimal", R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":2})",
            R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":1})",
            "DECIMAL_MISMATCH  : decimals of precision 4 and scale 1 cannot be read with precision 4 and "
            "scale 2: "
            "the numbers would change\n");
        add("another unit", R"({"type":"long","logicalType":"timestamp-micros"})",
            R"({"type":"long","logicalType":"timestamp-millis"})",
            "? LOGICAL_TYPE_MISMATCH  : data of logical type timestamp-millis is read as timestamp-micros: "
            "it is "
            "readable, but may mean something else\n");
        add("types within themselves",
            R"({"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]},{"name":"v","type":"int"}]})",
            R"({"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]},{"name":"v","type":"long"}]})",
            "TYPE_MISMATCH /fields/1/type /fields/1/type: data of type long cannot be read as int\n");
    }
    void explainsWhatCannotBeRead() {
        QFETCH(QByteArray, reader);
        QFETCH(QByteArray, writer);
        QFETCH(QByteArray, expected);
        const SchemaCheck check =
            canRead(*test::avroSchema(reader.toStdString()), *test::avroSchema(writer.toStdString()));
        QCOMPARE(QByteArray::fromStdString(findings(check)), expected);
        QCOMPARE(check.compatible(), expected.isEmpty() || expected.startsWith('?'));
    }

    void findsTheTrapOfModesThatLookAtTheLatestOnly() {
        // A field is deleted, then comes back with another type: each step is fine, reading v1 with v3 is
        // not.
        const auto v1 = test::avroSchema(R"({"type":"record","name":"R","fields":[
            {"name":"a","type":"int"},{"name":"b","type":"int"}]})");
        const auto v2 =
            test::avroSchema(R"({"type":"record","name":"R","fields":[{"name":"b","type":"int"}]})");
        const auto v3 = test::avroSchema(R"({"type":"record","name":"R","fields":[
            {"name":"a","type":"string","default":""},{"name":"b","type":"int"}]})");
        using Schema = codec::avro::Schema;
        const std::vector<SchemaVersion<Schema>> old{{1, v1.get()}, {2, v2.get()}};
        const auto check = [&](CompatibilityMode mode) {
            return checkCompatibility<Schema>(mode, *v3, old, canRead);
        };
        QVERIFY(check(CompatibilityMode::Backward).compatible());
        const CompatibilityReport report = check(CompatibilityMode::BackwardTransitive);
        QVERIFY(!report.compatible());
        QCOMPARE(report.checks.back().version, 1);
        QCOMPARE(report.checks.back().check.incompatibilities.at(0).readerPath,
                 std::string("/fields/0/type"));
        QVERIFY(check(CompatibilityMode::Forward).compatible());
        QVERIFY(!check(CompatibilityMode::ForwardTransitive).compatible());
    }
};

QTEST_GUILESS_MAIN(TestSchemaAvroCompatibility)
#include "tst_schema_avro_compatibility.moc"
