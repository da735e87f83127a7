#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "pipelines/capture/recorder.h"
#include "pipelines/collect/file_bytes.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

namespace eventflow::capture::test {

using namespace std::chrono_literals;
using Taken = Recorder::Taken;

namespace {

constexpr std::int64_t kStartNs = 1'781'956'800'000'000'000;

Timestamp at(Duration since) {
    return timestampFromNs(kStartNs) + since;
}

/// What a capture file holds, in the order of the file.
struct Contents {
    std::vector<std::int64_t> offsets;
    std::vector<std::int64_t> arrivalsMs; ///< since the start
    std::size_t schemas = 0;
    std::size_t watermarks = 0;
    bool damaged = false;
    bool verified = false;
};

Contents contentsOf(const std::filesystem::path& path) {
    Contents out;
    auto bytes = collect::FileBytes::open(path);
    if (!bytes) return out;
    auto reader = CaptureReader::open(**bytes);
    if (!reader) return out;
    out.schemas = reader->schemas().size();
    out.watermarks = reader->watermarks().size();
    out.damaged = reader->damage().has_value();
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        if (!reader->readChunk(i, chunk)) return out;
        for (const CapturedRecord& record : chunk.records) {
            out.offsets.push_back(record.record.offset);
            out.arrivalsMs.push_back((toNs(record.arrival) - kStartNs) / 1'000'000);
        }
    }
    const auto report = verify(**bytes);
    out.verified = report && report->ok();
    return out;
}

} // namespace

/// Recording into files: segments, rings, limits and what a crash leaves.
class TestRecorder : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    Stream m_stream{"orders", 2, 0, false};
    std::string m_value = std::string(1000, 'v');

    RecorderOptions options(const char* name) const {
        RecorderOptions out;
        out.file = (m_dir.path() + QLatin1Char('/') + QLatin1String(name)).toStdString();
        out.reserveBytes = 0;
        out.writer.compression = mcap::Compression::None;
        out.watermarks = {{"orders", 2, 10, 500}};
        return out;
    }
    Record record(std::int64_t offset) const {
        Record out;
        out.stream = &m_stream;
        out.offset = offset;
        out.tsArrival = at(std::chrono::milliseconds(offset));
        out.value = m_value;
        return out;
    }
    /// Records with these offsets, a second apart. How many were written.
    std::size_t fill(Recorder& recorder, std::int64_t from, std::int64_t to) const {
        std::size_t written = 0;
        for (std::int64_t offset = from; offset < to; ++offset) {
            const auto taken = recorder.write(record(offset), at(std::chrono::seconds(offset)));
            if (taken && *taken == Taken::Written) ++written;
        }
        return written;
    }

