#include "tests/pipelines/store/store_fixture.h"

#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <random>

namespace eventflow::store {

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void replace(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// Limits the size of every file this process writes, until it goes out of scope.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

/// Batches of 20 samples, 10 events and a dead letter; batch n moves the offset to n + 1.
class Ingest {
public:
    explicit Ingest(std::int64_t from = 0) : m_next(from) {
        for (int i = 0; i < 20; ++i)
            m_series.push_back(m_catalog.findOrAdd(labelsOf({{"__name__", "m" + std::to_string(i)}}), ""));
    }

    Status writeNext(StoreWriter& writer) {
        TestBatch test(m_stream);
        for (SeriesIdentity* s : m_series)
            test.sample(s, at(m_next), double(m_next));
        for (int i = 0; i < 10; ++i)
            test.add(BodyKind::Log, at(m_next)).text = m_text;
        test.deadLetter(Step::Decode, RejectCode::NotAnObject);
        test.record(0).value = "[]";
        test.batch.output.dedupKeys = {{static_cast<std::uint64_t>(m_next), 1}};
        test.batch.output.checkpoint = {{"next", std::to_string(m_next + 1)}};
        test.batch.output.transitions.emplace_back().tick = at(m_next);
        test.progress(m_next + 1);
        Status status = writer.write(test.batch, TestBatch::kSource);
        if (status) ++m_next;
        return status;
    }
    [[nodiscard]] std::int64_t next() const { return m_next; }

private:
    Stream m_stream{"t", 0, 0};
    SeriesCatalog m_catalog{100};
    std::vector<SeriesIdentity*> m_series;
    std::string m_text = std::string(300, 'e');
    std::int64_t m_next;
};

void isThereOnce(const std::filesystem::path& file, std::int64_t batches) {
    const auto reader = StoreReader::open(file);
    VERIFY_OK(reader);
    std::vector<SeriesSlice> slices;
    VERIFY_OK((*reader)->samples().select({}, kNoTime, Timestamp::max(), slices));
    QCOMPARE(slices.size(), std::size_t{20});
    for (const SeriesSlice& slice : slices) {
        QCOMPARE(slice.samples.size(), static_cast<std::size_t>(batches));
        for (std::size_t i = 0; i < slice.samples.size(); ++i)
            QCOMPARE(slice.samples[i].value, double(i));
    }
    const auto counts = (*reader)->counts();
    VERIFY_OK(counts);
    for (const auto& [table, rows] : *counts) {
        if (table == "samples") QCOMPARE(rows, static_cast<std::uint64_t>(batches) * 20);
        if (table == "events") QCOMPARE(rows, static_cast<std::uint64_t>(batches) * 10);
        if (table == "dead_letters" || table == "alert_transitions")
            QCOMPARE(rows, static_cast<std::uint64_t>(batches));
    }
}

/// Uses everything there is. Returns why the file could not be opened for writing.
std::optional<Error> exercise(const std::filesystem::path& file) {
    StoreOptions options;
    options.rotateRows = 100;
    std::optional<Error> refused;
    if (auto writer = StoreWriter::open(file, options); !writer) {
        refused = writer.error();
    } else {
        (void)(*writer)->restore(TestBatch::kSource);
        SeriesCatalog catalog(1000);
        (void)(*writer)->replaySamples(kNoTime, catalog, [](SeriesIdentity&, Timestamp, double) {});
        Ingest ingest(100'000);
        (void)ingest.writeNext(**writer);
        (void)(*writer)->commit();
        (void)(*writer)->maintain();
        (void)(*writer)->close();
    }
    const auto reader = StoreReader::open(file);
    if (!reader) return refused;
    std::vector<SeriesSlice> slices;
    (void)(*reader)->samples().select({}, kNoTime, Timestamp::max(), slices);
    (void)(*reader)->sampleTimeRange();
    (void)(*reader)->series({}, 100);
    (void)(*reader)->transitions(1000);
    (void)(*reader)->alerts();
    (void)(*reader)->deadLetters(std::nullopt, std::nullopt, 1000);
    (void)(*reader)->events("", 1000);
    (void)(*reader)->offsets();
    (void)(*reader)->counts();
    return refused;
}

} // namespace

class TestStoreFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFullDatabaseKeepsWhatIsPending() {
        const TemporaryStore store;
        StoreOptions options;
        options.maxFileBytes = 400 * 1024;
        std::int64_t committed = 0;
        {
            auto writer = store.writer(options);
            Ingest ingest;
            Status status;
            while (status) {
                QVERIFY(ingest.next() < 5000);
                VERIFY_OK(ingest.writeNext(*writer));
                status = writer->commit();
                if (status) committed = ingest.next();
            }
            VERIFY_ERROR(status, ErrorCode::DiskFull);
            QVERIFY(status.error().detail.find(store.file().string()) != std::string::npos);
            QCOMPARE(writer->pendingRows(), std::size_t{32});
            QVERIFY(!writer->commit()); // still full, still usable
            QCOMPARE(writer->restore(TestBatch::kSource)->positions.at({"t", 0}), committed);
            isThereOnce(store.file(), committed);
        }
        // With more room it goes on where the store left off.
        auto writer = store.writer();
        Ingest ingest(writer->restore(TestBatch::kSource)->positions.at({"t", 0}));
        QCOMPARE(ingest.next(), committed);
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(ingest.writeNext(*writer));
        VERIFY_OK(writer->close());
        isThereOnce(store.file(), committed + 20);
    }

    void aFileSizeLimitInACommitIsOvercome() {
        const TemporaryStore store;
        auto writer = store.writer();
        Ingest ingest;
        {
            const FileSizeLimit limit(512 * 1024);
            Status status;
            while (status) {
                QVERIFY(ingest.next() < 5000);
                VERIFY_OK(ingest.writeNext(*writer));
                status = writer->commit();
            }
            VERIFY_ERROR(status, ErrorCode::DiskFull);
            VERIFY_OK(ingest.writeNext(*writer)); // the pipeline may hand on a little more before it pauses
            QVERIFY(!writer->commit());
        }
        VERIFY_OK(writer->commit());
        isThereOnce(store.file(), ingest.next());
        VERIFY_OK(writer->close());
        isThereOnce(store.file(), ingest.next());
    }

    void aFileSizeLimitInARotationOrCheckpointIsOvercome() {
        const TemporaryStore store;
        StoreOptions options;
        options.rotateRows = 1;
        auto writer = store.writer(options);
        Ingest ingest;
        for (int i = 0; i < 400; ++i) {
            VERIFY_OK(ingest.writeNext(*writer));
            if (i % 10 == 0) VERIFY_OK(writer->commit());
        }
        VERIFY_OK(writer->commit());
        {
            const FileSizeLimit limit(64 * 1024);
            const Status rotated = writer->maintain();
            VERIFY_ERROR(rotated, ErrorCode::DiskFull);
            const Status closed = writer->close();
            VERIFY_ERROR(closed, ErrorCode::DiskFull);
            isThereOnce(store.file(), ingest.next());
        }
        VERIFY_OK(writer->maintain());
        VERIFY_OK(ingest.writeNext(*writer));
        VERIFY_OK(writer->close());
        isThereOnce(store.file(), ingest.next());
    }

    void aFullFileSystemIsOvercome() {
        const QTemporaryDir folder;
        const std::filesystem::path mountPoint(folder.path().toStdString());
        if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=2m") != 0)
            QSKIP("mounting a tmpfs needs root");
        struct Unmount {
            const std::filesystem::path& point;
            ~Unmount() { ::umount2(point.c_str(), MNT_DETACH); }
        } const unmount{mountPoint};
        const auto file = mountPoint / "eventflow.db";
        auto writer = StoreWriter::open(file);
        VERIFY_OK(writer);
        Ingest ingest;
        replace(mountPoint / "ballast", std::string(1'000'000, 'b'));
        Status status;
        while (status) {
            QVERIFY(ingest.next() < 5000);
            VERIFY_OK(ingest.writeNext(**writer));
            status = (*writer)->commit();
        }
        VERIFY_ERROR(status, ErrorCode::DiskFull);
        std::filesystem::remove(mountPoint / "ballast");
        VERIFY_OK((*writer)->commit());
        isThereOnce(file, ingest.next());
    }

    void damagedFilesNeverCrash_data() {
        QTest::addColumn<bool>("closed");
        QTest::newRow("database") << true;
        QTest::newRow("database with a WAL") << false;
    }
    /// 1 to 64 flipped bits, 200 times. A file that cannot be opened is left as it was.
    void damagedFilesNeverCrash() {
        QFETCH(bool, closed);
        const TemporaryStore store;
        const auto [database, wal] = filesOf(store, closed);
        const TemporaryStore copy;
        std::mt19937_64 random(closed ? 1 : 2);
        int refused = 0;
        for (int round = 0; round < 200; ++round) {
            std::string damaged[] = {database, wal};
            for (std::uint64_t flips = 1 + random() % 64; flips-- > 0;) {
                std::string& part = damaged[closed ? 0 : random() % 2];
                // The first page often: it holds the header and the schema.
                const std::size_t range =
                    random() % 4 == 0 ? std::min<std::size_t>(part.size(), 4096) : part.size();
                char& byte = part[random() % range];
                byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random() % 8));
            }
            std::filesystem::remove(copy.file().string() + "-shm");
            std::filesystem::remove(copy.file().string() + "-wal");
            replace(copy.file(), damaged[0]);
            if (!closed) replace(copy.file().string() + "-wal", damaged[1]);
            const auto error = exercise(copy.file());
            if (!error) continue;
            ++refused;
            QVERIFY(error->detail.find(copy.file().string()) != std::string::npos);
            QCOMPARE(error->detail.find(".recover") != std::string::npos, error->code == ErrorCode::Corrupt);
            QVERIFY(contents(copy.file()) == damaged[0]);
        }
        QVERIFY(refused > 0 && refused < 200);
    }

private:
    /// A store with chunks and staged samples: the database's bytes and its WAL's.
    static std::pair<std::string, std::string> filesOf(const TemporaryStore& store, bool closed) {
        StoreOptions options;
        options.rotateRows = 400;
        auto writer = store.writer(options);
        Ingest ingest;
        for (int i = 0; i < 50; ++i)
            if (!ingest.writeNext(*writer) || !writer->commit() || (i < 40 && !writer->maintain()))
                qFatal("ingest");
        if (closed && !writer->close()) qFatal("close");
        return {contents(store.file()), closed ? std::string() : contents(store.file().string() + "-wal")};
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestStoreFaults)
#include "tst_store_faults.moc"
