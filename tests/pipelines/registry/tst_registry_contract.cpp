#include "registry_under_test.h"

#include "pipelines/registry/cached_schema_lookup.h"
#include "pipelines/registry/registry_reader.h"
#include "pipelines/registry/registry_writer.h"
#include "pipelines/runtime/system_clock.h"
#include "tests/support/write_permit.h"

#include <QtTest>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::registry;
using eventflow::testing::Deviation;
using eventflow::testing::RegistryUnderTest;

namespace {

SchemaDefinition avro(const std::string& fields) {
    return {codec::SchemaType::Avro,
            R"({"type":"record","name":"Order","namespace":"shop","fields":[)" + fields + "]}",
            {}};
}

const std::string kId = R"({"name":"id","type":"string"})";
const std::string kAmount = R"({"name":"amount","type":"double","default":0})";

// Apicurio wants to be told the draft.
const char* const kJsonSchema = "{\"$schema\":\"http:/"
                                "/json-schema.org/draft-07/schema#\",\"type\":\"object\"}";

template <typename T>
bool contains(const std::vector<T>& list, const T& value) {
    return std::ranges::find(list, value) != list.end();
}

/// The value; on failure nothing, with a line that says why.
template <typename T>
T orNothing(Result<T> result) {
    if (!result) qWarning("%s", result.error().detail.c_str());
    return result ? std::move(*result) : T();
}

/// A failure's text, for QVERIFY2.
template <typename T>
const char* why(const Result<T>& result) {
    return result ? "" : result.error().detail.c_str();
}

template <typename T>
bool fails(const Result<T>& result, ErrorCode code) {
    return !result && result.error().code == code;
}

} // namespace

/// What every Confluent-compatible registry promises. Each test has subjects of its own.
class TestRegistryContract : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RegistryUnderTest> m_registry;
    std::unique_ptr<RegistryReader> m_reader;
    std::unique_ptr<RegistryWriter> m_writer;

    std::int32_t mustRegister(const char* subject, const SchemaDefinition& schema) {
        const auto id = m_writer->registerSchema(subject, schema);
        if (!id) qWarning("%s", id.error().detail.c_str());
        return id.value_or(-1);
    }

