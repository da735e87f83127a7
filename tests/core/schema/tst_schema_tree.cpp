#include "core/schema/parsed_schema.h"
#include "core/schema/schema_diff.h"
#include "core/schema/schema_drift.h"
#include "core/schema/schema_proposal.h"

#include <QtTest>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::schema;

namespace {

ParsedSchema parsed(codec::SchemaType type, const QByteArray& text) {
    codec::RegisteredSchema schema;
    schema.type = type;
    schema.text = text.toStdString();
    auto result = ParsedSchema::parse(schema);
    if (!result) qFatal("%s: %s", text.constData(), result.error().detail.c_str());
    return *result;
}
ParsedSchema avro(const QByteArray& fields) {
    return parsed(codec::SchemaType::Avro,
                  "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[" + fields + "]}");
}
ParsedSchema json(const QByteArray& text) {
    return parsed(codec::SchemaType::Json, text);
}

/// `name: type` of every node, one a line, indented; `?` marks what is optional.
void print(const SchemaNode& node, int depth, QByteArray& out) {
    out += QByteArray(depth, ' ') + QByteArray::fromStdString(node.name) + (node.optional ? "?" : "") + ": " +
           QByteArray::fromStdString(node.typeText) + '\n';
    for (const SchemaNode& child : node.children)
        print(child, depth + 1, out);
}
QByteArray print(const ParsedSchema& schema) {
    QByteArray out;
    print(schema.tree().root, 0, out);
    return out;
}

SchemaDiff diffOf(const ParsedSchema& from, const ParsedSchema& to) {
    return diff(from.tree(), to.tree(), canRead(to, from), canRead(from, to));
}

/// `added a.b (backward)`, one a line.
QByteArray print(const SchemaDiff& diff) {
    QByteArray out;
    for (const SchemaChange& change : diff.changes) {
        out += QByteArray(toString(change.kind)) + ' ' + QByteArray::fromStdString(change.path);
        if (change.kind == ChangeKind::Moved) out += " from " + QByteArray::fromStdString(change.from);
        if (!change.backward.empty()) out += " !backward";
        if (!change.forward.empty()) out += " !forward";
        out += '\n';
    }
    return out;
}

Inference shapeOf(std::initializer_list<const char*> values) {
    Inference shape;
    for (const char* value : values)
        shape.observe(value, false);
    return shape;
}

QByteArray print(const std::vector<DriftFinding>& findings) {
    QByteArray out;
    for (const DriftFinding& finding : findings)
        out += QByteArray(toString(finding.kind)) + ' ' + QByteArray::fromStdString(finding.path) + ' ' +
               QByteArray::number(qulonglong(finding.values)) + '\n';
    return out;
}

const char* const kId = "{\"name\":\"id\",\"type\":\"string\"}";
const char* const kAmount = "{\"name\":\"amount\",\"type\":[\"null\",\"double\"],\"default\":null}";

} // namespace

class TestSchemaTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAvroSchemaIsATree() {
        const auto schema =
            avro(QByteArray(kId) + ',' + kAmount +
                 ",{\"name\":\"lines\",\"type\":{\"type\":\"array\",\"items\":{\"type\":"
                 "\"record\",\"name\":\"Line\",\"fields\":[{\"name\":\"parent\",\"type\":[\"null\","
                 "\"Order\"]},{\"name\":\"state\",\"type\":{\"type\":\"enum\",\"name\":\"State\","
                 "\"symbols\":[\"A\",\"B\"]}},{\"name\":\"price\",\"type\":[\"int\",\"string\"]}]}}}");
        QCOMPARE(print(schema), QByteArray(": record Order\n"
                                           " id: string\n"
                                           " amount?: double or null\n"
                                           " lines: array of record Line\n"
                                           "  []: record Line\n"
                                           "   parent?: record Order or null\n"
                                           "   state: enum State (A, B)\n"
                                           "   price: union of int, string\n"
                                           "    |int: int\n"
                                           "    |string: string\n"));
    }

    void aJsonSchemaIsATree() {
        const auto schema = json(
            "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"$ref\":\"#/definitions/"
            "id\"},\"kind\":{\"enum\":[\"a\",\"b\"]},\"tags\":{\"type\":\"array\",\"items\":{\"type\":"
            "\"string\"}},\"next\":{\"$ref\":\"#\"}},\"additionalProperties\":{\"type\":\"integer\"},"
            "\"definitions\":{\"id\":{\"type\":\"string\",\"minLength\":1,\"description\":\"its name\"}}}");
        QCOMPARE(print(schema), QByteArray(": object\n"
                                           " id: string, minLength 1\n"
                                           " kind?: one of \"a\", \"b\"\n"
                                           " next?: the same as above\n"
                                           " tags?: array\n"
                                           "  []?: string\n"
                                           " {}?: integer\n"));
        QCOMPARE(schema.tree().root.children[0].doc, std::string("its name"));
    }

    void largeTreesAreCut() {
        QByteArray fields;
        for (int i = 0; i < 20'001; ++i)
            fields += (i > 0 ? "," : "") + QByteArray("{\"name\":\"f") + QByteArray::number(i) +
                      "\",\"type\":\"int\"}";
        const SchemaTree tree = avro(fields).tree();
        QVERIFY(tree.truncated);
        QCOMPARE(tree.root.children.size(), SchemaTree::kMaxNodes - 1);
    }

    void differencesAreMarkedWithWhatTheyBreak_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("changes");
        const QByteArray id = kId;
        const QByteArray amount = kAmount;
        QTest::newRow("nothing") << id << id << QByteArray();
        QTest::newRow("field with default") << id << id + ',' + amount << QByteArray("added amount\n");
        QTest::newRow("field without default")
            << id << id + ",{\"name\":\"b\",\"type\":\"int\"}" << QByteArray("added b !backward\n");
        QTest::newRow("field removed")
            << id + ",{\"name\":\"b\",\"type\":\"int\"}" << id << QByteArray("removed b !forward\n");
        QTest::newRow("type changed") << id << QByteArray("{\"name\":\"id\",\"type\":\"int\"}")
                                      << QByteArray("changed id !backward !forward\n");
        QTest::newRow("type promoted")
            << QByteArray("{\"name\":\"n\",\"type\":\"int\"}")
            << QByteArray("{\"name\":\"n\",\"type\":\"long\"}") << QByteArray("changed n !forward\n");
        QTest::newRow("default changed")
            << QByteArray("{\"name\":\"n\",\"type\":\"int\",\"default\":1}")
            << QByteArray("{\"name\":\"n\",\"type\":\"int\",\"default\":2}") << QByteArray("changed n\n");
        const auto inner = [](const QByteArray& fields) {
            return "{\"name\":\"in\",\"type\":{\"type\":\"record\",\"name\":\"In\",\"fields\":[" + fields +
                   "]}}";
        };
        QTest::newRow("moved") << id + "," + inner("") << inner(id)
                               << QByteArray("moved in.id from id !backward !forward\n");
        QTest::newRow("added below") << inner(id) << inner(id + ",{\"name\":\"b\",\"type\":\"int\"}")
                                     << QByteArray("added in.b !backward\n");
    }
    void differencesAreMarkedWithWhatTheyBreak() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, changes);
        QCOMPARE(print(diffOf(avro(from), avro(to))), changes);
    }

    void findingsOfReferencedPlacesFindTheirField() {
        const auto schema = [](const char* type) {
            return json(
                QByteArray("{\"properties\":{\"home\":{\"$ref\":\"#/definitions/t\"}},\"definitions\":{"
                           "\"t\":{\"type\":\"") +
                type + "\"}}}");
        };
        const auto changes = diffOf(schema("string"), schema("integer"));
        QCOMPARE(print(changes), QByteArray("changed home !backward !forward\n"));
        QVERIFY(changes.breaks(CompatibilityMode::Backward));
        QVERIFY(changes.changes[0].breaks(CompatibilityMode::FullTransitive));
        QVERIFY(!changes.breaks(CompatibilityMode::None));
    }

    void formatsReadNothingOfEachOther() {
        const auto check = canRead(avro(kId), json("{}"));
        QCOMPARE(check.incompatibilities.size(), std::size_t(1));
        QCOMPARE(check.incompatibilities[0].message,
                 std::string("the writer's schema is JSON Schema, the reader's Avro"));
    }

    void driftIsFound() {
        const auto schema =
            json("{\"type\":\"object\",\"required\":[\"id\",\"at\"],\"properties\":{\"id\":{\"type\":"
                 "\"string\"},\"at\":{\"type\":\"number\"},\"gone\":{},\"in\":{\"type\":\"object\","
                 "\"properties\":{},\"additionalProperties\":false},\"any\":{}}}");
        const auto shape = shapeOf({"{\"id\":\"a\",\"at\":1,\"new\":true,\"any\":{\"x\":1}}",
                                    "{\"id\":7,\"at\":1.5,\"in\":{\"x\":1}}", "{\"id\":null}"});
        SchemaHistory history;
        history.observe(shape, timestampFromNs(1000));
        const auto findings = findDrift(schema.tree(), shape, &history);
        QCOMPARE(print(findings), QByteArray("forbidden_field in.x 1\n"
                                             "undeclared_field new 1\n"
                                             "undeclared_type id 2\n"
                                             "missing_required at 1\n"
                                             "never_seen gone 3\n"));
        QVERIFY(findings[1].firstSeen == timestampFromNs(1000));
        QCOMPARE(findings[2].message, std::string("seen as null (1), integer (1), declared as string"));
    }

    void avroUnionsAndMapsAreNoDrift() {
        const auto schema =
            avro(QByteArray("{\"name\":\"m\",\"type\":{\"type\":\"map\",\"values\":[\"null\",\"long\"]"
                            "}},{\"name\":\"u\",\"type\":[\"string\",{\"type\":\"record\",\"name\":"
                            "\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}]}"));
        const auto shape =
            shapeOf({"{\"m\":{\"x\":1,\"y\":null},\"u\":\"s\"}", "{\"m\":{},\"u\":{\"a\":1}}"});
        QCOMPARE(print(findDrift(schema.tree(), shape)), QByteArray());
        const auto other = shapeOf({"{\"m\":{\"x\":\"1\"},\"u\":{\"b\":1}}"});
        QCOMPARE(print(findDrift(schema.tree(), other)),
                 QByteArray("forbidden_field u.b 1\nundeclared_type m.x 1\n"));
    }

    void historiesMergeToTheEarlierTime() {
        SchemaHistory one;
        SchemaHistory two;
        one.observe(shapeOf({"{\"a\":{\"b\":[1]}}"}), timestampFromNs(20));
        two.observe(shapeOf({"{\"a\":1,\"c\":2}"}), timestampFromNs(10));
        one.observeId(7, timestampFromNs(30));
        two.observeId(7, timestampFromNs(15));
        one.merge(two);
        QVERIFY(one.fieldFirstSeen("a") == timestampFromNs(10));
        QVERIFY(one.fieldFirstSeen("a.b[]") == timestampFromNs(20));
        QVERIFY(one.idFirstSeen(7) == timestampFromNs(15));
        QVERIFY(!one.fieldFirstSeen("d"));
        QByteArray steps;
        for (const auto& step : one.timeline())
            steps += QByteArray::fromStdString(step.field) + (step.field.empty() ? "#7" : "") + ' ';
        QCOMPARE(steps, QByteArray("a c #7 a.b a.b[] "));
    }

    void historiesAreBounded() {
        SchemaHistory history;
        for (int i = 0; i < 1'200; ++i)
            history.observeId(i, timestampFromNs(i));
        QCOMPARE(history.timeline().size(), SchemaHistory::kMaxIds);
        QCOMPARE(history.dropped(), std::uint64_t(200));
        QVERIFY(history.idFirstSeen(0));
        QVERIFY(!history.idFirstSeen(1'199));
    }

    void proposalsTakeWhatWasObserved_data() {
        QTest::addColumn<QByteArrayList>("values");
        QTest::newRow("flat") << QByteArrayList{"{\"id\":\"a\",\"n\":1}",
                                                "{\"id\":\"b\",\"n\":2.5,\"x\":null}"};
        QTest::newRow("nested") << QByteArrayList{"{\"o\":{\"p\":[{\"q\":1},{\"q\":null}]},\"e\":[]}",
                                                  "{\"o\":{}}"};
        QTest::newRow("mixed") << QByteArrayList{"{\"m\":1}", "{\"m\":\"s\"}", "{\"m\":{\"a\":1}}",
                                                 "{\"m\":[true]}"};
        QTest::newRow("names") << QByteArrayList{"{\"a-b\":1,\"a_b\":2,\"9\":3,\"\":4}"};
    }
    void proposalsTakeWhatWasObserved() {
        QFETCH(QByteArrayList, values);
        Inference shape;
        for (const QByteArray& value : values)
            shape.observe(value.toStdString(), false);
        const auto jsonSchema = proposeJsonSchema(shape, "t");
        QVERIFY(jsonSchema);
        const auto proposed = json(QByteArray::fromStdString(*jsonSchema));
        for (const DriftFinding& finding : findDrift(proposed.tree(), shape))
            QFAIL(finding.message.c_str());
        const auto avroSchema = proposeAvro(shape, "shop.Order");
        QVERIFY(avroSchema);
        const auto record = parsed(codec::SchemaType::Avro, QByteArray::fromStdString(*avroSchema));
        if (QByteArray(QTest::currentDataTag()) != "names") {
            for (const DriftFinding& finding : findDrift(record.tree(), shape))
                QFAIL(finding.message.c_str());
        }
    }

    void withoutValuesThereIsNoProposal() {
        QCOMPARE(proposeJsonSchema(Inference(), {}).error().code, ErrorCode::NotFound);
        QCOMPARE(proposeAvro(shapeOf({"[1]"}), "A").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(proposeAvro(shapeOf({"{}"}), "1A").error().code, ErrorCode::InvalidArgument);
        QVERIFY(proposeAvro(shapeOf({"{}"}), "a.b.C"));
    }
};

QTEST_GUILESS_MAIN(TestSchemaTree)
#include "tst_schema_tree.moc"
