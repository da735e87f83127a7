#include "pipelines/registry/cached_schema_lookup.h"
#include "pipelines/registry/reference_resolver.h"
#include "pipelines/registry/registry_writer.h"
#include "tests/support/fake_registry.h"
#include "tests/support/write_permit.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

#include <thread>

using namespace eventflow;
using namespace eventflow::registry;
using eventflow::testing::FakeRegistry;

namespace {

class HandClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return timestampFromNs(m_ns); }
    void advance(Duration by) { m_ns += by.count(); }

private:
    std::atomic<std::int64_t> m_ns{1'000'000'000'000'000'000};
};

/// A registry with a client at it.
struct Bench {
    FakeRegistry registry;
    HandClock clock;
    std::shared_ptr<RegistryConnection> connection;
    RegistryReader reader;
    RegistryWriter writer;

    Bench()
        : connection(connect(registry)),
          reader(connection),
          writer(connection, eventflow::test::permitForTests()) {}

    static std::shared_ptr<RegistryConnection> connect(const FakeRegistry& to) {
        RegistryOptions options;
        options.urls = {to.url()};
        return *RegistryConnection::create(options);
    }
    std::int32_t add(const char* subject, const std::string& text,
                     const std::vector<SchemaReference>& references = {}) {
        return writer.registerSchema(subject, {codec::SchemaType::Json, text, references}).value_or(-1);
    }
    std::unique_ptr<SchemaCacheFolder> folder(const QTemporaryDir& parent) const {
        auto opened = SchemaCacheFolder::open(parent.path().toStdString(), "http://registry.example:8081");
        return opened ? std::move(*opened) : nullptr;
    }
};

FetchReference table(std::map<std::string, SchemaDefinition> schemas) {
    return [schemas = std::move(schemas)](const SchemaReference& reference) -> Result<SchemaDefinition> {
        const auto found = schemas.find(reference.subject);
        if (found == schemas.end()) return Error{ErrorCode::NotFound, "no such subject"};
        return found->second;
    };
}

SchemaDefinition refersTo(const std::vector<std::string>& subjects) {
    SchemaDefinition definition{codec::SchemaType::Json, "{}", {}};
    for (const std::string& subject : subjects)
        definition.references.push_back({subject + ".json", subject, 1});
    return definition;
}

} // namespace

