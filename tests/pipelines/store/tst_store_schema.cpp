#include "pipelines/store/schema.h"
#include "tests/pipelines/store/store_fixture.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

namespace eventflow::store {

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void execute(const std::filesystem::path& file, const char* sql) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(database));
    sqlite3_close(database);
}

void createWithOneSeries(const TemporaryStore& store) {
    const Stream stream{"t", 0, 0};
    SeriesCatalog catalog(10);
    TestBatch test(stream);
    test.sample(catalog.findOrAdd(labelsOf({{"__name__", "cpu"}}), ""), at(1), 1);
    auto writer = store.writer();
    VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
    VERIFY_OK(writer->close());
}

} // namespace

class TestStoreSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void migrationsAreConsecutive() {
        for (std::size_t i = 0; i < migrations().size(); ++i)
            QCOMPARE(migrations()[i].to, static_cast<int>(i) + 1);
        QCOMPARE(schemaVersion(), migrations().back().to);
    }

    void upgradesAStepAtATimeAndKeepsABackup() {
        const TemporaryStore store;
        createWithOneSeries(store);
        std::vector<Migration> steps(migrations().begin(), migrations().end());
        const int first = schemaVersion();
        steps.push_back({first + 1, "ALTER TABLE series ADD COLUMN note TEXT"});
        steps.push_back({first + 2, "UPDATE series SET note='upgraded'"});
        auto connection = Connection::open(store.file(), Connection::Mode::ReadWrite);
        VERIFY_OK(connection);
        VERIFY_OK(migrate(**connection, steps));
        QCOMPARE(*(*connection)->integer("PRAGMA user_version"), std::int64_t{first + 2});
        QCOMPARE(*(*connection)->integer("SELECT count(*) FROM series WHERE note='upgraded'"),
                 std::int64_t{1});

        const std::string backup = store.file().string() + ".backup-v" + std::to_string(first);
        const auto old = StoreReader::open(backup);
        VERIFY_OK(old);
        QCOMPARE((*old)->series({}, 10)->size(), std::size_t{1});
        VERIFY_OK(migrate(**connection, steps)); // nothing to do
        // This program knows nothing of the new version and leaves it alone.
        connection->reset();
        const std::string before = contents(store.file());
        for (const Error& error :
             {StoreWriter::open(store.file()).error(), StoreReader::open(store.file()).error()}) {
            QVERIFY(error.code == ErrorCode::Unsupported);
            QVERIFY(error.detail.find("newer") != std::string::npos);
        }
        QVERIFY(contents(store.file()) == before);
    }

    void aFailedStepLeavesTheVersionBefore() {
        const TemporaryStore store;
        createWithOneSeries(store);
        std::vector<Migration> steps(migrations().begin(), migrations().end());
        const int first = schemaVersion();
        steps.push_back({first + 1, "ALTER TABLE series ADD COLUMN note TEXT"});
        steps.push_back({first + 2, "CREATE TABLE half(x); INSERT INTO nowhere VALUES(1)"});
        auto connection = Connection::open(store.file(), Connection::Mode::ReadWrite);
        VERIFY_OK(connection);
        const Status status = migrate(**connection, steps);
        QVERIFY(!status);
        QVERIFY(status.error().detail.starts_with("upgrade to version"));
        QCOMPARE(*(*connection)->integer("PRAGMA user_version"), std::int64_t{first + 1});
        QCOMPARE(*(*connection)->integer("SELECT count(*) FROM sqlite_schema WHERE name='half'"),
                 std::int64_t{0});
    }

    void refusesOtherProgramsFiles_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::newRow("a database of another program")
            << QStringLiteral("foreign") << static_cast<int>(ErrorCode::Unsupported);
        QTest::newRow("no database") << QStringLiteral("text") << static_cast<int>(ErrorCode::Corrupt);
        QTest::newRow("cut off") << QStringLiteral("cut") << static_cast<int>(ErrorCode::Corrupt);
    }
    void refusesOtherProgramsFiles() {
        QFETCH(QString, kind);
        QFETCH(int, code);
        const TemporaryStore store;
        if (kind == QStringLiteral("foreign")) {
            execute(store.file(), "CREATE TABLE cookies(x)");
        } else if (kind == QStringLiteral("text")) {
            std::ofstream(store.file()) << std::string(5000, 'x');
        } else {
            createWithOneSeries(store);
            std::filesystem::resize_file(store.file(), 4096 * 2);
        }
        const std::string before = contents(store.file());
        const auto writer = StoreWriter::open(store.file());
        QVERIFY(!writer);
        QCOMPARE(static_cast<int>(writer.error().code), code);
        QVERIFY(writer.error().detail.find(store.file().string()) != std::string::npos);
        if (code == static_cast<int>(ErrorCode::Corrupt))
            QVERIFY(writer.error().detail.find(".recover") != std::string::npos);
        QVERIFY(!StoreReader::open(store.file()));
        QVERIFY(contents(store.file()) == before);
    }

    void namesTheRowOfKeysThatContradictsItself_data() {
        QTest::addColumn<QString>("row");
        QTest::newRow("no key") << QStringLiteral("7,0,x''");
        QTest::newRow("half a key") << QStringLiteral("7,1,x'0102030405060708'");
        QTest::newRow("fewer keys than counted") << QStringLiteral("7,2,zeroblob(16)");
    }
    void namesTheRowOfKeysThatContradictsItself() {
        QFETCH(QString, row);
        const TemporaryStore store;
        createWithOneSeries(store);
        execute(store.file(), qPrintable(QStringLiteral("INSERT INTO dedup_keys VALUES(%1)").arg(row)));
        const auto state = store.writer()->restore(TestBatch::kSource);
        VERIFY_ERROR(state, ErrorCode::Corrupt);
        QVERIFY(state.error().detail.find("table dedup_keys, row 7") != std::string::npos);
    }

    void readerNeedsADatabase() {
        const TemporaryStore store;
        const auto missing = StoreReader::open(store.file());
        VERIFY_ERROR(missing, ErrorCode::NotFound);
        std::ofstream(store.file()).flush();
        const auto empty = StoreReader::open(store.file());
        VERIFY_ERROR(empty, ErrorCode::NotFound);
        VERIFY_OK(store.writer()->close()); // an empty file is a new database
        VERIFY_OK(StoreReader::open(store.file()));
    }

    void writerNeedsAFolder() {
        const auto writer = StoreWriter::open("/nonexistent-folder/eventflow.db");
        VERIFY_ERROR(writer, ErrorCode::NotFound);
    }

    void aSecondProcessIsRefusedByName() {
        const TemporaryStore store;
        auto writer = store.writer();
        const pid_t child = ::fork();
        if (child == 0) {
            const auto second = StoreWriter::open(store.file());
            const bool refused =
                !second && second.error().code == ErrorCode::Locked &&
                second.error().detail.find("process " + std::to_string(::getppid())) != std::string::npos;
            ::_exit(refused ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        VERIFY_OK(writer->close());
        VERIFY_OK(StoreWriter::open(store.file()));
    }

    void aCleanCloseLeavesOneFile() {
        const TemporaryStore store;
        createWithOneSeries(store);
        QVERIFY(!std::filesystem::exists(store.file().string() + "-wal"));
        QVERIFY(!std::filesystem::exists(store.file().string() + "-shm"));
    }

    void fullSyncIsTaken() {
        const TemporaryStore store;
        StoreOptions options;
        options.fullSync = true;
        auto writer = store.writer(options);
        VERIFY_OK(writer->close());
        VERIFY_OK(writer->close());
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestStoreSchema)
#include "tst_store_schema.moc"
