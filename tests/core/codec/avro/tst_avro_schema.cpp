#include "core/codec/avro/schema.h"
#include "tests/core/codec/avro/avro_fixture.h"

#include <QTest>

#include <array>

using namespace eventflow;
using namespace eventflow::codec::avro;

namespace {

QString errorOf(const std::string& text, std::span<const std::string_view> references = {}) {
    const auto schema = Schema::parse(text, references);
    return schema ? QString() : QString::fromStdString(schema.error().detail);
}

std::string recordOf(const std::string& fields) {
    return R"({"type":"record","name":"R","fields":[)" + fields + "]}";
}

std::string nestedArrays(int levels) {
    std::string text = "\"int\"";
    for (int i = 0; i < levels; ++i)
        text = R"({"type":"array","items":)" + text + '}';
    return text;
}

} // namespace

class TestAvroSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhereAndWhyATextIsNoSchema_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(expected);
        };
        add("no JSON", R"({"type": "int")", "byte 0: unclosed object");
        add("empty", "", "byte 0: no value, only white space");
        add("a number", "5", "a type is a name, an object or an array (union), not a number");
        add("no type", "{}", "the object has no \"type\"");
        add("unknown type", recordOf(R"({"name":"a","type":"int"},{"name":"b","type":["null","Price"]})"),
            R"(/fields/1/type/1: unknown type "Price"; a type has to be declared before it is named)");
        add("bare complex type", R"({"type":"array","items":"map"})",
            R"(/items: map must be an object with its attributes: {"type": "map", …})");
        add("no items", R"({"type":"array"})", "the array has no \"items\"");
        add("no name", R"({"type":"enum","symbols":[]})", "the object has no \"name\"");
        add("bad name", R"({"type":"fixed","name":"2x","size":1})",
            R"(name "2x" is not letters, digits and underscores with dots between)");
        add("bad namespace", R"({"type":"fixed","name":"x","namespace":"a..b","size":1})",
            R"(namespace "a..b" is not names with dots between)");
        add("primitive name", R"({"type":"fixed","name":"int","size":1})",
            R"("int" is the name of a primitive type)");
        add("declared twice", recordOf(R"({"name":"a","type":{"type":"fixed","name":"F","size":1}},
                        {"name":"b","type":{"type":"fixed","name":"F","size":1}})"),
            R"(/fields/1/type: type "F" is declared twice)");
        add("two fields", recordOf(R"({"name":"a","type":"int"},{"name":"a","type":"int"})"),
            R"(/fields/1: record R has two fields "a")");
        add("bad order", recordOf(R"({"name":"a","type":"int","order":"up"})"),
            R"(/fields/0: order "up" is not one of ascending, descending, ignore)");
        add("nested union", R"(["null",["int"]])", "/1: a union cannot directly contain a union");
        add("equal branches", R"(["int",{"type":"int","logicalType":"date"}])",
            "/1: the union has two branches of type int");
        add("equal names",
            R"([{"type":"fixed","name":"a.F","size":1},{"type":"fixed","name":"b.F","size":1},"a.F"])",
            "/2: the union has two branches of type a.F");
        add("symbol twice", R"({"type":"enum","name":"E","symbols":["A","A"]})",
            R"(/symbols/1: enum E has symbol "A" twice)");
        add("enum default", R"({"type":"enum","name":"E","symbols":["A"],"default":"B"})",
            R"(default "B" is no symbol of enum E)");
        add("negative size", R"({"type":"fixed","name":"F","size":-1})",
            "fixed F needs \"size\", a number of bytes");
        add("65 levels", nestedArrays(64), nullptr);
        add("default of another type", recordOf(R"({"name":"a","type":"int","default":"x"})"),
            R"(default of field "a" of record R: "x" is no value of type int)");
        add("default beyond an int", recordOf(R"({"name":"a","type":"int","default":2147483648})"),
            R"(default of field "a" of record R: 2147483648 is no value of type int)");
        add("default of no branch", recordOf(R"({"name":"a","type":["null","int"],"default":"x"})"),
            R"(default of field "a" of record R: no branch of the union has such a value; of the first: "x" is no value of type null)");
        add("default within a default",
            recordOf(R"({"name":"a","type":{"type":"map","values":"int"},"default":{"k":1.5}})"),
            R"(default of field "a" of record R: 1.5 is no value of type int)");
        add("default of a fixed",
            recordOf(R"({"name":"a","type":{"type":"fixed","name":"F","size":2},"default":"x"})"),
            R"(default of field "a" of record R: fixed F has 2 bytes, the default 1)");
        add("default that lacks a member",
            recordOf(
                R"({"name":"a","type":{"type":"record","name":"S","fields":[{"name":"b","type":"int"}]},"default":{}})"),
            R"(default of field "a" of record R: the default of a record lacks field "b" of record S)");
        add("default within itself", recordOf(R"({"name":"a","type":"R","default":{}})"),
            R"(default of field "a" of record R: the default contains itself: by the default of field "a" of record R)");
    }
    void saysWhereAndWhyATextIsNoSchema() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QString error = errorOf(text.toStdString());
        if (expected.isNull()) { // the path is as long as the text
            QVERIFY2(error.endsWith(QStringLiteral("types nested deeper than 64 levels")),
                     qUtf8Printable(error));
            return;
        }
        QCOMPARE(error, expected);
    }

    void acceptsWhatTheLimitsAllow() {
        QCOMPARE(errorOf(nestedArrays(63)), QString());
        const QString tooLong = errorOf("\"" + std::string(kMaxSchemaBytes, 'x') + "\"");
        QVERIFY2(tooLong.startsWith(QStringLiteral("schemas of more than")), qUtf8Printable(tooLong));
        const std::string longName(kMaxNameBytes, 'n');
        const auto named = [](const std::string& name) {
            return "{\"type\":\"fixed\",\"size\":1,\"name\":\"" + name + "\"}";
        };
        QCOMPARE(errorOf(named(longName)), QString());
        QVERIFY(!errorOf(named(longName + "n")).isEmpty());
    }

    void refusesDefaultsThatMultiply() {
        // Each record's default holds its predecessor's twice: 2^40 values from 40 lines.
        std::string text =
            R"([{"type":"record","name":"R0","fields":[{"name":"x","type":"int","default":0}]})";
        for (int i = 1; i <= 40; ++i) {
            const std::string type = "\"type\":\"R" + std::to_string(i - 1) + "\",\"default\":{}}";
            text += ",{\"type\":\"record\",\"name\":\"R" + std::to_string(i) + "\",\"fields\":[";
            text += "{\"name\":\"a\"," + type + ",{\"name\":\"b\"," + type + "]}";
        }
        const QString error = errorOf(text + "]");
        QVERIFY2(error.contains(QStringLiteral("too large")), qUtf8Printable(error));
    }

    void resolvesNames_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        const auto add = [](const char* name, const char* text, const char* canonical) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(canonical);
        };
        add("namespace goes to what is inside",
            R"({"type":"record","name":"R","namespace":"a.b","fields":[
                {"name":"x","type":{"type":"fixed","name":"F","size":1}},{"name":"y","type":"a.b.F"}]})",
            R"({"name":"a.b.R","type":"record","fields":[{"name":"x","type":{"name":"a.b.F","type":"fixed","size":1}},{"name":"y","type":"a.b.F"}]})");
        add("a dotted name ignores the namespace",
            R"({"type":"record","name":"c.R","namespace":"a.b","fields":[
                {"name":"x","type":{"type":"fixed","name":"F","size":1}}]})",
            R"({"name":"c.R","type":"record","fields":[{"name":"x","type":{"name":"c.F","type":"fixed","size":1}}]})");
        add("a type within itself",
            R"({"type":"error","name":"N","fields":[{"name":"next","type":["null","N"]}]})",
            R"({"name":"N","type":"record","fields":[{"name":"next","type":["null","N"]}]})");
        add("a type in a type", R"({"type":{"type":{"type":"map","values":["int"]}}})",
            R"({"type":"map","values":["int"]})");
    }
    void resolvesNames() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const auto schema = Schema::parse(text.toStdString());
        QVERIFY2(schema.has_value(), schema ? "" : schema.error().detail.c_str());
        QCOMPARE(QByteArray::fromStdString(canonicalForm(**schema)), canonical);
        // The canonical form of a canonical form is itself.
        QCOMPARE(QByteArray::fromStdString(canonicalForm(**Schema::parse(canonical.toStdString()))),
                 canonical);
    }

    void takesAnEmptyNamespaceForNone() {
        const auto schema = test::avroSchema(R"({"type":"record","name":"a.R","fields":[
            {"name":"x","type":{"type":"fixed","name":"F","namespace":"","size":1}},
            {"name":"y","type":"F"}]})");
        QCOMPARE((*schema)[schema->rootType().fields[1].type].name, std::string("F"));
    }

    void knowsTheTypesOfReferences() {
        const std::string money =
            R"({"type":"record","name":"shop.Money","fields":[{"name":"cents","type":"long"}]})";
        const std::string item =
            R"({"type":"record","name":"shop.Item","fields":[{"name":"price","type":"Money"}]})";
        const std::string order = R"({"type":"array","items":"shop.Item"})";
        const std::array<std::string_view, 3> references{money, item, money};
        const auto schema = Schema::parse(order, references);
        QVERIFY2(schema.has_value(), schema ? "" : schema.error().detail.c_str());
        QCOMPARE((*schema)->describe((*schema)->root()), std::string("array of record shop.Item"));
        QVERIFY(errorOf(order).startsWith(QStringLiteral("/items: unknown type")));
        const std::array<std::string_view, 1> tooFew{item};
        QVERIFY(
            errorOf(order, tooFew).startsWith(QStringLiteral("reference 1: /fields/0/type: unknown type")));
    }

    void ignoresLogicalTypesThatDoNotFit_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("logical");
        const auto add = [](const char* text, const char* logical) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(logical);
        };
        add(R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":2})", "decimal");
        add(R"({"type":"bytes","logicalType":"decimal","precision":4})", "decimal");
        add(R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":5})", "none");
        add(R"({"type":"bytes","logicalType":"decimal","precision":4,"scale":"2"})", "none");
        add(R"({"type":"bytes","logicalType":"decimal","precision":0})", "none");
        add(R"({"type":"bytes","logicalType":"decimal","precision":1e9})", "none");
        add(R"({"type":"bytes","logicalType":"decimal","precision":2000,"scale":1001})", "none");
        add(R"({"type":"string","logicalType":"decimal","precision":4})", "none");
        add(R"({"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9})", "decimal");
        add(R"({"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":10})", "none");
        add(R"({"type":"bytes","logicalType":"big-decimal"})", "big-decimal");
        add(R"({"type":"fixed","name":"F","size":16,"logicalType":"uuid"})", "uuid");
        add(R"({"type":"fixed","name":"F","size":15,"logicalType":"uuid"})", "none");
        add(R"({"type":"fixed","name":"F","size":12,"logicalType":"duration"})", "duration");
        add(R"({"type":"long","logicalType":"timestamp-nanos"})", "timestamp-nanos");
        add(R"({"type":"int","logicalType":"timestamp-millis"})", "none");
        add(R"({"type":"long","logicalType":"date"})", "none");
        add(R"({"type":"int","logicalType":"none"})", "none");
        add(R"({"type":"int","logicalType":7})", "none");
        add(R"({"type":{"type":"string"},"logicalType":"uuid"})", "uuid");
    }
    void ignoresLogicalTypesThatDoNotFit() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, logical);
        const auto schema = Schema::parse(text.toStdString());
        QVERIFY2(schema.has_value(), schema ? "" : schema.error().detail.c_str());
        QCOMPARE(QByteArray(toString((*schema)->rootType().logical)), logical);
    }

    void keepsDefaultsExact() {
        const auto schema = test::avroSchema(recordOf(
            R"({"name":"a","type":"long","default":9223372036854775807},
               {"name":"b","type":"bytes","default":"\u0000\u00ff"},
               {"name":"c","type":["null","string"],"default":"é"},
               {"name":"d","type":{"type":"array","items":"int"},"default":[1,-1]},
               {"name":"e","type":"double","default":1})"));
        const auto& fields = schema->rootType().fields;
        QCOMPARE(test::hex(*fields[0].defaultBinary), std::string("feffffffffffffffff01"));
        QCOMPARE(*fields[0].defaultJson, std::string("9223372036854775807"));
        QCOMPARE(test::hex(*fields[1].defaultBinary), std::string("0400ff"));
        QCOMPARE(test::hex(*fields[2].defaultBinary), std::string("0204c3a9"));
        QCOMPARE(test::hex(*fields[3].defaultBinary), std::string("04020100"));
        QCOMPARE(test::hex(*fields[4].defaultBinary), std::string("000000000000f03f"));
    }

    void keepsBadDefaultsOfRegisteredSchemas() {
        const auto schema =
            Schema::parse(recordOf(R"({"name":"a","type":"int","default":null})"), {}, BadDefaults::Keep);
        QVERIFY(schema.has_value());
        const SchemaField& field = (*schema)->rootType().fields[0];
        QVERIFY(!field.defaultBinary);
        QCOMPARE(field.defaultFault, std::string("null is no value of type int"));
    }

    void readsAttributes() {
        const auto schema = test::avroSchema(
            R"({"type":"record","name":"n.R","doc":"d","aliases":["S","m.T"],"fields":[
                {"name":"a","type":"int","doc":"f","aliases":["b"],"order":"ignore"}]})");
        const SchemaType& record = schema->rootType();
        QCOMPARE(record.doc, std::string("d"));
        QCOMPARE(record.aliases, (std::vector<std::string>{"n.S", "m.T"}));
        QCOMPARE(record.simpleName(), std::string_view("R"));
        QCOMPARE(record.fields[0].doc, std::string("f"));
        QCOMPARE(record.fields[0].aliases, std::vector<std::string>{"b"});
        QCOMPARE(record.fields[0].order, FieldOrder::Ignore);
    }

    void fingerprintsCanonicalForms() {
        // The check value of CRC-64-AVRO's table: of the empty text, and of "int" in the specification's
        // tests.
        QCOMPARE(crc64Avro(""), std::uint64_t{0xC15D213AA4D7A795U});
        QCOMPARE(crc64Avro("\"int\""), std::uint64_t{0x7275D51A3F395C8FU});
    }
};

QTEST_GUILESS_MAIN(TestAvroSchema)
#include "tst_avro_schema.moc"
