#include "pipelines/collect/file_source.h"
#include "tests/pipelines/collect/capture_bytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::collect;
using namespace eventflow::collect::test;

Q_DECLARE_METATYPE(std::string)

namespace {

/// Lines of very different lengths, deterministic.
std::vector<std::string> sampleLines(std::size_t count) {
    std::mt19937 random(7);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < count; ++i)
        lines.push_back("{\"n\":" + std::to_string(i) + ",\"pad\":\"" +
                        std::string(random() % (i % 50 == 0 ? 3000 : 200), 'x') + "\"}");
    return lines;
}

std::string joined(const std::vector<std::string>& lines, std::string_view separator = "\n") {
    std::string text;
    for (const auto& line : lines)
        text.append(line).append(separator);
    return text;
}

std::string kcatLine(int partition, int offset, const std::string& payload) {
    return "{\"topic\":\"orders\",\"partition\":" + std::to_string(partition) +
           ",\"offset\":" + std::to_string(offset) +
           ",\"tstype\":\"create\",\"ts\":1767225600123,\"broker\":1,\"headers\":[\"h\",\"1\",\"h\",null]," +
           "\"key\":\"k\\u00e9y\",\"payload\":" + payload + "}";
}

} // namespace

class TestCollectFileSource : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::filesystem::path path(const char* name) const {
        return std::filesystem::canonical(m_dir.path().toStdString()) / name;
    }
    std::filesystem::path written(const char* name, std::string_view bytes) const {
        writeFile(path(name), bytes);
        return path(name);
    }
    static Reading read(const std::vector<std::filesystem::path>& files,
                        const FileSourceOptions& options = {}, const Positions& resumeFrom = {}) {
        auto source = makeFileSource(files, options);
        if (!source) return {{}, {}, {}, {}, source.error()};
        return readAll(**source, resumeFrom);
    }

