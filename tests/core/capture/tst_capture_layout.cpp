#include "core/capture/capture_reader.h"
#include "core/capture/mcap/compressor.h"
#include "tests/core/capture/handmade.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/core/capture/memory_stream.h"

#include <QTest>

namespace eventflow::capture::test {

/// Files held against the specification, not against our own writer.
class TestLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheBytesOfTheSpecification();
    void readsAFileMadeByHand();
    void readsFilesOfOtherWriters_data();
    void readsFilesOfOtherWriters();
    void refusesWhatIsNoCapture_data();
    void refusesWhatIsNoCapture();
    void refusesHostileChunks_data();
    void refusesHostileChunks();
    void refusesSummariesThatLie_data();
    void refusesSummariesThatLie();
    void goesOnBehindDamagedRecords_data();
    void goesOnBehindDamagedRecords();
    void allocatesNothingForALengthThatIsNotThere();
    void refusesMoreThanItsLimits();
    void searchesNoBombs();
    void givesARecordItCannotReadAsMalformed();
};

namespace {

using namespace handmade;

/// Offsets of all records by channel, or what is wrong.
std::string read(const std::string& file) {
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    if (!reader) return "error: " + reader.error().detail;
    std::string text = reader->damage() ? "damage: " + reader->damage()->text() + "; " : "";
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        if (const Status status = reader->readChunk(i, chunk); !status)
            return text + "error: " + status.error().detail;
        for (const CapturedRecord& record : chunk.records)
            text += record.record.stream->topic + "@" + std::to_string(record.record.offset) + " ";
    }
    return text;
}

const std::string kDefinitions = channel(1, "orders", 0) + channel(2, "payments", 3);
const std::string kRecords = kDefinitions + message(1, 0, 10, emptyRecord(5)) +
                             message(2, 0, 30, emptyRecord(6)) + message(1, 1, 20, emptyRecord(7));

std::string entry(std::uint64_t time, std::uint64_t offset) {
    return u64(time) + u64(offset);
}

/// A whole capture of those records, as our writer lays one out; `forged` changes parts of it.
std::string wholeFile(const std::string& captureMetadata, const std::string& orderMetadata,
                      const std::string& library) {
    const std::uint64_t first = kDefinitions.size();
    const std::uint64_t step = message(1, 0, 10, emptyRecord(5)).size();
    std::string file = kMagic + header("kafka", library) + captureMetadata;
    const std::uint64_t orderAt = file.size();
    file += orderMetadata;
    const std::uint64_t chunkAt = file.size();
    file += chunk(10, 30, kRecords);
    const std::uint64_t chunkEnd = file.size();
    file += record(0x07, u16(1) + sized(entry(10, first) + entry(20, first + 2 * step)));
    const std::uint64_t secondIndex = file.size();
    file += record(0x07, u16(2) + sized(entry(30, first + step)));
    const std::uint64_t indexEnd = file.size();
    file += record(0x0F, u32(crc(file)));

    const std::uint64_t start = file.size();
    const std::string statistics =
        record(0x0B, u64(3) + u16(0) + u32(2) + u32(0) + u32(2) + u32(1) + u64(10) + u64(30) +
                         sized(u16(1) + u64(2) + u16(2) + u64(1)));
    const std::string chunkIndex =
        record(0x08, u64(10) + u64(30) + u64(chunkAt) + u64(chunkEnd - chunkAt) +
                         sized(u16(1) + u64(chunkEnd) + u16(2) + u64(secondIndex)) +
                         u64(indexEnd - chunkEnd) + sized("") + u64(kRecords.size()) + u64(kRecords.size()));
    const std::string metadataIndex =
        record(0x0D,
               u64(orderAt - captureMetadata.size()) + u64(captureMetadata.size()) + sized("kafka.capture")) +
        record(0x0D, u64(orderAt) + u64(orderMetadata.size()) + sized("kafka.offset_order"));
    std::string summary;
    std::string offsets;
    for (const auto& [opcode, group] : {std::pair{4, kDefinitions}, std::pair{11, statistics},
                                        std::pair{8, chunkIndex}, std::pair{13, metadataIndex}}) {
        offsets += record(0x0E, number(static_cast<std::uint64_t>(opcode), 1) + u64(start + summary.size()) +
                                    u64(group.size()));
        summary += group;
    }
    return file + summary + offsets + footer(summary + offsets, start, start + summary.size()) + kMagic;
}

