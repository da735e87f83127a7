#include "pipelines/registry/registry_error.h"
#include "pipelines/registry/registry_responses.h"

#include <QtTest>

using namespace eventflow;
using namespace eventflow::registry;

namespace {

const char* const kVersion =
    "{\"subject\":\"s\",\"version\":2,\"id\":7,\"schemaType\":\"JSON\",\"schema\":\"{}\","
    "\"references\":[{\"name\":\"a.json\",\"subject\":\"a\",\"version\":1}],\"new\":[1]}";

} // namespace

class TestRegistryResponses : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVersionIsRead() {
        const auto schema = parseSubjectSchema(kVersion);
        QVERIFY2(schema, schema ? "" : schema.error().detail.c_str());
        QCOMPARE(schema->subject, std::string("s"));
        QCOMPARE(schema->version, 2);
        QCOMPARE(schema->id, 7);
        QCOMPARE(schema->schema.type, codec::SchemaType::Json);
        QCOMPARE(schema->schema.text, std::string("{}"));
        QVERIFY(schema->schema.references == (std::vector<SchemaReference>{{"a.json", "a", 1}}));
    }

    void withoutATypeASchemaIsAvro() {
        const auto definition = parseDefinition("{\"schema\":\"x\",\"references\":null}");
        QVERIFY(definition);
        QCOMPARE(definition->type, codec::SchemaType::Avro);
    }

    void bothNamesOfTheLevelAreRead() {
        QCOMPARE(parseConfig("{\"compatibilityLevel\":\"FULL\"}")->compatibility, std::string("FULL"));
        QCOMPARE(parseConfig("{\"compatibility\":\"NONE\"}")->compatibility, std::string("NONE"));
    }

    void hostileAnswersAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {"", "null", "[]", "{", "{}", "\"x\"", "{\"subject\":1}",
              "{\"subject\":\"s\",\"version\":-1,\"id\":1,\"schema\":\"\"}",
              "{\"subject\":\"s\",\"version\":1,\"id\":99999999999,\"schema\":\"\"}",
              "{\"subject\":\"s\",\"version\":1.5,\"id\":1,\"schema\":\"\"}",
              "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":{}}",
              "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\",\"schemaType\":\"THRIFT\"}",
              "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\",\"references\":{}}",
              "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\",\"references\":[1]}"})
            QTest::newRow(json) << QByteArray(json);
    }
    void hostileAnswersAreRefused() {
        QFETCH(QByteArray, json);
        QVERIFY(!parseSubjectSchema(json.toStdString()));
    }

    void listsHoldOnlyWhatTheyShould() {
        QVERIFY(!parseNames("[1]"));
        QVERIFY(!parseNames("{}"));
        QVERIFY(!parseNumbers("[\"1\"]"));
        QVERIFY(!parseNumbers("[-1]"));
        QVERIFY(!parseNumber("null"));
        QVERIFY(!parseCompatibility("{\"is_compatible\":\"yes\"}"));
        QVERIFY(!parseSubjectVersions("[{\"subject\":\"s\"}]"));
    }

    void tooManyReferencesAreRefused() {
        std::string json = "{\"schema\":\"\",\"references\":[";
        for (int i = 0; i < 257; ++i)
            json += std::string(i > 0 ? "," : "") + "{\"name\":\"n\",\"subject\":\"s\",\"version\":1}";
        QCOMPARE(parseDefinition(json + "]}").error().code, ErrorCode::LimitExceeded);
    }

    void faultsAreTranslated_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, int status, const char* body, ErrorCode code,
                            const char* says) {
            QTest::newRow(name) << status << QByteArray(body) << int(code) << QByteArray(says);
        };
        row("subject", 404, "{\"error_code\":40401,\"message\":\"Subject 's' not found.\"}",
            ErrorCode::NotFound, "no such subject (HTTP 404, error 40401): Subject 's' not found.");
        row("schema", 404, "{\"error_code\":40403,\"message\":\"\"}", ErrorCode::NotFound, "no such schema");
        row("no such call", 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
            ErrorCode::Unsupported, "does not offer this call");
        row("other server", 404, "<html>nothing</html>", ErrorCode::Unsupported, "address");
        row("incompatible", 409, "{\"error_code\":409,\"message\":\"x\"}", ErrorCode::InvalidArgument,
            "not compatible");
        row("invalid schema", 422, "{\"error_code\":42201,\"message\":\"x\"}", ErrorCode::ParseError,
            "cannot read the schema");
        row("read only", 422, "{\"error_code\":42205,\"message\":\"x\"}", ErrorCode::PermissionDenied,
            "mode");
        row("store", 500, "{\"error_code\":50001,\"message\":\"x\"}", ErrorCode::Unavailable, "storage");
        row("unauthorised", 401, "{\"error_code\":40101,\"message\":\"x\"}", ErrorCode::PermissionDenied,
            "credentials");
        row("forbidden", 403, "", ErrorCode::PermissionDenied, "may not");
        row("redirected", 302, "", ErrorCode::InvalidArgument, "https://other/x, which is not followed");
        row("gateway", 502, "<html>Bad gateway</html>", ErrorCode::Unavailable, "HTTP 502");
        row("page", 200, "\n <!doctype html>", ErrorCode::Unsupported, "HTML");
        row("control characters", 500, "{\"message\":\"a\\u0000b\\nc\"}", ErrorCode::Unavailable, "a b c");
    }
    void faultsAreTranslated() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const auto error =
            replyError({status, body.toStdString(), "https://user:secret@other/x?token=secret"});
        QVERIFY(error);
        QCOMPARE(int(error->code), code);
        QVERIFY2(error->detail.find(says.toStdString()) != std::string::npos, error->detail.c_str());
        QVERIFY2(error->detail.find("secret") == std::string::npos, error->detail.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRegistryResponses)
#include "tst_registry_responses.moc"
