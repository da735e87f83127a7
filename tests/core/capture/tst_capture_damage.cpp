#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/core/capture/memory_stream.h"

#include <QTest>

#include <random>
#include <set>

namespace eventflow::capture::test {

/// What happens to captures in the field: they are cut off, and bits flip.
class TestDamage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void recoversEveryWholeChunk_data();
    void recoversEveryWholeChunk();
    void neverTakesWrongBytesForRight_data();
    void neverTakesWrongBytesForRight();
    void saysWhatIsMissing();
    void findsSchemasOfATornFile();
    void findsTheWatermarksOfEveryPartitionOfATornFile();
    void findsEveryFlippedBitOfTheData();
    void readsOnWhereTheSummaryAloneIsDamaged();

private:
    RecordSet m_set;
    std::vector<std::string> m_expected;
    std::string m_files[3]; ///< by compression
};

namespace {

constexpr std::array<const char*, 3> kNames{"none", "zstd", "lz4"};

/// The records of all chunks, or nothing where something said that it is wrong.
std::optional<std::vector<std::string>> readSound(const std::string& file) {
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    if (!reader || reader->damage()) return std::nullopt;
    std::vector<std::string> all;
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        if (!reader->readChunk(i, chunk)) return std::nullopt;
        for (const CapturedRecord& record : chunk.records)
            all.push_back(describe(record));
    }
    return all;
}

/// How many records the chunks have that end at or before each place.
std::vector<std::pair<std::uint64_t, std::size_t>> recordsUpTo(const std::string& file) {
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    std::vector<std::pair<std::uint64_t, std::size_t>> ends;
    std::size_t records = 0;
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        if (!reader->readChunk(i, chunk)) std::abort();
        records += chunk.records.size();
        ends.emplace_back(reader->chunks()[i].offset + reader->chunks()[i].length, records);
    }
    return ends;
}

} // namespace

void TestDamage::initTestCase() {
    const Stream& orders = m_set.stream("orders", 0);
    const Stream& payments = m_set.stream("payments", 12);
    std::mt19937 random(7);
    for (int i = 0; i < 240; ++i)
        m_set.add(i % 3 == 0 ? payments : orders, i, "key " + std::to_string(random() % 100),
                  "value " + std::to_string(random()) + std::string(random() % 60, 'x'),
                  {{"h", std::nullopt}});
    for (int i = 0; i < 20; ++i)
        m_set.add(m_set.stream("late-" + std::to_string(i), 0), i, {}, "value");
    for (const CapturedRecord& record : m_set.records())
        m_expected.push_back(describe(record));
    for (int i = 0; i < 3; ++i) {
        mcap::WriterOptions options;
        options.compression = static_cast<mcap::Compression>(i);
        options.chunkBytes = 1'600;
        m_files[i] = write(m_set.records(), options);
        QCOMPARE(readSound(m_files[i]), std::optional(m_expected));
    }
}

void TestDamage::recoversEveryWholeChunk_data() {
    QTest::addColumn<int>("compression");
    for (int i = 0; i < 3; ++i)
        QTest::newRow(kNames[static_cast<std::size_t>(i)]) << i;
}

void TestDamage::recoversEveryWholeChunk() {
    QFETCH(int, compression);
    const std::string& file = m_files[compression];
    const auto ends = recordsUpTo(file);
    QVERIFY(ends.size() > 10);
    std::mt19937_64 random(20260101);
    for (int round = 0; round < 1'000; ++round) {
        const std::size_t size = random() % file.size();
        MemorySource source(std::string_view(file).substr(0, size));
        auto reader = CaptureReader::open(source);
        std::size_t expected = 0;
        for (const auto& [end, records] : ends)
            if (end <= size) expected = records;
        if (!reader) {
            QVERIFY2(expected == 0, reader.error().detail.c_str());
            continue;
        }
        QVERIFY(reader->damage());
        QCOMPARE(reader->records(), std::optional<std::uint64_t>(expected));
        std::vector<std::string> read;
        CapturedChunk chunk;
        for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
            QVERIFY(reader->readChunk(i, chunk));
            for (const CapturedRecord& record : chunk.records)
                read.push_back(describe(record));
        }
        QCOMPARE(read.size(), expected);
        QVERIFY(std::equal(read.begin(), read.end(), m_expected.begin()));
    }
}

