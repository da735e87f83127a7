#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "tests/core/capture/hostile_capture.h"
#include "tests/core/capture/memory_stream.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <zlib.h>

#include <sstream>

namespace eventflow::capture::test {

/// The reference library of MCAP reads what we write, and we read what it writes. The lines are those of
/// peer.py.
class TestCapturePeer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isReadByTheReferenceLibrary_data();
    void isReadByTheReferenceLibrary();
    void readsWhatTheReferenceLibraryWrites_data();
    void readsWhatTheReferenceLibraryWrites();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("peer.mcap")); }
    static QByteArrayList linesOf(const QStringList& arguments);

    QTemporaryDir m_folder;
};

namespace {

std::string show(const NullableBytes& bytes) {
    if (!bytes) return "null";
    const auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(bytes->data()), static_cast<uInt>(bytes->size()));
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08lx", bytes->empty() ? 0UL : crc);
    return std::to_string(bytes->size()) + ":" + digits;
}

std::string show(const mcap::StringMap& map) {
    std::string text;
    for (const auto& [key, value] : map)
        text += " " + key + "=" + value;
    return text;
}

std::string show(const CapturedRecord& captured, const mcap::Message& message) {
    const Record& record = captured.record;
    std::ostringstream text;
    text << "record " << record.stream->topic << '/' << record.stream->partition << '@' << record.offset
         << ' ' << message.sequence << ' ' << message.logTime << ' ' << message.publishTime << ' '
         << static_cast<int>(captured.attributes) << ' ' << static_cast<int>(captured.timestampType) << ' '
         << captured.timestampMs << ' ' << show(record.key) << ' ' << show(record.value);
    for (const Header& header : record.headers)
        text << ' ' << show(NullableBytes(header.name)) << '=' << show(header.value);
    return text.str();
}

std::string show(const mcap::Statistics& of) {
    std::ostringstream text;
    text << "statistics " << of.messageCount << ' ' << of.schemaCount << ' ' << of.channelCount << ' '
         << of.metadataCount << ' ' << of.chunkCount << ' ' << of.messageStartTime << ' '
         << of.messageEndTime;
    mcap::StringMap counts; // in the order of their text, as the peer has them
    for (const auto& [channel, count] : of.channelMessageCounts)
        counts[std::to_string(channel)] = std::to_string(count);
    return text.str() + show(counts);
}

/// Everything of a capture, as peer.py prints it.
QByteArrayList linesOf(CaptureReader& reader) {
    QByteArrayList lines;
    const auto add = [&](const std::string& line) { lines.append(QByteArray::fromStdString(line)); };
    mcap::Reader& container = reader.container();
    add("header " + container.header().profile);
    for (const mcap::MetadataIndex& index : container.summary().metadata) {
        const auto metadata = container.readMetadata(index);
        add("metadata " + index.name + (metadata ? show(metadata->metadata) : metadata.error().detail));
    }
    for (const auto& [id, schema] : container.summary().schemas)
        add("schema " + std::to_string(id) + " " + schema.name + " " + schema.encoding + " " +
            show(schema.data));
    for (const auto& [id, channel] : container.summary().channels)
        add("channel " + std::to_string(id) + " " + std::to_string(channel.schemaId) + " " + channel.topic +
            " " + channel.messageEncoding + show(channel.metadata));
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader.chunks().size(); ++i) {
        if (const Status read = reader.readChunk(i, chunk); !read) add(read.error().detail);
        for (std::size_t k = 0; k < chunk.records.size(); ++k)
            add(show(chunk.records[k], chunk.contents.messages[k]));
    }
    if (container.summary().statistics) add(show(*container.summary().statistics));
    return lines;
}

void compare(const QByteArrayList& actual, const QByteArrayList& expected) {
    for (qsizetype i = 0; i < std::min(actual.size(), expected.size()); ++i)
        QVERIFY2(actual[i].trimmed() == expected[i].trimmed(),
                 ("line " + QByteArray::number(i) + ":\n" + actual[i] + "\n" + expected[i]).constData());
    QCOMPARE(actual.size(), expected.size());
}

} // namespace

