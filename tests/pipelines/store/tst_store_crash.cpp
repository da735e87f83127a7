#include "tests/pipelines/store/store_fixture.h"

#include <QProcess>

#include <sqlite3.h>

#include <random>
#include <set>

namespace eventflow::store {

namespace {

constexpr std::uint64_t kSeries = 30; // of each batch, as store_ingest_child makes them
constexpr std::uint64_t kEvents = 5;

bool startChild(QProcess& child, const TemporaryStore& store, const QStringList& more = {}) {
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QStringLiteral(STORE_INGEST_CHILD),
                QStringList{QString::fromStdString(store.file().string())} + more);
    return child.waitForStarted() && child.waitForReadyRead(10'000);
}

std::string integrity(const TemporaryStore& store) {
    sqlite3* database = nullptr;
    sqlite3_open_v2(store.file().c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
    std::string result;
    sqlite3_exec(
        database, "PRAGMA integrity_check",
        [](void* out, int, char** values, char**) {
            *static_cast<std::string*>(out) += values[0];
            return 0;
        },
        &result, nullptr);
    sqlite3_close(database);
    return result;
}

} // namespace

class TestStoreCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedTwentyTimesNothingIsLostOrTwice() {
        const TemporaryStore store;
        std::mt19937 random(20);
        std::int64_t batches = 0;
        for (int round = 0; round < 20; ++round) {
            QProcess child;
            QVERIFY(startChild(child, store));
            // The moment of death is the point of the test: it has to be random, not awaited.
            QThread::usleep(random() % 120'000);
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            const std::int64_t next = nextOffset(store);
            QVERIFY(next >= batches);
            batches = next;
            QCOMPARE(store.count("events"), static_cast<std::uint64_t>(batches) * kEvents);
        }
        QProcess child;
        QVERIFY(startChild(child, store, {QStringLiteral("finish")}));
        QVERIFY(child.waitForFinished(60'000));
        QCOMPARE(child.exitCode(), 0);
        QCOMPARE(nextOffset(store), batches + 20);
        QVERIFY(batches > 100);
        everythingIsThereOnce(store, batches + 20);
        QCOMPARE(integrity(store), std::string("ok"));
    }

private:
    /// 0 when the child was killed before its first commit.
    static std::int64_t nextOffset(const TemporaryStore& store) {
        const auto offsets = store.reader()->offsets();
        return offsets && !offsets->empty() ? offsets->front().nextOffset : 0;
    }

    static void everythingIsThereOnce(const TemporaryStore& store, std::int64_t batches) {
        const auto reader = store.reader();
        std::vector<SeriesSlice> slices;
        VERIFY_OK(reader->samples().select({}, kNoTime, Timestamp::max(), slices));
        std::size_t samples = 0;
        for (const SeriesSlice& slice : slices) {
            samples += slice.samples.size();
            for (const Sample& s : slice.samples)
                QCOMPARE(s.value, double(toNs(s.ts) / 1'000'000'000) / 10);
            for (std::size_t i = 1; i < slice.samples.size(); ++i)
                QCOMPARE(slice.samples[i].ts - slice.samples[i - 1].ts, Duration(1'000'000'000));
        }
        const auto count = static_cast<std::uint64_t>(batches);
        QCOMPARE(samples, count * kSeries);
        QCOMPARE(store.count("samples"), count * kSeries);
        QCOMPARE(store.count("events"), count * kEvents);
        QCOMPARE(store.count("dead_letters"), count);
        QCOMPARE(store.count("series"), kSeries - 1 + (count + 99) / 100);
        const auto events = reader->events("", 1'000'000'000);
        VERIFY_OK(events);
        std::set<std::int64_t> times;
        for (const StoredEvent& event : *events)
            times.insert(toNs(event.tsEvent));
        QCOMPARE(times.size(), count * kEvents);
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestStoreCrash)
#include "tst_store_crash.moc"
