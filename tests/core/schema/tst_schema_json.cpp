#include "core/schema/json_schema.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::schema;

namespace {

JsonSchema parsed(const QByteArray& text, std::vector<codec::ReferencedSchema> references = {}) {
    auto schema = JsonSchema::parse(text.toStdString(), references);
    if (!schema) qFatal("%s: %s", text.constData(), schema.error().detail.c_str());
    return std::move(*schema);
}

QByteArray kindsOf(const SchemaCheck& check) {
    QByteArrayList kinds;
    for (const Incompatibility& found : check.incompatibilities) {
        const QByteArray kind(found.kind.data(), qsizetype(found.kind.size()));
        if (!kinds.contains(kind)) kinds << kind;
    }
    std::ranges::sort(kinds);
    return kinds.join(',');
}

} // namespace

/// The cases lie in tests/data/schema/json_compatibility.json: reader, writer, and the kinds that are found.
class TestSchemaJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readersAreChecked_data() {
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<QByteArray>("writer");
        QTest::addColumn<QByteArray>("kinds");
        QFile file(QStringLiteral(EVENTFLOW_TEST_DATA "/schema/json_compatibility.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonParseError error{};
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
        QVERIFY2(document.isArray(), qPrintable(error.errorString()));
        const auto text = [](const QJsonValue& value) {
            return value.isObject() ? QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact)
                                    : QByteArray(value.toBool() ? "true" : "false");
        };
        for (const auto& value : document.array()) {
            const QJsonObject one = value.toObject();
            QTest::newRow(qPrintable(one.value(QStringLiteral("name")).toString()))
                << text(one.value(QStringLiteral("reader"))) << text(one.value(QStringLiteral("writer")))
                << one.value(QStringLiteral("kinds")).toString().toLatin1();
        }
    }
    void readersAreChecked() {
        QFETCH(QByteArray, reader);
        QFETCH(QByteArray, writer);
        QFETCH(QByteArray, kinds);
        const SchemaCheck check = canRead(parsed(reader), parsed(writer));
        for (const Incompatibility& found : check.incompatibilities) {
            QVERIFY(!found.message.empty());
            qInfo("%s %s: %s", found.readerPath.c_str(), found.writerPath.c_str(), found.message.c_str());
        }
        QCOMPARE(kindsOf(check), kinds);
    }

    void everySchemaReadsItself_data() { readersAreChecked_data(); }
    void everySchemaReadsItself() {
        QFETCH(QByteArray, reader);
        QFETCH(QByteArray, writer);
        for (const QByteArray& one : {reader, writer})
            QCOMPARE(kindsOf(canRead(parsed(one), parsed(one))), QByteArray());
    }

    void pathsLeadToThePlace() {
        const auto check = canRead(
            parsed("{\"properties\":{\"a/b\":{\"items\":{\"maximum\":5}}}}"),
            parsed("{\"properties\":{\"a/b\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}}}"));
        QCOMPARE(check.incompatibilities.size(), std::size_t(1));
        QCOMPARE(check.incompatibilities[0].readerPath, std::string("/properties/a~1b/items"));
        QCOMPARE(check.incompatibilities[0].writerPath, std::string("/properties/a~1b/items"));
        QCOMPARE(check.incompatibilities[0].message,
                 std::string("the reader takes numbers of at most 5, the writer may send any"));
    }

    void referencesLeadIntoOtherDocuments_data() {
        QTest::addColumn<QByteArray>("reference");
        QTest::newRow("by its name") << QByteArray("address.json");
        QTest::newRow("by its id") << QByteArray("urn:shop:address");
        QTest::newRow("below it") << QByteArray("address.json#/definitions/whole");
        QTest::newRow("by an anchor") << QByteArray("address.json#whole");
    }
    void referencesLeadIntoOtherDocuments() {
        QFETCH(QByteArray, reference);
        const auto address = [](const char* type) {
            return std::vector<codec::ReferencedSchema>{
                {"address.json", "address", 1,
                 std::string("{\"$id\":\"urn:shop:address\",\"type\":\"") + type +
                     "\",\"definitions\":{\"whole\":{\"$anchor\":\"whole\",\"type\":\"" + type + "\"}}}"}};
        };
        const QByteArray text = "{\"properties\":{\"home\":{\"$ref\":\"" + reference + "\"}}}";
        QCOMPARE(kindsOf(canRead(parsed(text, address("string")), parsed(text, address("string")))),
                 QByteArray());
        QCOMPARE(kindsOf(canRead(parsed(text, address("string")), parsed(text, address("object")))),
                 QByteArray("TYPE_CHANGED"));
    }

    void referencesThatLeadNowhereProveNothing() {
        const QByteArray text = "{\"properties\":{\"home\":{\"$ref\":\"gone.json\"}}}";
        const QByteArray other = "{\"properties\":{\"home\":{\"$ref\":\"lost.json\"}}}";
        QCOMPARE(kindsOf(canRead(parsed(text), parsed(other))), QByteArray("UNPROVEN_KEYWORD"));
    }

    void wrongKeywordsAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* text, const char* says) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(says);
        };
        row("", "byte 0");
        row("[]", "the top: a schema has to be");
        row("{\"type\":\"strin\"}", "type has to be");
        row("{\"properties\":{\"a\":{\"minimum\":\"1\"}}}", "/properties/a: minimum has to be a number");
        row("{\"minLength\":-1}", "minLength has to be a whole number");
        row("{\"required\":[1]}", "required has to be an array of names");
        row("{\"properties\":[]}", "properties has to be an object");
        row("{\"allOf\":{}}", "allOf has to be an array of schemas");
        row("{\"multipleOf\":0}", "multipleOf has to be a number above 0");
    }
    void wrongKeywordsAreNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const auto schema = JsonSchema::parse(text.toStdString());
        QVERIFY(!schema);
        QVERIFY2(schema.error().detail.find(says.toStdString()) != std::string::npos,
                 schema.error().detail.c_str());
    }

    void hugeSchemasAreRefused() {
        std::string text = "{\"anyOf\":[";
        for (int i = 0; i < 50'001; ++i)
            text += i > 0 ? ",{}" : "{}";
        QCOMPARE(JsonSchema::parse(text + "]}").error().code, ErrorCode::LimitExceeded);
    }

    void whatIsTooComplexIsNotCalledCompatible() {
        // Twelve independent choices: 3^12 combinations.
        std::string writer = "{\"allOf\":[";
        std::string reader = "{\"anyOf\":[";
        for (int i = 0; i < 12; ++i) {
            writer += std::string(i > 0 ? "," : "") + "{\"anyOf\":[";
            for (int k = 0; k < 3; ++k)
                writer += std::string(k > 0 ? "," : "") + "{\"properties\":{\"p" + std::to_string(i) +
                          "\":{\"maximum\":" + std::to_string(k) + "}}}";
            writer += "]}";
            reader += std::string(i > 0 ? "," : "") + "{\"properties\":{\"p" + std::to_string(i) +
                      "\":{\"maximum\":1}}}";
        }
        const auto check = canRead(parsed(QByteArray::fromStdString(reader + "]}")),
                                   parsed(QByteArray::fromStdString(writer + "]}")));
        QVERIFY(!check.compatible());
    }
};

QTEST_GUILESS_MAIN(TestSchemaJson)
#include "tst_schema_json.moc"