class TestRegistryLookup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anIdIsAskedForOnce() {
        Bench bench;
        const auto id = bench.add("s", "{\"title\":\"a\"}");
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr);
        const auto first = lookup.find(id);
        QVERIFY(first);
        QCOMPARE((*first)->id, id);
        QCOMPARE((*first)->type, codec::SchemaType::Json);
        bench.clock.advance(std::chrono::hours(1000));
        const auto second = lookup.find(id);
        QCOMPARE(second->get(), first->get());
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/1"), 1);
        QCOMPARE(lookup.counts().fromMemory, std::uint64_t(1));
    }

    void anUnknownIdIsAskedForAgainAfterAWhile() {
        Bench bench;
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(lookup.find(9).error().code, ErrorCode::NotFound);
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/9"), 1);
        bench.clock.advance(std::chrono::minutes(5));
        QVERIFY(!lookup.find(9));
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/9"), 2);
        lookup.forgetFailures();
        QVERIFY(!lookup.find(9));
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/9"), 3);
    }

    void troubleIsRememberedOnlyShortly() {
        std::atomic<bool> down = true;
        Bench bench;
        const auto id = bench.add("s", "{}");
        bench.registry.intercept([&](const auto&) -> std::optional<FakeRegistry::Reply> {
            if (!down) return std::nullopt;
            return FakeRegistry::Reply{500, "", {}};
        });
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr);
        QCOMPARE(lookup.find(id).error().code, ErrorCode::Unavailable);
        down = false;
        QCOMPARE(lookup.find(id).error().code, ErrorCode::Unavailable);
        bench.clock.advance(std::chrono::seconds(5));
        QVERIFY(lookup.find(id));
    }

    void manyThreadsMakeOneRequest() {
        Bench bench;
        const auto id = bench.add("s", "{}");
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr);
        std::atomic<int> found = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i)
                threads.emplace_back([&] { found += lookup.find(id) ? 1 : 0; });
        }
        QCOMPARE(found.load(), 8);
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/1"), 1);
    }

    void theLeastUsedIsForgottenFirst() {
        Bench bench;
        const auto a = bench.add("a", "{\"title\":\"a\"}");
        const auto b = bench.add("b", "{\"title\":\"b\"}");
        const auto c = bench.add("c", "{\"title\":\"c\"}");
        SchemaCacheOptions options;
        options.maxSchemas = 2;
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr, options);
        for (const auto id : {a, b, a, c, a, b})
            QVERIFY(lookup.find(id));
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/1"), 1);
        QCOMPARE(bench.registry.count("GET", "/schemas/ids/2"), 2);
    }

    void theDiskServesWhenTheRegistryIsAway() {
        QTemporaryDir parent;
        std::int32_t id = 0;
        {
            Bench bench;
            bench.add("base", "{\"title\":\"base\"}");
            id = bench.add("s", "{\"title\":\"s\"}", {{"base.json", "base", 1}});
            CachedSchemaLookup lookup(bench.reader, bench.clock, bench.folder(parent));
            QVERIFY(lookup.find(id));
            QCOMPARE(lookup.counts().unwritten, std::uint64_t(0));
        }
        Bench away;
        away.registry.intercept([](const auto&) { return FakeRegistry::Reply{503, "", {}}; });
        CachedSchemaLookup lookup(away.reader, away.clock, away.folder(parent));
        const auto found = lookup.find(id);
        QVERIFY2(found, found ? "" : found.error().detail.c_str());
        QCOMPARE((*found)->text, std::string("{\"title\":\"s\"}"));
        QCOMPARE((*found)->references.size(), std::size_t(1));
        QCOMPARE((*found)->references[0].text, std::string("{\"title\":\"base\"}"));
        QCOMPARE(lookup.counts().fromDisk, std::uint64_t(1));
    }

    void hostileEntriesOfTheCacheAreRefused_data() {
        QTest::addColumn<QByteArray>("how");
        for (const char* how :
             {"cut", "changed", "other key", "symlink", "writable by others", "folder", "empty"})
            QTest::newRow(how) << QByteArray(how);
    }
    void hostileEntriesOfTheCacheAreRefused() {
        QFETCH(QByteArray, how);
        QTemporaryDir parent;
        Bench bench;
        const auto folder = bench.folder(parent);
        QVERIFY(folder);
        codec::RegisteredSchema schema;
        schema.id = 5;
        schema.text = "{\"title\":\"kept\"}";
        QVERIFY(folder->write("5", schema));
        QVERIFY(folder->read("5"));
        const QString path = QString::fromStdString((folder->folder() / "5.json").string());
        const auto rewrite = [&](const QByteArray& text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(text);
        };
        QFile original(path);
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray text = original.readAll();
        if (how == "cut") rewrite(text.chopped(5));
        if (how == "changed") rewrite(QByteArray(text).replace("kept", "evil"));
        if (how == "other key") rewrite(QByteArray::fromStdString(cacheEntryText("6", schema)));
        if (how == "empty") rewrite({});
        if (how == "writable by others") ::chmod(path.toUtf8().constData(), 0666);
        if (how == "symlink") {
            QVERIFY(QFile::rename(path, path + QStringLiteral(".x")));
            QVERIFY(QFile::link(path + QStringLiteral(".x"), path));
        }
        if (how == "folder") {
            QVERIFY(QFile::remove(path));
            QVERIFY(QDir().mkdir(path));
        }
        QVERIFY(!folder->read("5"));
    }

    void keysNeverLeaveTheFolder() {
        QTemporaryDir parent;
        const Bench bench;
        const auto folder = bench.folder(parent);
        QVERIFY(folder->write("../evil", {}));
        QVERIFY(!QFile::exists(parent.path() + QStringLiteral("/evil.json")));
        QVERIFY(!folder->read("../5"));
    }

    void aFolderThatOthersMayWriteIsRefused() {
        QTemporaryDir parent;
        const Bench bench;
        const auto folder = bench.folder(parent);
        ::chmod(folder->folder().c_str(), 0777);
        const auto again =
            SchemaCacheFolder::open(parent.path().toStdString(), "http://registry.example:8081");
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::PermissionDenied);
    }

    void whatOthersNeedComesFirst() {
        const auto fetch = table({{"a", refersTo({"c"})}, {"b", refersTo({"c"})}, {"c", refersTo({})}});
        const auto resolved = resolveReferences(refersTo({"a", "b"}), fetch);
        QVERIFY(resolved);
        std::string order;
        for (const auto& reference : *resolved)
            order += reference.subject;
        QCOMPARE(order, std::string("cab"));
    }

    void circlesEndInAnError() {
        const auto fetch = table({{"a", refersTo({"b"})}, {"b", refersTo({"a"})}});
        const auto resolved = resolveReferences(refersTo({"a"}), fetch);
        QVERIFY(!resolved);
        QCOMPARE(resolved.error().code, ErrorCode::Corrupt);
    }

    void depthAndNumberAreBounded() {
        std::map<std::string, SchemaDefinition> chain;
        for (int i = 0; i < 40; ++i)
            chain["s" + std::to_string(i)] = refersTo({"s" + std::to_string(i + 1)});
        chain["s40"] = refersTo({});
        QCOMPARE(resolveReferences(refersTo({"s0"}), table(chain)).error().code, ErrorCode::LimitExceeded);
        QVERIFY(resolveReferences(refersTo({"s20"}), table(chain)));
        std::map<std::string, SchemaDefinition> wide;
        SchemaDefinition top;
        for (int i = 0; i < 20; ++i) {
            const std::string name = "w" + std::to_string(i);
            top.references.push_back({name, name, 1});
            SchemaDefinition& middle = wide[name];
            for (int k = 0; k < 20; ++k) {
                const std::string below = name + "-" + std::to_string(k);
                middle.references.push_back({below, below, 1});
                wide[below] = {};
            }
        }
        QCOMPARE(resolveReferences(top, table(wide)).error().code, ErrorCode::LimitExceeded);
    }

    void aMissingReferenceIsNamed() {
        const auto resolved = resolveReferences(refersTo({"gone"}), table({}));
        QVERIFY(!resolved);
        QVERIFY2(resolved.error().detail.find("gone version 1") != std::string::npos,
                 resolved.error().detail.c_str());
    }

    void guidsAreAskedForByTheirCanonicalForm() {
        Bench bench;
        const QByteArray target = "/schemas/guids/01234567-89ab-cdef-0123-456789abcdef";
        bench.registry.intercept([&](const auto& seen) -> std::optional<FakeRegistry::Reply> {
            if (seen.target != target) return std::nullopt;
            return FakeRegistry::Reply{200, "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}", {}};
        });
        CachedSchemaLookup lookup(bench.reader, bench.clock, nullptr);
        const auto found = lookup.findByGuid("01234567-89AB-CDEF-0123-456789ABCDEF");
        QVERIFY2(found, found ? "" : found.error().detail.c_str());
        QCOMPARE((*found)->type, codec::SchemaType::Json);
        QVERIFY(!lookup.findByGuid("../../etc"));
    }
};

QTEST_GUILESS_MAIN(TestRegistryLookup)
#include "tst_registry_lookup.moc"