std::string sealed(const std::string& name, const std::string& before, const std::string& after) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(crc(before + after)));
    return record(0x0C, sized(name) + sized(before + sized("crc32") + sized(digits) + after));
}

std::string pair(const std::string& key, const std::string& value) {
    return sized(key) + sized(value);
}

std::string ourFile() {
    return wholeFile(sealed("kafka.capture", pair("cluster_id", "c"),
                            pair("engine_version", "e") + pair("format", "1") + pair("workspace_hash", "w")),
                     sealed("kafka.offset_order", "", ""), "EventFlow " EVENTFLOW_VERSION);
}

} // namespace

void TestLayout::writesTheBytesOfTheSpecification() {
    RecordSet set;
    const Stream& orders = set.stream("orders", 0);
    const Stream& payments = set.stream("payments", 3);
    MemorySink sink;
    mcap::WriterOptions options;
    options.compression = mcap::Compression::None;
    CaptureWriter writer(sink, options);
    QVERIFY(writer.start({"c", "w", "e"}));
    for (const auto& [stream, offset, time] :
         {std::tuple{&orders, 5, 10}, std::tuple{&payments, 6, 30}, std::tuple{&orders, 7, 20}}) {
        Record record;
        record.stream = stream;
        record.offset = offset;
        QVERIFY(writer.write(captured(record, TimestampType::None, timestampFromNs(time))));
    }
    QVERIFY(writer.finish());
    const std::string expected = ourFile();
    const auto differs =
        std::mismatch(sink.bytes().begin(), sink.bytes().end(), expected.begin(), expected.end());
    QVERIFY2(sink.bytes() == expected,
             ("first difference at byte " + std::to_string(differs.first - sink.bytes().begin())).c_str());
}

void TestLayout::readsAFileMadeByHand() {
    QCOMPARE(read(ourFile()), std::string("orders@5 payments@6 orders@7 "));
    const std::string file = ourFile();
    MemorySource source(file);
    const auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    QCOMPARE(reader->info(), (CaptureInfo{"c", "w", "e"}));
    QCOMPARE(reader->channels()[0].records, std::optional<std::uint64_t>(2));
    QCOMPARE(reader->channels()[1].stream.partition, 3);
}