private Q_SLOTS:
    void givesTheSameRecordsInEveryCompression_data() {
        QTest::addColumn<std::string>("bytes");
        const std::string text = joined(sampleLines(3000));
        QTest::newRow("plain") << text;
        QTest::newRow("gzip") << gzip(text, text.size());
        QTest::newRow("gzip, members cut anywhere") << gzip(text, 7001);
        QTest::newRow("gzip, zero padding") << gzip(text, 100'000) + std::string(512, '\0');
        QTest::newRow("zstd") << zstd(text, text.size());
        QTest::newRow("zstd, frames cut anywhere") << zstd(text, 7001);
    }
    void givesTheSameRecordsInEveryCompression() {
        QFETCH(std::string, bytes);
        const auto lines = sampleLines(3000);
        // The suffix lies: content decides.
        const auto file = written("capture.bin", bytes);
        const Reading reading = read({file});
        QVERIFY2(!reading.error, reading.error ? reading.error->detail.c_str() : "");
        QCOMPARE(reading.records.size(), lines.size());
        std::int64_t offset = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QCOMPARE(reading.records[i].value.value_or("null"), lines[i]);
            QCOMPARE(reading.records[i].offset, offset);
            QCOMPARE(reading.records[i].topic, file.string());
            QVERIFY(!reading.records[i].key);
            QVERIFY(reading.records[i].framingError.empty());
            offset += static_cast<std::int64_t>(lines[i].size()) + 1;
        }
        QCOMPARE(reading.positions.at({file.string(), 0}), offset);
        QVERIFY(reading.caughtUp.at({file.string(), 0}));
    }

    void toleratesWhatEditorsDoToLines_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::vector<std::int64_t>>("offsets");
        using Offsets = std::vector<std::int64_t>;
        QTest::newRow("line feeds") << std::string("{\"a\":1}\n{\"a\":2}\n") << Offsets{0, 8};
        QTest::newRow("no last line feed") << std::string("{\"a\":1}\n{\"a\":2}") << Offsets{0, 8};
        QTest::newRow("carriage returns") << std::string("{\"a\":1}\r\n{\"a\":2}\r\n") << Offsets{0, 9};
        QTest::newRow("byte order mark")
            << std::string("\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n") << Offsets{3, 11};
        QTest::newRow("blank lines") << std::string("\n\r\n{\"a\":1}\n \t\n\n{\"a\":2}\n\n")
                                     << Offsets{3, 15};
    }
    void toleratesWhatEditorsDoToLines() {
        QFETCH(std::string, text);
        QFETCH(std::vector<std::int64_t>, offsets);
        const Reading reading = read({written("lines.json", text)});
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), offsets.size());
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            QCOMPARE(reading.records[i].value.value_or(""), "{\"a\":" + std::to_string(i + 1) + "}");
            QCOMPARE(reading.records[i].offset, offsets[i]);
        }
    }

    void handsOnLinesThatAreNoJson() {
        const Reading reading =
            read({written("mixed.ndjson", "{\"a\":1}\nnot json\n% status\n\xFF\xFE\x01\n[1]\n")});
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), 5U);
        QCOMPARE(reading.records[2].value.value_or(""), "% status");
        QCOMPARE(reading.records[3].value.value_or(""), "\xFF\xFE\x01");
    }

    void readsKcatLinesWithTheirOrigin() {
        const auto file = written(
            "kcat.json", "% Auto-selecting Consumer mode\n" + kcatLine(3, 41, "\"{\\\"v\\\":1}\"") + "\n" +
                             kcatLine(1, 7, "null") + "\n" + kcatLine(1, 8, "{\"v\":[1,\"]\"]}") +
                             "\n% Reached end of topic orders [3] at offset 42\n");
        const Reading reading = read({file});
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), 3U);
        const OwnedRecord& first = reading.records[0];
        QCOMPARE(first.topic, "orders");
        QCOMPARE(first.partition, 3);
        QCOMPARE(first.offset, 41);
        QCOMPARE(first.tsArrivalNs, 1767225600123LL * 1'000'000);
        QCOMPARE(first.key.value_or(""), "k\xC3\xA9y");
        QCOMPARE(first.value.value_or(""), "{\"v\":1}");
        QCOMPARE(first.headers.size(), 2U);
        QCOMPARE(first.headers[0].second.value_or(""), "1");
        QVERIFY(!first.headers[1].second);
        QVERIFY(!reading.records[1].value);
        QCOMPARE(reading.records[2].value.value_or(""), "{\"v\":[1,\"]\"]}");
        QCOMPARE(reading.positions.at({"orders", 3}), 42);
        QCOMPARE(reading.positions.at({"orders", 1}), 9);
        QCOMPARE(reading.positions.at({file.string(), 0}),
                 static_cast<std::int64_t>(std::filesystem::file_size(file)));
        QVERIFY(reading.caughtUp.at({"orders", 1}));
    }

    void turnsBrokenKcatLinesIntoMalformedRecordsAndReadsOn() {
        const std::string broken = "{\"topic\":\"orders\",\"partition\":1,\"offset\":8,\"payload\":\"cut";
        const auto file =
            written("kcat.json", kcatLine(0, 1, "\"a\"") + "\n" + broken + "\n" + kcatLine(0, 2, "\"b\""));
        const Reading reading = read({file});
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), 3U);
        const OwnedRecord& malformed = reading.records[1];
        QCOMPARE(malformed.value.value_or(""), broken);
        QVERIFY2(malformed.framingError.find("column") != std::string::npos, malformed.framingError.c_str());
        QCOMPARE(malformed.topic, file.string());
        QCOMPARE(malformed.offset, static_cast<std::int64_t>(kcatLine(0, 1, "\"a\"").size()) + 1);
        QCOMPARE(reading.records[2].value.value_or(""), "b");
    }

    void boundsTheStreamsOfACapture() {
        std::string text;
        for (int i = 0; i < 20; ++i)
            text += kcatLine(i, 0, "\"x\"") + "\n";
        FileSourceOptions options;
        options.maxStreams = 10;
        const Reading reading = read({written("streams.json", text)}, options);
        QCOMPARE(reading.records.size(), 20U);
        QVERIFY(reading.records[9].framingError.empty());
        QVERIFY(reading.records[10].framingError.find("maxStreams") != std::string::npos);
    }

    void doesNotDependOnBlockOrBatchSizes_data() {
        QTest::addColumn<std::string>("bytes");
        std::string text = "\xEF\xBB\xBF" + joined(sampleLines(400), "\r\n") + "\n\n";
        text += std::string(700, 'y') + "\n" + std::string(501, ' ') + "\n" + std::string(500, 'z') + "\n";
        text += std::string(9000, 'w');
        std::string kcat;
        for (int i = 0; i < 300; ++i)
            kcat += kcatLine(i % 7, i, "\"" + std::string(static_cast<std::size_t>(i), '\\') + "n\"") + "\n";
        QTest::newRow("ndjson") << text;
        QTest::newRow("ndjson, gzip") << gzip(text, 1234);
        QTest::newRow("ndjson, zstd") << zstd(text, 1234);
        QTest::newRow("kcat") << kcat;
        QTest::newRow("kcat, zstd") << zstd(kcat, 999);
    }
    void doesNotDependOnBlockOrBatchSizes() {
        QFETCH(std::string, bytes);
        const auto file = written("sizes.bin", bytes);
        FileSourceOptions options;
        options.maxRecordBytes = 500;
        const Reading expected = read({file}, options);
        QVERIFY(!expected.error);
        QVERIFY(expected.records.size() >= 300);
        std::mt19937 random(42);
        for (int round = 0; round < 25; ++round) {
            options.blockBytes = random() % (round < 15 ? 600 : 20'000);
            options.batchRecords = 1 + random() % 300;
            const Reading reading = read({file}, options);
            QVERIFY(!reading.error);
            QVERIFY2(reading.records == expected.records, std::to_string(options.blockBytes).c_str());
            QVERIFY(reading.positions == expected.positions);
        }
    }

    void resumesBehindEveryRecord_data() {
        QTest::addColumn<std::string>("bytes");
        const std::string text = "\xEF\xBB\xBF\n" + joined(sampleLines(120), "\n") + "{\"last\":1}";
        std::string kcat = "% status\n";
        for (int i = 0; i < 120; ++i)
            kcat += kcatLine(i % 7, i, "\"p\"") + (i % 9 == 0 ? "\nbroken\n" : "\n");
        QTest::newRow("ndjson") << text;
        QTest::newRow("ndjson, gzip") << gzip(text, 1234);
        QTest::newRow("ndjson, zstd") << zstd(text, 1234);
        QTest::newRow("kcat") << kcat;
        QTest::newRow("kcat, gzip") << gzip(kcat, 999);
    }
    void resumesBehindEveryRecord() {
        QFETCH(std::string, bytes);
        const auto first = written("resume1.bin", bytes);
        const auto second = written("resume2.bin", "{\"second\":1}\n{\"second\":2}\n");
        FileSourceOptions options;
        options.blockBytes = 512;
        options.batchRecords = 1;
        const Reading all = read({first, second}, options);
        QVERIFY(!all.error);
        for (const auto& [count, positions] : all.checkpoints) {
            const Reading rest = read({first, second}, options, positions);
            QVERIFY2(!rest.error, rest.error ? rest.error->detail.c_str() : "");
            QCOMPARE(count + rest.records.size(), all.records.size());
            QVERIFY(std::equal(rest.records.begin(), rest.records.end(),
                               all.records.begin() + static_cast<std::ptrdiff_t>(count)));
        }
    }

    void refusesToResumeWhereNoLineBegins_data() {
        QTest::addColumn<qlonglong>("position");
        QTest::addColumn<std::string>("cause");
        QTest::newRow("inside a line") << 3LL << std::string("not the start of a line");
        QTest::newRow("behind the end") << 1'000'000LL << std::string("behind the end");
    }
    void refusesToResumeWhereNoLineBegins() {
        QFETCH(qlonglong, position);
        QFETCH(std::string, cause);
        const auto file = written("replaced.ndjson", joined(sampleLines(50)));
        FileSourceOptions options;
        options.blockBytes = 128;
        const Reading reading = read({file}, options, {{{file.string(), 0}, position}});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::Corrupt);
        QVERIFY2(reading.error->detail.find(cause) != std::string::npos, reading.error->detail.c_str());
        QVERIFY(reading.error->detail.find(file.string()) != std::string::npos);
    }

    void keepsNamesakesApart() {
        std::filesystem::create_directories(path("a"));
        std::filesystem::create_directories(path("b"));
        const auto first = written("a/same.ndjson", "{\"f\":1}\n");
        const auto second = written("b/same.ndjson", "{\"f\":2}\n");
        const Reading reading = read({first, second});
        QCOMPARE(reading.records.size(), 2U);
        QVERIFY(reading.records[0].topic != reading.records[1].topic);
        QCOMPARE(reading.positions.size(), 2U);
    }

    void turnsAnOverlongLineIntoOneMalformedRecord() {
        const std::string text = "{\"a\":1}\n" + std::string(300'000, 'x') + "\n{\"a\":2}\n";
        FileSourceOptions options;
        options.maxRecordBytes = 100'000;
        for (const std::size_t blockBytes : {4096U, 1'000'000U}) {
            options.blockBytes = blockBytes;
            const Reading reading = read({written("long.ndjson", text)}, options);
            QVERIFY(!reading.error);
            QCOMPARE(reading.records.size(), 3U);
            QCOMPARE(reading.records[1].value.value_or(""), std::string(64 * 1024, 'x'));
            QVERIFY(reading.records[1].framingError.find("300000 bytes") != std::string::npos);
            QCOMPARE(reading.records[2].offset, 300'009);
        }
    }

    void deliversWhatATruncatedFileHoldsAndThenSaysWhere_data() {
        QTest::addColumn<std::string>("bytes");
        const std::string text = joined(sampleLines(5000));
        const std::string gz = gzip(text, text.size());
        const std::string zst = zstd(text, 50'000);
        QTest::newRow("gzip") << gz.substr(0, gz.size() - 100);
        QTest::newRow("gzip, trailer missing") << gz.substr(0, gz.size() - 3);
        QTest::newRow("zstd") << zst.substr(0, zst.size() - 100);
        QTest::newRow("zstd, last byte missing") << zst.substr(0, zst.size() - 1);
    }
    void deliversWhatATruncatedFileHoldsAndThenSaysWhere() {
        QFETCH(std::string, bytes);
        const Reading reading = read({written("cut.bin", bytes)});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::Corrupt);
        const std::string place = "stored byte " + std::to_string(bytes.size());
        QVERIFY2(reading.error->detail.find(place) != std::string::npos, reading.error->detail.c_str());
        const auto lines = sampleLines(5000);
        QVERIFY(reading.records.size() > 3000);
        for (std::size_t i = 0; i < reading.records.size(); ++i)
            QCOMPARE(reading.records[i].value.value_or(""), lines[i]);
    }

    void refusesWhatIsHostile_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<std::string>("says");
        const std::string zeros(40 * 1024 * 1024, '0');
        const std::string text = joined(sampleLines(100));
        std::string flipped = zstd(text, text.size());
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
        QTest::newRow("zstd bomb") << zstd(zeros, zeros.size()) << ErrorCode::LimitExceeded
                                   << std::string("maxExpansion");
        QTest::newRow("gzip bomb") << gzip(zeros, zeros.size()) << ErrorCode::LimitExceeded
                                   << std::string("maxExpansion");
        QTest::newRow("zstd window of 2^31") << std::string("\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00", 9)
                                             << ErrorCode::LimitExceeded << std::string("maxWindowLog");
        QTest::newRow("gzip, then garbage")
            << gzip(text, text.size()) + "garbage" << ErrorCode::Corrupt << std::string("stored byte");
        QTest::newRow("gzip header only")
            << std::string("\x1F\x8B", 2) << ErrorCode::Corrupt << std::string("truncated");
        QTest::newRow("xz") << std::string("\xFD"
                                           "7zXZ\0\0\0",
                                           8)
                            << ErrorCode::Unsupported << std::string("xz -d");
        QTest::newRow("UTF-16") << std::string("\xFF\xFE{\0}\0\n\0", 8) << ErrorCode::Unsupported
                                << std::string("iconv");
    }
    void refusesWhatIsHostile() {
        QFETCH(std::string, bytes);
        QFETCH(ErrorCode, code);
        QFETCH(std::string, says);
        const auto file = written("hostile.bin", bytes);
        const Reading reading = read({file});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, code);
        QVERIFY2(reading.error->detail.find(says) != std::string::npos, reading.error->detail.c_str());
        QVERIFY(reading.error->detail.starts_with(file.string()));
    }

    void readsEmptyFiles() {
        for (const std::string& bytes : {std::string(), gzip("", 1), zstd("", 1), std::string("\n\n")}) {
            const Reading reading = read({written("empty.bin", bytes)});
            QVERIFY(!reading.error);
            QVERIFY(reading.records.empty());
        }
    }

    void refusesFilesThatCannotBeRead() {
        const auto file = written("there.ndjson", "{}\n");
        QCOMPARE(makeFileSource({}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(makeFileSource({path("missing.ndjson")}).error().code, ErrorCode::NotFound);
        QCOMPARE(makeFileSource({m_dir.path().toStdString()}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(makeFileSource({file, file}).error().code, ErrorCode::InvalidArgument);
    }

    void reportsProgressAndStops() {
        auto source = makeFileSource({written("long.ndjson", joined(sampleLines(20'000)))});
        QVERIFY(source && (*source)->open({}).ok());
        QCOMPARE((*source)->progress(), 0.0);
        RecordBatch batch;
        QCOMPARE(*(*source)->read(batch, {}, {}), ReadOutcome::Batch);
        const double early = (*source)->progress();
        QVERIFY(early > 0 && early < 1);
        std::stop_source stop;
        stop.request_stop();
        batch.clear();
        QCOMPARE(*(*source)->read(batch, {}, stop.get_token()), ReadOutcome::Idle);
        QVERIFY(batch.records.empty());
        do
            batch.clear();
        while (*(*source)->read(batch, {}, {}) != ReadOutcome::End);
        QCOMPARE((*source)->progress(), 1.0);
        QVERIFY(batch.endOfInput);
    }
};

QTEST_GUILESS_MAIN(TestCollectFileSource)
#include "tst_collect_file_source.moc"