void TestCapturePeer::initTestCase() {
    QProcess python;
    python.start(QStringLiteral(EVENTFLOW_CAPTURE_PEER),
                 {QStringLiteral("-c"), QStringLiteral("import mcap")});
    if (!python.waitForFinished() || python.exitCode() != 0)
        QSKIP("the reference library of MCAP is not installed: tests/capture_peer/fetch says why");
}

QByteArrayList TestCapturePeer::linesOf(const QStringList& arguments) {
    QProcess python;
    python.start(QStringLiteral(EVENTFLOW_CAPTURE_PEER),
                 QStringList{QStringLiteral(EVENTFLOW_CAPTURE_PEER_SCRIPT)} + arguments);
    if (!python.waitForFinished(60'000) || python.exitCode() != 0) {
        qWarning().noquote() << python.readAllStandardError();
        return {};
    }
    return python.readAllStandardOutput().trimmed().split('\n');
}

void TestCapturePeer::isReadByTheReferenceLibrary_data() {
    QTest::addColumn<int>("compression");
    QTest::addColumn<int>("chunkBytes");
    QTest::newRow("none") << 0 << 100'000;
    QTest::newRow("zstd") << 1 << 100'000;
    QTest::newRow("lz4") << 2 << 100'000;
    QTest::newRow("a chunk for each record") << 1 << 1;
    QTest::newRow("one chunk") << 2 << 100'000'000;
}

void TestCapturePeer::isReadByTheReferenceLibrary() {
    QFETCH(int, compression);
    QFETCH(int, chunkBytes);
    RecordSet set;
    addHostileRecords(set, 500);
    MemorySink sink;
    mcap::WriterOptions options;
    options.compression = static_cast<mcap::Compression>(compression);
    options.chunkBytes = static_cast<std::size_t>(chunkBytes);
    CaptureWriter writer(sink, options);
    QVERIFY(writer.start({"cluster", "hash", "version"}));
    QVERIFY(writer.writeWatermarks(std::vector<PartitionWatermarks>{{"orders", 7, 0, 100}}));
    QVERIFY(writer.addSchema({99, SchemaLanguage::Avro, "\"long\"", {{"a", "b", 1, "c"}}}));
    QVERIFY(writer.addPartition("orders", 7, 99));
    for (const CapturedRecord& record : set.records())
        QVERIFY(writer.write(record));
    QVERIFY(writer.finish());
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(sink.bytes().data(), static_cast<qint64>(sink.bytes().size()));
    file.close();

    MemorySource source(sink.bytes());
    auto reader = CaptureReader::open(source);
    QVERIFY(reader && !reader->damage());
    QCOMPARE(reader->records(), std::optional<std::uint64_t>(set.records().size()));
    const QByteArrayList lines = linesOf({QStringLiteral("read"), path()});
    QVERIFY(lines.size() > 500);
    compare(lines, test::linesOf(*reader));
}

void TestCapturePeer::readsWhatTheReferenceLibraryWrites_data() {
    QTest::addColumn<QString>("compression");
    for (const char* name : {"NONE", "ZSTD", "LZ4"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestCapturePeer::readsWhatTheReferenceLibraryWrites() {
    QFETCH(QString, compression);
    const QByteArrayList lines = linesOf({QStringLiteral("write"), path(), compression});
    QVERIFY(lines.size() > 3'000);
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string bytes = file.readAll().toStdString();
    MemorySource source(bytes);
    auto reader = CaptureReader::open(source);
    QVERIFY2(reader, reader ? "" : reader.error().detail.c_str());
    QVERIFY2(!reader->damage(), reader->damage() ? reader->damage()->text().c_str() : "");
    QCOMPARE(reader->info().clusterId, std::string("peer"));
    QCOMPARE(reader->schemas().size(), 1u);
    QByteArrayList read = test::linesOf(*reader);
    QVERIFY(read.takeLast().startsWith("statistics 3000 1 30 1 "));
    compare(read, lines);
    const auto report = verify(source);
    QVERIFY(report);
    QVERIFY2(report->ok(), report->ok() ? "" : report->problems.front().c_str());
    QVERIFY(report->dataCrcPresent);
}

} // namespace eventflow::capture::test

QTEST_GUILESS_MAIN(eventflow::capture::test::TestCapturePeer)
#include "tst_capture_peer.moc"