void TestLayout::readsFilesOfOtherWriters_data() {
    QTest::addColumn<QByteArray>("file");
    const auto row = [](const char* name, const std::string& data) {
        QTest::newRow(name) << QByteArray::fromStdString(kMagic + header() + data);
    };
    const std::string indexes = record(0x07, u16(1) + sized("")) + record(0x07, u16(2) + sized(""));
    const std::string unknown =
        record(0x70, "later") + record(0xA0, "") + record(0x10, std::string(100'000, 'x'));
    row("no summary", chunk(10, 30, kRecords) + plainEnd());
    row("indexes that say nothing", chunk(10, 30, kRecords) + indexes + plainEnd());
    row("no chunks", kRecords + plainEnd());
    row("no chunks, and other records between", kDefinitions + message(1, 0, 10, emptyRecord(5)) +
                                                    record(0x09, "an attachment") +
                                                    message(2, 0, 30, emptyRecord(6)) + record(0x80, "own") +
                                                    message(1, 1, 20, emptyRecord(7)) + plainEnd());
    row("channels outside of chunks", kDefinitions + chunk(10, 30, kRecords) + plainEnd());
    row("unknown records in a chunk", chunk(10, 30, unknown + kRecords + unknown) + plainEnd());
    row("records of an application",
        record(0x80, "own") + chunk(10, 30, kRecords) + record(0xFF, "") + plainEnd());
    row("an attachment", record(0x09, "whatever it is") + chunk(10, 30, kRecords) + plainEnd());
    row("no checksum", record(0x06, u64(10) + u64(30) + u64(kRecords.size()) + u32(0) + sized("") +
                                        u64(kRecords.size()) + kRecords) +
                           plainEnd());
    row("empty chunks", chunk(0, 0, "") + chunk(10, 30, kRecords) + chunk(0, 0, "") + plainEnd());
    row("longer records than ours",
        record(0x0C, sized("x") + sized("") + "more") + chunk(10, 30, kRecords) + plainEnd());
}

void TestLayout::readsFilesOfOtherWriters() {
    QFETCH(QByteArray, file);
    QCOMPARE(read(file.toStdString()), std::string("orders@5 payments@6 orders@7 "));
}

void TestLayout::refusesWhatIsNoCapture_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const std::string& file, const char* cause) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(cause);
    };
    std::string otherVersion = kMagic;
    otherVersion[5] = '1';
    row("nothing", "", "it ends in its first 8 bytes");
    row("text", "{\"topic\": 1}", "it does not begin as one");
    row("another version", otherVersion + header() + plainEnd(), "another major version");
    row("no header", kMagic + plainEnd(), "does not begin with a Header");
    row("a header cut off", kMagic + header().substr(0, 12),
        "the record there is 20 bytes long, but only 3 follow");
    row("a header that lies", kMagic + record(1, u32(1000)) + plainEnd(),
        "profile has 1000 bytes, but only 0 are left");
    row("another profile", kMagic + header("ros1") + plainEnd(), "the profile 'ros1'");
    row("another encoding",
        kMagic + header() + record(4, u16(1) + u16(0) + sized("t") + sized("json") + sized("")) + plainEnd(),
        "messages of the encoding 'json'");
    row("no partition",
        kMagic + header() + record(4, u16(1) + u16(0) + sized("t") + sized("x-kafka-record") + sized("")) +
            plainEnd(),
        "does not name its topic and partition");
    row("metadata that does not match its checksum",
        kMagic + header() + record(0x0C, sized("kafka.capture") + sized(pair("crc32", "00000001"))) +
            plainEnd(),
        "does not match its checksum");
}

void TestLayout::refusesWhatIsNoCapture() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, cause);
    const std::string found = read(file.toStdString());
    QVERIFY2(found.starts_with("error: ") && found.find(cause.toStdString()) != std::string::npos,
             found.c_str());
}

void TestLayout::refusesHostileChunks_data() {
    QTest::addColumn<QByteArray>("chunks");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const std::string& chunks, const char* cause) {
        QTest::newRow(name) << QByteArray::fromStdString(chunks) << QByteArray(cause);
    };
    const std::string one = kDefinitions + message(1, 0, 10, "");
    row("a chunk in a chunk", chunk(10, 30, kRecords + chunk(10, 30, kRecords)),
        "a record of kind 6 may not be in a chunk");
    row("a footer in a chunk", chunk(10, 30, kRecords + record(2, "")),
        "a record of kind 2 may not be in a chunk");
    row("a record longer than its chunk", chunk(10, 10, one + '\x05' + u64(UINT64_MAX)),
        "a record of 18446744073709551615 bytes, but only 0 follow");
    row("half a head", chunk(10, 10, one + "\x05\x01"), "they end in the head of a record");
    row("a message without head", chunk(10, 10, one + record(5, "1234567890")),
        "a message shorter than its own head");
    row("a channel that was never defined", chunk(10, 10, message(9, 0, 10, "")), "a message of channel 9");
    row("a channel that is defined otherwise",
        chunk(10, 10, one) + chunk(10, 10, channel(1, "x", 0) + message(1, 0, 10, "")),
        "it defines channel 1 unlike the rest");
    row("times that its messages do not have", chunk(10, 29, kRecords), "its messages are of other times");
    row("a compression nobody knows", chunk(10, 30, kRecords, "brotli", "x"), "its compression 'brotli'");
    row("more declared than there is", chunk(10, 30, kRecords, "", "", 1 << 20),
        "declares 1048576 bytes of records and holds");
    row("a bomb", chunk(10, 30, kRecords, "zstd", std::string(1000, 'x'), 100 << 20),
        "more than 200 times as many");
    row("more than a chunk may have",
        chunk(10, 30, kRecords, "lz4", std::string(1000, 'x'), std::uint64_t{1} << 62),
        "at most 268435456 are read");
    row("no zstd", chunk(10, 30, kRecords, "zstd", "not zstd at all", kRecords.size()),
        "its zstd data is damaged");
    row("no lz4", chunk(10, 30, kRecords, "lz4", "not lz4 at all!!!!!!", kRecords.size()),
        "its lz4 data is damaged");
    row("nothing compressed", chunk(10, 30, kRecords, "lz4", "", kRecords.size()), "its lz4 data is damaged");
}