private Q_SLOTS:
    void initTestCase() {
        std::string unavailable;
        m_registry = RegistryUnderTest::start(unavailable);
        if (!unavailable.empty()) QSKIP(unavailable.c_str());
        QVERIFY2(m_registry, "the registry did not start");
        RegistryOptions options;
        options.urls = {m_registry->url()};
        auto connection = RegistryConnection::create(options);
        QVERIFY(connection);
        m_reader = std::make_unique<RegistryReader>(*connection);
        m_writer = std::make_unique<RegistryWriter>(*connection, eventflow::test::permitForTests());
    }
    void cleanupTestCase() { m_registry.reset(); }

    void registeringTwiceGivesOneVersion() {
        const auto first = mustRegister("twice-value", avro(kId));
        QVERIFY(first > 0);
        QCOMPARE(mustRegister("twice-value", avro(kId)), first);
        const auto versions = m_reader->versions("twice-value");
        QVERIFY2(versions, why(versions));
        QCOMPARE(versions->size(), std::size_t(1));
    }

    void aVersionIsReadBack() {
        const auto id = mustRegister("read-value", avro(kId));
        const auto schema = m_reader->schema("read-value", VersionSelector::latest());
        QVERIFY2(schema, why(schema));
        QCOMPARE(schema->id, id);
        QCOMPARE(schema->version, 1);
        QCOMPARE(schema->subject, std::string("read-value"));
        QVERIFY(schema->schema.text.find("\"Order\"") != std::string::npos);
        const auto text = m_reader->schemaText("read-value", 1);
        QVERIFY2(text, why(text));
        QCOMPARE(*text, schema->schema.text);
        const auto byId = m_reader->schemaById(id);
        QVERIFY2(byId, why(byId));
        QCOMPARE(byId->text, schema->schema.text);
    }

    void subjectsMayHoldAnyCharacter_data() {
        QTest::addColumn<QString>("subject");
        QTest::newRow("slash") << QStringLiteral("team/orders-value");
        QTest::newRow("dots") << QStringLiteral("shop.v1.orders-value");
        QTest::newRow("space") << QStringLiteral("two words");
        QTest::newRow("plus and percent") << QStringLiteral("a+b%2Fc");
        QTest::newRow("not ASCII") << QStringLiteral("bestellung-für-größe");
    }
    void subjectsMayHoldAnyCharacter() {
        QFETCH(QString, subject);
        const std::string name = subject.toStdString();
        QVERIFY(mustRegister(name.c_str(), avro(kId)) > 0);
        const auto schema = m_reader->schema(name, 1);
        QVERIFY2(schema, why(schema));
        QCOMPARE(schema->subject, name);
        const auto subjects = m_reader->subjects();
        QVERIFY2(subjects, why(subjects));
        QVERIFY(contains(*subjects, name));
    }

    void subjectsAreListedByPrefix() {
        mustRegister("prefix-a-value", avro(kId));
        mustRegister("other-a-value", avro(kId));
        const auto subjects = m_reader->subjects({"prefix-", Deleted::Exclude});
        QVERIFY2(subjects, why(subjects));
        QCOMPARE(*subjects, std::vector<std::string>{"prefix-a-value"});
    }

    void whatIsNotThereIsNotFound() {
        QVERIFY(fails(m_reader->versions("nothing-value"), ErrorCode::NotFound));
        QVERIFY(fails(m_reader->schema("nothing-value", 1), ErrorCode::NotFound));
        QVERIFY(fails(m_reader->schemaById(2'000'000), ErrorCode::NotFound));
        mustRegister("some-value", avro(kId));
        QVERIFY(fails(m_reader->schema("some-value", 7), ErrorCode::NotFound));
    }

    void theWordsOfARefusalNameTheCause() {
        const auto missing = m_reader->versions("nothing-value");
        QVERIFY2(missing.error().detail.find("40401") != std::string::npos, why(missing));
        QVERIFY2(missing.error().detail.find("GET /subjects/nothing-value/versions") != std::string::npos,
                 why(missing));
        const auto broken =
            m_writer->registerSchema("broken-value", {codec::SchemaType::Avro, "no schema", {}});
        QVERIFY(!broken);
        QVERIFY2(fails(broken, ErrorCode::ParseError), why(broken));
    }

    void aSchemaIsLookedUp() {
        const auto id = mustRegister("lookup-value", avro(kId));
        const auto found = m_reader->lookup("lookup-value", avro(kId));
        QVERIFY2(found, why(found));
        QCOMPARE(found->id, id);
        QCOMPARE(found->version, 1);
        QVERIFY(fails(m_reader->lookup("lookup-value", avro(kAmount)), ErrorCode::NotFound));
    }

    void anIdKnowsItsPlaces() {
        const SchemaDefinition schema = avro(kId + R"(,{"name":"place","type":"string"})");
        const auto id = mustRegister("places-a-value", schema);
        QCOMPARE(mustRegister("places-b-value", schema), id);
        auto subjects = m_reader->subjectsOf(id);
        QVERIFY2(subjects, why(subjects));
        std::ranges::sort(*subjects);
        QCOMPARE(*subjects, (std::vector<std::string>{"places-a-value", "places-b-value"}));
        const auto versions = m_reader->versionsOf(id);
        QVERIFY2(versions, why(versions));
        QCOMPARE(versions->size(), std::size_t(2));
    }

    void theRegistryNamesItsTypes() {
        const auto types = m_reader->types();
        QVERIFY2(types, why(types));
        for (const char* type : {"AVRO", "JSON", "PROTOBUF"})
            QVERIFY2(contains(*types, std::string(type)), type);
    }

    void contextsAreListed() {
        const auto contexts = m_reader->contexts();
        QVERIFY2(contexts, why(contexts));
        // Of the default context both spellings are about.
        QVERIFY(contains(*contexts, std::string(".")) || contains(*contexts, std::string(":.:")));
    }

    void anIncompatibleVersionIsRefused() {
        mustRegister("strict-value", avro(kId));
        QVERIFY(m_writer->setCompatibility(std::string_view("strict-value"), "BACKWARD"));
        const auto next = avro(R"({"name":"id","type":"long"})");
        const auto answer = m_reader->testCompatibility("strict-value", next, VersionSelector::latest());
        QVERIFY2(answer, why(answer));
        QVERIFY(!answer->compatible);
        const auto all = m_reader->testCompatibility("strict-value", next);
        QVERIFY2(all, why(all));
        QVERIFY(!all->compatible);
        const auto refused = m_writer->registerSchema("strict-value", next);
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("compatible") != std::string::npos, why(refused));
        QCOMPARE(orNothing(m_reader->versions("strict-value")).size(), std::size_t(1));
        const auto fine = m_reader->testCompatibility("strict-value", avro(kId + "," + kAmount));
        QVERIFY2(fine, why(fine));
        QVERIFY(fine->compatible);
        QVERIFY(mustRegister("strict-value", avro(kId + "," + kAmount)) > 0);
        QCOMPARE(orNothing(m_reader->versions("strict-value")), (std::vector<std::int32_t>{1, 2}));
    }

    void levelsAreSetAndCleared() {
        mustRegister("level-value", avro(kId));
        const auto global = m_reader->config();
        QVERIFY2(global, why(global));
        QVERIFY(m_writer->setCompatibility(std::string_view("level-value"), "FULL_TRANSITIVE"));
        QCOMPARE(orNothing(m_reader->config("level-value")).compatibility, std::string("FULL_TRANSITIVE"));
        QVERIFY(m_writer->clearCompatibility("level-value"));
        const auto inherited = m_reader->config("level-value");
        QVERIFY2(inherited, why(inherited));
        QCOMPARE(inherited->compatibility, global->compatibility);
        const auto own = m_reader->config("level-value", Inheritance::None);
        if (!m_registry->has(Deviation::LevelsAlwaysInherit))
            QVERIFY2(fails(own, ErrorCode::NotFound), why(own));
        const Status wrong = m_writer->setCompatibility(std::string_view("level-value"), "SIDEWARD");
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().code == ErrorCode::InvalidArgument, wrong.error().detail.c_str());
    }

    void theGlobalLevelIsSet() {
        const auto before = m_reader->config();
        QVERIFY2(before, why(before));
        QVERIFY(m_writer->setCompatibility(std::nullopt, "FORWARD"));
        QCOMPARE(orNothing(m_reader->config()).compatibility, std::string("FORWARD"));
        QVERIFY(m_writer->setCompatibility(std::nullopt, before->compatibility));
    }

    void readOnlyRefusesToRegister() {
        const auto mode = m_reader->mode();
        if (m_registry->has(Deviation::NoModes)) {
            QVERIFY2(fails(mode, ErrorCode::Unsupported), why(mode));
            return;
        }
        QVERIFY2(mode, why(mode));
        QCOMPARE(*mode, std::string("READWRITE"));
        mustRegister("frozen-value", avro(kId));
        QVERIFY(m_writer->setMode(std::string_view("frozen-value"), "READONLY"));
        QCOMPARE(orNothing(m_reader->mode("frozen-value")), std::string("READONLY"));
        const auto refused = m_writer->registerSchema("frozen-value", avro(kId + "," + kAmount));
        QVERIFY2(fails(refused, ErrorCode::PermissionDenied), why(refused));
        QVERIFY(m_writer->clearMode("frozen-value"));
        QVERIFY(mustRegister("frozen-value", avro(kId + "," + kAmount)) > 0);
    }

    void aVersionIsDeletedSoftlyThenPermanently() {
        mustRegister("delete-value", avro(kId));
        const auto id = mustRegister("delete-value", avro(kId + "," + kAmount));
        QVERIFY(!m_writer->deleteVersion("delete-value", 2, Deletion::Permanent));
        const auto deleted = m_writer->deleteVersion("delete-value", 2, Deletion::Soft);
        QVERIFY2(deleted, why(deleted));
        QCOMPARE(*deleted, 2);
        QCOMPARE(orNothing(m_reader->versions("delete-value")), std::vector<std::int32_t>{1});
        QCOMPARE(orNothing(m_reader->versions("delete-value", Deleted::Include)),
                 (std::vector<std::int32_t>{1, 2}));
        QVERIFY(fails(m_reader->schema("delete-value", 2), ErrorCode::NotFound));
        const auto still = m_reader->schema("delete-value", 2, Deleted::Include);
        QVERIFY2(still, why(still));
        const auto byId = m_reader->schemaById(id);
        QVERIFY2(byId, why(byId));
        const auto gone = m_writer->deleteVersion("delete-value", 2, Deletion::Permanent);
        QVERIFY2(gone, why(gone));
        QCOMPARE(orNothing(m_reader->versions("delete-value", Deleted::Include)),
                 std::vector<std::int32_t>{1});
    }

    void aSubjectIsDeletedSoftlyThenPermanently() {
        mustRegister("whole-value", avro(kId));
        mustRegister("whole-value", avro(kId + "," + kAmount));
        QVERIFY(!m_writer->deleteSubject("whole-value", Deletion::Permanent));
        const auto deleted = m_writer->deleteSubject("whole-value", Deletion::Soft);
        QVERIFY2(deleted, why(deleted));
        QCOMPARE(*deleted, (std::vector<std::int32_t>{1, 2}));
        QVERIFY(!contains(orNothing(m_reader->subjects()), std::string("whole-value")));
        QVERIFY(contains(orNothing(m_reader->subjects({{}, Deleted::Include})), std::string("whole-value")));
        const auto gone = m_writer->deleteSubject("whole-value", Deletion::Permanent);
        QVERIFY2(gone, why(gone));
        QVERIFY(!contains(orNothing(m_reader->subjects({{}, Deleted::Include})), std::string("whole-value")));
    }

    void otherTypesKeepTheirType_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("text");
        QTest::newRow("JSON Schema") << int(codec::SchemaType::Json) << QString::fromLatin1(kJsonSchema);
        QTest::newRow("Protobuf") << int(codec::SchemaType::Protobuf)
                                  << QStringLiteral(
                                         "syntax = \"proto3\";\nmessage T {\n  string id = 1;\n}\n");
    }
    void otherTypesKeepTheirType() {
        QFETCH(int, type);
        QFETCH(QString, text);
        const auto kind = static_cast<codec::SchemaType>(type);
        const std::string subject = std::string("type-") + toString(kind);
        const auto id = mustRegister(subject.c_str(), {kind, text.toStdString(), {}});
        QVERIFY(id > 0);
        const auto schema = m_reader->schema(subject, 1);
        QVERIFY2(schema, why(schema));
        QCOMPARE(schema->schema.type, kind);
        const auto byId = m_reader->schemaById(id);
        QVERIFY2(byId, why(byId));
        QCOMPARE(byId->type, kind);
    }

    void referencesAreKeptAndResolved() {
        const SchemaDefinition address{codec::SchemaType::Avro,
                                       R"({"type":"record","name":"Address","namespace":"shop","fields":[)"
                                       R"({"name":"city","type":"string"}]})",
                                       {}};
        const auto addressId = mustRegister("shop.Address", address);
        QVERIFY(addressId > 0);
        SchemaDefinition customer{codec::SchemaType::Avro,
                                  R"({"type":"record","name":"Customer","namespace":"shop","fields":[)"
                                  R"({"name":"home","type":"shop.Address"}]})",
                                  {{"shop.Address", "shop.Address", 1}}};
        const auto id = mustRegister("customer-value", customer);
        QVERIFY(id > 0);
        const auto referring = m_reader->referencedBy("shop.Address", 1);
        QVERIFY2(referring, why(referring));
        QVERIFY(contains(*referring, id));
        const runtime::SystemClock clock;
        CachedSchemaLookup lookup(*m_reader, clock, nullptr);
        const auto found = lookup.find(id);
        QVERIFY2(found, why(found));
        QCOMPARE((*found)->references.size(), std::size_t(1));
        QCOMPARE((*found)->references[0].name, std::string("shop.Address"));
        QVERIFY((*found)->references[0].text.find("city") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRegistryContract)
#include "tst_registry_contract.moc"
