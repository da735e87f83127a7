#include "core/schema/parsed_schema.h"

#include <QtTest>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::schema;

namespace {

ParsedSchema proto(const QByteArray& body, const char* head = "syntax = \"proto3\"; package shop; ") {
    codec::RegisteredSchema schema;
    schema.type = codec::SchemaType::Protobuf;
    schema.text = head + body.toStdString();
    auto parsed = ParsedSchema::parse(schema);
    if (!parsed) qFatal("%s: %s", body.constData(), parsed.error().detail.c_str());
    return *parsed;
}

QByteArray kinds(const std::vector<Incompatibility>& findings) {
    QByteArrayList out;
    for (const Incompatibility& found : findings)
        out << QByteArray(found.kind.data(), qsizetype(found.kind.size()));
    std::ranges::sort(out);
    return out.join(',');
}

} // namespace

class TestSchemaProtobuf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readersAreChecked_data() {
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<QByteArray>("writer");
        QTest::addColumn<QByteArray>("findings");
        QTest::addColumn<QByteArray>("warnings");
        const auto row = [](const char* name, const char* reader, const char* writer, const char* findings,
                            const char* warnings = "") {
            QTest::newRow(name) << QByteArray(reader) << QByteArray(writer) << QByteArray(findings)
                                << QByteArray(warnings);
        };
        row("the same", "message A { string a = 1; }", "message A { string a = 1; }", "");
        row("field added", "message A { string a = 1; int32 b = 2; }", "message A { string a = 1; }", "");
        row("field removed", "message A { reserved 2; string a = 1; }",
            "message A { string a = 1; int32 b = 2; }", "");
        row("field removed, not reserved", "message A { string a = 1; }",
            "message A { string a = 1; int32 b = 2; }", "", "FIELD_REMOVED_NOT_RESERVED");
        row("reserved number used", "message A { string b = 2; }", "message A { reserved 2; }", "",
            "RESERVED_NUMBER_USED");
        row("message removed", "message A { }", "message A { } message B { }", "MESSAGE_REMOVED");
        row("nested message removed", "message A { }", "message A { message B { } }", "MESSAGE_REMOVED");
        row("message added", "message A { } message B { }", "message A { }", "");
        row("scalar changed", "message A { string a = 1; }", "message A { int32 a = 1; }",
            "FIELD_SCALAR_KIND_CHANGED");
        row("zig-zag is no plain varint", "message A { sint32 a = 1; }", "message A { int32 a = 1; }",
            "FIELD_SCALAR_KIND_CHANGED");
        row("varints widen", "message A { int64 a = 1; }", "message A { int32 a = 1; }", "");
        row("varints narrow", "message A { int32 a = 1; }", "message A { int64 a = 1; }", "",
            "FIELD_NARROWED");
        row("bytes read text", "message A { bytes a = 1; }", "message A { string a = 1; }", "");
        row("text reads bytes", "message A { string a = 1; }", "message A { bytes a = 1; }", "",
            "FIELD_NARROWED");
        row("message for text", "message B { } message A { B a = 1; }",
            "message B { } message A { string a = 1; }", "FIELD_KIND_CHANGED");
        row("other message", "message B { } message C { } message A { B a = 1; }",
            "message B { } message C { } message A { C a = 1; }", "FIELD_NAMED_TYPE_CHANGED");
        row("deeper", "message B { int32 x = 1; } message A { B a = 1; }",
            "message B { string x = 1; } message A { B a = 1; }", "FIELD_SCALAR_KIND_CHANGED");
        row("recursive", "message A { A next = 1; }", "message A { A next = 1; }", "");
        row("number repeated", "message A { repeated int32 a = 1; }", "message A { int32 a = 1; }",
            "FIELD_NUMERIC_LABEL_CHANGED");
        row("text repeated", "message A { repeated string a = 1; }", "message A { string a = 1; }", "");
        row("text repeated no longer", "message A { string a = 1; }", "message A { repeated string a = 1; }",
            "", "FIELD_LABEL_CHANGED");
        row("map changed", "message A { map<string, int32> a = 1; }",
            "message A { map<string, string> a = 1; }", "FIELD_SCALAR_KIND_CHANGED");
        row("one field into a oneof", "message A { oneof o { string a = 1; string b = 2; } }",
            "message A { string a = 1; }", "");
        row("two fields into a oneof", "message A { oneof o { string a = 1; string b = 2; } }",
            "message A { string a = 1; string b = 2; }", "MULTIPLE_FIELDS_MOVED_TO_ONEOF");
        row("oneof kept", "message A { oneof o { string a = 1; string b = 2; } }",
            "message A { oneof o { string a = 1; string b = 2; } }", "");
        row("field of a oneof removed", "message A { oneof o { string a = 1; } }",
            "message A { oneof o { string a = 1; string b = 2; } }", "ONEOF_FIELD_REMOVED");
        row("field renamed", "message A { string b = 1; }", "message A { string a = 1; }", "",
            "FIELD_NAME_CHANGED");
        row("enum value removed", "enum E { X = 0; } message A { E e = 1; }",
            "enum E { X = 0; Y = 1; } message A { E e = 1; }", "", "ENUM_CONST_REMOVED");
        row("enum as number", "message A { int32 e = 1; }", "enum E { X = 0; } message A { E e = 1; }", "");
    }
    void readersAreChecked() {
        QFETCH(QByteArray, reader);
        QFETCH(QByteArray, writer);
        QFETCH(QByteArray, findings);
        QFETCH(QByteArray, warnings);
        const SchemaCheck check = canRead(proto(reader), proto(writer));
        QCOMPARE(kinds(check.incompatibilities), findings);
        QCOMPARE(kinds(check.warnings), warnings);
    }

    void requiredFieldsAreChecked() {
        const char* head = "syntax = \"proto2\"; ";
        const auto with = proto("message A { required string a = 1; }", head);
        const auto without = proto("message A { }", head);
        QCOMPARE(kinds(canRead(with, without).incompatibilities), QByteArray("REQUIRED_FIELD_ADDED"));
        QCOMPARE(kinds(canRead(without, with).incompatibilities), QByteArray("REQUIRED_FIELD_REMOVED"));
    }

    void thePackageMayChange() {
        const QByteArray body = "message B { string x = 1; } message A { B b = 1; }";
        const auto check = canRead(proto(body, "syntax = \"proto3\"; package a; "), proto(body));
        QVERIFY(check.compatible());
        QCOMPARE(kinds(check.warnings), QByteArray("PACKAGE_CHANGED"));
    }

    void findingsNameTheirPlace() {
        const auto check = canRead(proto("message A { message B { string x = 1; } }"),
                                   proto("message A { message B { int32 x = 1; } }"));
        QCOMPARE(check.incompatibilities.size(), std::size_t(1));
        QCOMPARE(check.incompatibilities[0].readerPath, std::string("/A/B/x"));
        QCOMPARE(check.incompatibilities[0].message,
                 std::string("field \"x\" (1): the writer sends int32, which has another form than string"));
    }

    void itIsATree() {
        const SchemaTree tree = proto("message A { string a = 1; repeated B b = 2; map<string, int64> c = 3; "
                                      "message B { A up = 1; } }")
                                    .tree();
        QCOMPARE(tree.root.typeText, std::string("message shop.A"));
        QCOMPARE(tree.root.children.size(), std::size_t(3));
        QCOMPARE(tree.root.children[1].typeText, std::string("repeated message shop.A.B = 2"));
        QCOMPARE(tree.root.children[1].children[0].children[0].name, std::string("up"));
        QVERIFY(tree.root.children[1].children[0].children[0].children.empty());
        QCOMPARE(tree.root.children[2].children[0].typeText, std::string("int64"));
    }
};

QTEST_GUILESS_MAIN(TestSchemaProtobuf)
#include "tst_schema_protobuf.moc"