void TestDamage::neverTakesWrongBytesForRight_data() {
    recoversEveryWholeChunk_data();
}

void TestDamage::neverTakesWrongBytesForRight() {
    QFETCH(int, compression);
    std::mt19937_64 random(20260102);
    int sound = 0;
    for (int round = 0; round < 1'500; ++round) {
        std::string file = m_files[compression];
        const std::size_t flips = 1 + random() % 3;
        for (std::size_t i = 0; i < flips; ++i)
            file[random() % file.size()] ^= static_cast<char>(1 << random() % 8);
        const auto read = readSound(file);
        if (!read) continue;
        ++sound;
        QCOMPARE(*read, m_expected);
    }
    QVERIFY(sound < 750); // most of the file is covered
}

void TestDamage::saysWhatIsMissing() {
    const std::string& file = m_files[1];
    const auto ends = recordsUpTo(file);
    MemorySource source(std::string_view(file).substr(0, ends[5].first - 10));
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader && reader->damage());
    const mcap::Damage& damage = *reader->damage();
    QCOMPARE(damage.wholeEnd + damage.lostBytes, source.size());
    QVERIFY(damage.lostBytes > 10);
    const std::string text = damage.text();
    QVERIFY2(text.find("does not end as a finished one does") != std::string::npos, text.c_str());
    QVERIFY2(text.find("up to byte " + std::to_string(damage.wholeEnd)) != std::string::npos, text.c_str());
    QVERIFY2(text.find(std::to_string(damage.lostBytes) + " bytes behind it are lost") != std::string::npos,
             text.c_str());
}

void TestDamage::findsSchemasOfATornFile() {
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({}));
    for (std::size_t i = 0; i < 5; ++i) {
        QVERIFY(writer.addSchema({static_cast<std::int32_t>(i), SchemaLanguage::Json, "{}", {}}));
        for (std::size_t record = 0; record < 10; ++record)
            QVERIFY(writer.write(m_set.records()[i * 10 + record]));
        QVERIFY(writer.addSchema({static_cast<std::int32_t>(100 + i), SchemaLanguage::Json, "{}", {}}));
        QVERIFY(writer.flush());
    }
    MemorySource source(sink.bytes());
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader && reader->damage());
    QCOMPARE(reader->schemas().size(), 10u);
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(50));
}

void TestDamage::findsTheWatermarksOfEveryPartitionOfATornFile() {
    std::vector<PartitionWatermarks> watermarks(CaptureWriter::kMaxPartitions);
    for (std::size_t i = 0; i < watermarks.size(); ++i)
        watermarks[i] = {std::string(249, 't'), static_cast<std::int32_t>(i), 1,
                         static_cast<std::int64_t>(i)};
    MemorySink sink;
    CaptureWriter writer(sink, {});
    QVERIFY(writer.start({}));
    QVERIFY(writer.writeWatermarks(watermarks));
    MemorySource source(sink.bytes());
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader && reader->damage());
    QCOMPARE(reader->damage()->passedOver, 0u);
    QCOMPARE(reader->watermarks().size(), watermarks.size());
}

void TestDamage::findsEveryFlippedBitOfTheData() {
    MemorySource sound(m_files[1]);
    const auto report = verify(sound);
    QVERIFY(report && report->ok());
    QVERIFY(report->dataCrcPresent);
    QCOMPARE(report->records, m_expected.size());
    std::mt19937_64 random(20260103);
    for (int round = 0; round < 600; ++round) {
        std::string file = m_files[1];
        file[random() % file.size()] ^= static_cast<char>(1 << random() % 8);
        MemorySource source(file);
        const auto found = verify(source);
        if (found) QVERIFY(!found->ok() && !found->problems.empty());
    }
}

void TestDamage::readsOnWhereTheSummaryAloneIsDamaged() {
    std::string file = m_files[2];
    file[file.size() - 100] ^= 1;
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader && reader->damage());
    QCOMPARE(reader->damage()->lostBytes, 0u);
    QVERIFY(reader->damage()->tear.empty());
    QVERIFY(reader->damage()->text().find("Its data is complete") != std::string::npos);
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(m_expected.size()));
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestDamage)
#include "tst_capture_damage.moc"