void TestLayout::refusesHostileChunks() {
    QFETCH(QByteArray, chunks);
    QFETCH(QByteArray, cause);
    const std::string found = read(kMagic + header() + chunks.toStdString() + plainEnd());
    QVERIFY2(found.find("error: the chunk at byte ") != std::string::npos &&
                 found.find(cause.toStdString()) != std::string::npos,
             found.c_str());
}

void TestLayout::refusesSummariesThatLie_data() {
    QTest::addColumn<QByteArray>("summary");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char* name, const std::string& summary, const char* cause) {
        QTest::newRow(name) << QByteArray::fromStdString(summary) << QByteArray(cause);
    };
    const auto index = [](std::uint64_t at, std::uint64_t length, std::uint64_t start = 10) {
        return record(8, u64(start) + u64(30) + u64(at) + u64(length) + sized("") + u64(0) + sized("") +
                             u64(0) + u64(0));
    };
    row("a chunk behind the data", index(1 << 20, 100), "where none can be");
    row("a chunk at the end of numbers", index(UINT64_MAX - 10, 100), "where none can be");
    row("a chunk that is too long", index(40, UINT64_MAX), "where none can be");
    row("a chunk twice", index(40, 100) + index(40, 100), "where none can be");
    row("a chunk that ends before it starts", index(40, 100, 31), "ends before it starts");
    row("no chunks", kDefinitions, "no index of chunks");
    row("a channel that has no schema", record(4, u16(1) + u16(7) + sized("") + sized("") + sized("")),
        "does not describe schema 7");
    row("fewer chunks than there are",
        record(11, u64(3) + u16(0) + u32(2) + u32(0) + u32(0) + u32(1) + u64(0) + u64(0) + sized("")),
        "no index of all messages");
    row("a key twice",
        record(4, u16(1) + u16(0) + sized("") + sized("") + sized(pair("a", "") + pair("a", ""))),
        "has a key twice");
    row("half a record", record(4, u16(1)), "schema_id has 2 bytes, but only 0 are left");
    row("a record longer than the summary", "\x04" + u64(1 << 20), "the record there is 1048576 bytes long");
}

void TestLayout::refusesSummariesThatLie() {
    QFETCH(QByteArray, summary);
    QFETCH(QByteArray, cause);
    const std::string data = kMagic + header() + chunk(10, 30, kRecords) + record(0x0F, u32(0));
    const std::string bytes = summary.toStdString();
    const std::string found = read(data + bytes + footer(bytes, data.size(), 0) + kMagic);
    QVERIFY2(found.starts_with("damage: ") && found.find(cause.toStdString()) != std::string::npos,
             found.c_str());
    QVERIFY2(found.ends_with("orders@5 payments@6 orders@7 "), found.c_str());
}

void TestLayout::goesOnBehindDamagedRecords_data() {
    QTest::addColumn<QByteArray>("damaged");
    const auto row = [](const char* name, const std::string& damaged) {
        QTest::newRow(name) << QByteArray::fromStdString(damaged);
    };
    row("metadata", record(0x0C, u32(100) + "x"));
    row("a chunk", record(0x06, std::string(60, '\xff')));
    row("a chunk that ends before it starts", chunk(30, 10, kRecords));
    row("a chunk whose opcode flipped", record(0x46, chunk(10, 30, kRecords).substr(9)));
    row("a message index", record(0x07, "x"));
    row("a channel", record(0x04, "x"));
    row("a schema", record(0x03, u16(0)));
    row("a message", record(0x05, "x"));
}