private Q_SLOTS:
    void recordsIntoOneFile() {
        auto recorder = Recorder::open(options("one.mcap"));
        QVERIFY(recorder.has_value());
        QCOMPARE(fill(**recorder, 0, 100), 100u);
        QVERIFY((*recorder)->finish().ok());
        QVERIFY((*recorder)->finish().ok()); // and again
        const Contents contents = contentsOf(options("one.mcap").file);
        QCOMPARE(contents.offsets.size(), 100u);
        QCOMPARE(contents.arrivalsMs.back(), 99'000);
        QCOMPARE(contents.watermarks, 1u);
        QVERIFY(contents.verified && !contents.damaged);
        QCOMPARE((*recorder)->counts().records, std::uint64_t{100});
        QCOMPARE((*recorder)->counts().bytes,
                 static_cast<std::uint64_t>(QFile(QString::fromStdString(options("one.mcap").file)).size()));
    }

    void neverWritesOverAFile() {
        QVERIFY(Recorder::open(options("twice.mcap")).has_value());
        const auto again = Recorder::open(options("twice.mcap"));
        QVERIFY(!again && again.error().code == ErrorCode::AlreadyExists);
    }

    void everySegmentIsCompleteInItself() {
        RecorderOptions wanted = options("cut.mcap");
        wanted.segmentBytes = 20'000;
        auto recorder = Recorder::open(wanted);
        QVERIFY(recorder.has_value());
        QVERIFY((*recorder)->addSchema({7, SchemaLanguage::Avro, "\"string\"", {}}).ok());
        QCOMPARE(fill(**recorder, 0, 100), 100u);
        QVERIFY((*recorder)->finish().ok());
        const auto& files = (*recorder)->files();
        QVERIFY(files.size() >= 5);
        QCOMPARE(files.front().filename().string(), "cut-0001.mcap");
        std::int64_t next = 0;
        for (const auto& file : files) {
            const Contents contents = contentsOf(file);
            QVERIFY(contents.verified && !contents.offsets.empty());
            QCOMPARE(contents.schemas, 1u);
            QCOMPARE(contents.watermarks, 1u);
            for (const std::int64_t offset : contents.offsets)
                QCOMPARE(offset, next++);
        }
        QCOMPARE(next, 100);
    }

    void aRingKeepsTheNewest() {
        RecorderOptions wanted = options("ring.mcap");
        wanted.segmentTime = 10s;
        wanted.keepSegments = 2;
        auto recorder = Recorder::open(wanted);
        QVERIFY(recorder.has_value());
        QCOMPARE(fill(**recorder, 0, 95), 95u);
        QVERIFY((*recorder)->finish().ok());
        // Two whole ones and the one that had begun.
        QCOMPARE((*recorder)->files().size(), 3u);
        QCOMPARE((*recorder)->counts().removedFiles, std::uint64_t{7});
        const QStringList there = QDir(m_dir.path()).entryList({QStringLiteral("ring-*.mcap")});
        QCOMPARE(there.size(), 3);
        QCOMPARE(contentsOf((*recorder)->files().front()).offsets.front(), 70);
        QCOMPARE(contentsOf((*recorder)->files().back()).offsets.back(), 94);
    }

    void aRingHasToRotate() {
        RecorderOptions wanted = options("stuck.mcap");
        wanted.keepSegments = 2;
        const auto recorder = Recorder::open(wanted);
        QVERIFY(!recorder && recorder.error().code == ErrorCode::InvalidArgument);
        QVERIFY(!std::filesystem::exists(wanted.file));
    }

    void endsAtItsSize() {
        RecorderOptions wanted = options("small.mcap");
        wanted.maxBytes = 50'000;
        auto recorder = Recorder::open(wanted);
        const std::size_t written = fill(**recorder, 0, 200);
        QVERIFY2(written > 40 && written < 60, std::to_string(written).c_str());
        const auto last = (*recorder)->write(record(200), at(200s));
        QVERIFY(last && *last == Taken::Full);
        QVERIFY((*recorder)->finish().ok());
        QCOMPARE(contentsOf(wanted.file).offsets.size(), written);
    }

    void whatIsFlushedOutlivesACrash() {
        RecorderOptions wanted = options("crash.mcap");
        wanted.flushAfter = 5s;
        {
            auto recorder = Recorder::open(wanted);
            QCOMPARE(fill(**recorder, 0, 8), 8u);
        } // not finished
        const Contents contents = contentsOf(wanted.file);
        QVERIFY(contents.damaged);
        QCOMPARE(contents.offsets.size(), 6u); // 0 to 5 seconds; what came later was in memory
    }

    void silenceFlushesToo() {
        RecorderOptions wanted = options("silent.mcap");
        wanted.flushAfter = 5s;
        {
            auto recorder = Recorder::open(wanted);
            QCOMPARE(fill(**recorder, 0, 2), 2u);
            QVERIFY((*recorder)->idle(at(4s)).ok());
            QCOMPARE(contentsOf(wanted.file).offsets.size(), 0u);
            QVERIFY((*recorder)->idle(at(6s)).ok());
        }
        QCOMPARE(contentsOf(wanted.file).offsets.size(), 2u);
    }

    void leavesRoomForOthersOnTheDisk() {
        RecorderOptions wanted = options("full.mcap");
        wanted.reserveBytes = std::uint64_t{1} << 60U;
        const auto recorder = Recorder::open(wanted);
        QVERIFY(!recorder && recorder.error().code == ErrorCode::DiskFull);
        QVERIFY(!std::filesystem::exists(wanted.file));
    }

    void aFailureOfTheDiskKeepsWhatWasFlushed() {
        RecorderOptions wanted = options("failing.mcap");
        wanted.flushAfter = 1s;
        auto recorder = Recorder::open(wanted);
        QVERIFY(recorder.has_value());
        // As a full disk: no file of this process may grow beyond it.
        struct rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit bound { 20'000, before.rlim_max };
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &bound), 0);
        std::optional<Error> failure;
        for (std::int64_t offset = 0; offset < 100 && !failure; ++offset) {
            const auto taken = (*recorder)->write(record(offset), at(std::chrono::seconds(offset)));
            if (!taken) failure = taken.error();
        }
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(failure && failure->code == ErrorCode::IoError);
        QVERIFY2(failure->detail.find("failing.mcap") != std::string::npos, failure->detail.c_str());
        QVERIFY(!(*recorder)->finish().ok());
        const Contents contents = contentsOf(wanted.file);
        QVERIFY(contents.damaged && contents.offsets.size() > 10);
        for (std::size_t i = 0; i < contents.offsets.size(); ++i)
            QCOMPARE(contents.offsets[i], static_cast<std::int64_t>(i));
    }

    void whatNoCaptureCanHoldIsCounted() {
        auto recorder = Recorder::open(options("refused.mcap"));
        m_stream.topic = std::string("no \xff text");
        const auto taken = (*recorder)->write(record(0), at(0s));
        m_stream.topic = "orders";
        QVERIFY(taken && *taken == Taken::Refused);
        QVERIFY(!(*recorder)->refusal().empty());
        QCOMPARE((*recorder)->counts().refused, std::uint64_t{1});
        QCOMPARE(fill(**recorder, 1, 3), 2u);
        QVERIFY((*recorder)->finish().ok());
        QCOMPARE(contentsOf(options("refused.mcap").file).offsets.size(), 2u);
    }
};

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestRecorder)
#include "tst_recorder.moc"