void TestLayout::goesOnBehindDamagedRecords() {
    QFETCH(QByteArray, damaged);
    const std::string first = chunk(10, 10, kDefinitions + message(1, 0, 10, emptyRecord(1)));
    const std::string found =
        read(kMagic + header() + first + damaged.toStdString() + chunk(10, 30, kRecords) + plainEnd());
    QVERIFY2(found.find("1 records are damaged or of unknown kinds") != std::string::npos, found.c_str());
    QVERIFY2(found.ends_with("orders@1 orders@5 payments@6 orders@7 "), found.c_str());
}

void TestLayout::refusesMoreThanItsLimits() {
    mcap::Limits limits;
    limits.chunkBytes = 1'000;
    limits.chunks = 5;
    const std::string large =
        kMagic + header() + kDefinitions + message(1, 0, 1, std::string(2'000, 'x')) + plainEnd();
    MemorySource source(large);
    auto reader = mcap::Reader::open(source, limits);
    QVERIFY(reader);
    mcap::ChunkContents contents;
    QCOMPARE(reader->readChunk(0, contents).error().code, ErrorCode::LimitExceeded);
    std::string many = kMagic + header();
    for (int i = 0; i < 10; ++i)
        many += chunk(0, 0, "");
    many += plainEnd();
    MemorySource manySource(many);
    reader = mcap::Reader::open(manySource, limits);
    QVERIFY(reader && reader->damage());
    QVERIFY2(reader->damage()->tear.find("more than 5 chunks") != std::string::npos,
             reader->damage()->tear.c_str());
}

void TestLayout::searchesNoBombs() {
    mcap::Compressor compressor(mcap::Compression::Zstd, 1);
    const std::string records = kDefinitions + message(1, 0, 1, std::string(1'000'000, '\0'));
    const auto compressed = compressor.compress(records);
    QVERIFY(compressed && compressed->bytes.size() < records.size() / 200);
    const std::string bomb = chunk(1, 1, records, "zstd", std::string(compressed->bytes));
    std::string file = kMagic + header();
    for (int i = 0; i < 20; ++i)
        file += bomb;
    mcap::Limits limits;
    limits.searchBytes = 5'500'000;
    MemorySource source(file);
    const auto reader = mcap::Reader::open(source, limits);
    QVERIFY(reader);
    const auto& chunks = reader->summary().chunks;
    QCOMPARE(chunks.size(), 20u);
    QCOMPARE(std::ranges::count_if(chunks, [](const auto& entry) { return entry.counts.has_value(); }), 5);
}

void TestLayout::allocatesNothingForALengthThatIsNotThere() {
    // A terabyte each: whoever believed it would end here.
    const std::uint64_t much = std::uint64_t{1} << 40;
    const std::string front = kMagic + header();
    for (const int opcode : {3, 4, 5, 6, 7, 12})
        QVERIFY(read(front + number(static_cast<std::uint64_t>(opcode), 1) + u64(much) + "xyz")
                    .starts_with("damage: "));
    const std::string lies = record(6, u64(0) + u64(0) + u64(much) + u32(0) + u32(much >> 10) + "xy") +
                             record(12, u32(UINT32_MAX)) + record(7, u16(1) + u32(UINT32_MAX));
    QVERIFY(read(front + lies + plainEnd()).starts_with("damage: "));
}

void TestLayout::givesARecordItCannotReadAsMalformed() {
    const std::string file =
        kMagic + header() +
        chunk(1, 2, kDefinitions + message(1, 0, 1, "junk") + message(1, 1, 2, emptyRecord(3))) + plainEnd();
    MemorySource source(file);
    auto reader = CaptureReader::open(source);
    QVERIFY(reader);
    CapturedChunk chunk;
    QVERIFY(reader->readChunk(0, chunk));
    QCOMPARE(chunk.malformed, 1u);
    QCOMPARE(chunk.records.size(), 2u);
    QVERIFY(chunk.records[0].record.malformed());
    QCOMPARE(*chunk.records[0].record.value, std::string_view("junk"));
    QCOMPARE(chunk.records[0].record.stream->topic, std::string("orders"));
    QCOMPARE(chunk.records[1].record.offset, 3);
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestLayout)
#include "tst_capture_layout.moc"
