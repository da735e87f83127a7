#include "pipelines/collect/file_source.h"
#include "tests/core/codec/avro/container_writer.h"
#include "tests/core/interchange/capture_samples.h"
#include "tests/pipelines/collect/capture_bytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::collect;
using namespace eventflow::collect::test;
using interchange::test::Imported;
using interchange::test::Sample;
using interchange::test::samples;

namespace {

/// What a source has to make of a record of the sample that stands in this file.
OwnedRecord expected(const Imported& imported, const std::string& file, std::int32_t filePartition) {
    OwnedRecord out;
    const bool named = imported.partition >= 0;
    out.topic = imported.topic.empty() ? file : imported.topic;
    out.partition = named ? imported.partition : filePartition;
    out.offset = named && imported.offset >= 0 ? imported.offset : imported.position;
    out.tsArrivalNs = toNs(imported.time);
    out.key = imported.key;
    out.value = imported.value;
    out.headers = imported.headers;
    out.framingError = imported.fault;
    return out;
}

} // namespace

class TestCollectLayouts : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::filesystem::path written(const std::string& name, std::string_view bytes) const {
        const auto path = std::filesystem::canonical(m_dir.path().toStdString()) / name;
        writeFile(path, bytes);
        return path;
    }
    static Reading read(const std::vector<std::filesystem::path>& files,
                        const FileSourceOptions& options = {}, const Positions& resumeFrom = {}) {
        auto source = makeFileSource(files, options);
        if (!source) return {{}, {}, {}, {}, source.error()};
        return readAll(**source, resumeFrom);
    }

private Q_SLOTS:
    void opensEveryLayoutWhateverTheFileIsCalled() {
        for (const Sample& sample : samples()) {
            const auto records = interchange::test::importText(sample.text).records;
            for (const bool compressed : {false, true}) {
                const auto file = written("capture.bin", compressed ? gzip(sample.text, 100) : sample.text);
                const Reading reading = read({file});
                QVERIFY2(!reading.error, reading.error ? reading.error->detail.c_str() : "");
                QCOMPARE(reading.records.size(), records.size());
                const bool ofFile = interchange::traitsOf(sample.layout).partitionsWithoutTopic;
                for (std::size_t i = 0; i < records.size(); ++i)
                    QVERIFY2(reading.records[i] == expected(records[i], file.string(), ofFile ? -1 : 0),
                             sample.name);
                QCOMPARE(reading.positions.at({file.string(), ofFile ? -1 : 0}),
                         static_cast<std::int64_t>(sample.text.size()));
                for (const auto& [stream, caughtUp] : reading.caughtUp)
                    QVERIFY2(caughtUp, stream.first.c_str());
            }
        }
    }

    void doesNotDependOnBlockOrBatchSizes() {
        std::mt19937 random(11);
        for (const Sample& sample : samples()) {
            std::string text;
            while (text.size() < 20'000)
                text += sample.text + "\n";
            const auto file = written("blocks.bin", text);
            const Reading whole = read({file});
            QVERIFY(!whole.error);
            for (int round = 0; round < 4; ++round) {
                FileSourceOptions options;
                options.blockBytes = 1500 + random() % 3000;
                options.batchRecords = 1 + random() % 40;
                const Reading reading = read({file}, options);
                QVERIFY2(reading.records == whole.records, sample.name);
                QVERIFY(reading.positions == whole.positions);
            }
        }
    }

    void resumesBehindEveryRecord() {
        for (const Sample& sample : samples()) {
            const auto file = written("resume.bin", sample.text + "\n" + sample.text);
            FileSourceOptions options;
            options.batchRecords = 1;
            const Reading all = read({file}, options);
            for (const auto& [count, positions] : all.checkpoints) {
                const Reading rest = read({file}, options, positions);
                QVERIFY2(!rest.error, rest.error ? rest.error->detail.c_str() : "");
                QVERIFY2(count + rest.records.size() == all.records.size(), sample.name);
                QVERIFY(std::equal(rest.records.begin(), rest.records.end(),
                                   all.records.begin() + static_cast<std::ptrdiff_t>(count)));
            }
        }
    }

    void refusesToResumeWhereNoRecordBegins_data() {
        QTest::addColumn<qlonglong>("position");
        QTest::addColumn<QByteArray>("cause");
        QTest::newRow("inside a record") << 4LL << QByteArray("not the start of a record");
        QTest::newRow("behind the end") << 1000LL << QByteArray("behind the end");
    }
    void refusesToResumeWhereNoRecordBegins() {
        QFETCH(qlonglong, position);
        QFETCH(QByteArray, cause);
        const auto file = written("list.json", R"([{"metric":"x"},{"metric":"y"}])");
        const Reading reading = read({file}, {}, {{{file.string(), 0}, position}});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::Corrupt);
        QVERIFY2(reading.error->detail.find(cause.toStdString()) != std::string::npos,
                 reading.error->detail.c_str());
    }

    void readsOnBehindDamage() {
        const std::string good = R"({"Partition":0,"Offset":1,"Value":"v"})";
        const auto file = written("damaged.json", good + "\n{\"Partition\":0,\"Off\n" + good + "\n");
        const Reading reading = read({file});
        QVERIFY(!reading.error);
        QCOMPARE(reading.records.size(), 3U);
        QCOMPARE(reading.records[1].framingError,
                 std::string("byte 19 of the record: a string is cut short"));
        QCOMPARE(reading.records[1].topic, file.string());
        QCOMPARE(reading.records[1].offset, static_cast<std::int64_t>(good.size()) + 1);
        QCOMPARE(reading.records[2].value.value_or(""), std::string("v"));
    }

    void turnsAnOverlongRecordIntoOneMalformedRecord() {
        const std::string text = "[{\"a\":\n1},{\"a\":\"" + std::string(300'000, 'x') + "\"},{\"a\":2}]";
        FileSourceOptions options;
        options.maxRecordBytes = 100'000;
        for (const std::size_t blockBytes : {4096U, 1'000'000U}) {
            options.blockBytes = blockBytes;
            const Reading reading = read({written("long.json", text)}, options);
            QVERIFY(!reading.error);
            QCOMPARE(reading.records.size(), 3U);
            QCOMPARE(reading.records[1].value.value_or("").size(), 64U * 1024);
            QVERIFY(reading.records[1].framingError.find("300008 bytes") != std::string::npos);
            QCOMPARE(reading.records[2].value.value_or(""), std::string("{\"a\":2}"));
        }
    }

    void readsAvroContainersByTheNumbersOfTheirValues() {
        eventflow::test::ContainerWriter writer(R"("int")", "null");
        writer.addBlock(3, std::string("\x02\x04\x06"));
        writer.addBlock(2, std::string("\x08\x80", 2)); // its second value is cut short
        writer.addBlock(0, std::string());
        writer.addBlock(1, std::string("\x0a"));
        std::string damaged = writer.file + "garbage";
        FileSourceOptions options;
        options.batchRecords = 1;
        for (const std::string& bytes : {damaged, gzip(damaged, 50)}) {
            const auto file = written("values.avro", bytes);
            const Reading all = read({file}, options);
            QVERIFY(!all.error);
            QCOMPARE(all.records.size(), 7U);
            for (std::size_t i = 0; i < all.records.size(); ++i) {
                const bool broken = i == 4 || i == 6;
                QCOMPARE(all.records[i].offset, static_cast<std::int64_t>(i));
                QCOMPARE(all.records[i].framingError.empty(), !broken);
                if (!broken) QCOMPARE(all.records[i].value.value_or(""), std::to_string(i < 4 ? i + 1 : 5));
            }
            QVERIFY(all.records[4].framingError.find("value 2 of a block of 2") != std::string::npos);
            QVERIFY(all.records[6].framingError.find("impossible sizes") != std::string::npos);
            QCOMPARE(all.positions.at({file.string(), 0}), 7);
            for (const auto& [count, positions] : all.checkpoints) {
                const Reading rest = read({file}, options, positions);
                QVERIFY(!rest.error);
                QCOMPARE(count + rest.records.size(), all.records.size());
                QVERIFY(std::equal(rest.records.begin(), rest.records.end(),
                                   all.records.begin() + static_cast<std::ptrdiff_t>(count)));
            }
        }
    }

    void findsTheLayoutBehindALargeValue() {
        const std::string value(400'000, 'v');
        const auto file =
            written("large.json", "{\n\"topic\":\"t\",\n\"value\":\"" + value +
                                      "\",\n\"timestamp\":1,\n\"partition\":1,\n\"offset\":2\n}\n");
        const Reading reading = read({file});
        QCOMPARE(reading.records.size(), 1U);
        QCOMPARE(reading.records[0].topic, std::string("t"));
        QCOMPARE(reading.records[0].value.value_or("").size(), value.size());
    }

    void endsWithTheErrorOfATruncatedFileBehindWholeRecords() {
        std::string text = "[";
        for (int i = 0; i < 5000; ++i)
            text += "{\"metric\":\"" + std::to_string(i) + "\"},\n";
        const std::string bytes = gzip(text, text.size());
        const Reading reading = read({written("cut.gz", bytes.substr(0, bytes.size() - 200))});
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::Corrupt);
        QVERIFY(reading.records.size() > 1000);
        for (const OwnedRecord& record : reading.records)
            QVERIFY2(record.framingError.empty(), record.framingError.c_str());
    }

    void saysWhatALayoutLost() {
        const auto ui =
            written("ui.json", R"({"Value":"v","Offset":1,"Partition":0,"Key":null,"Timestamp":null})");
        const auto events = written("events.ndjson", "{\"metric\":\"x\"}\n");
        const auto describe = [](const std::vector<std::filesystem::path>& files) {
            return (*makeFileSource(files))->describe();
        };
        QCOMPARE(describe({events}), std::string("events.ndjson"));
        QCOMPARE(describe({ui}),
                 std::string("ui.json (kafka-ui: topic missing, duplicate headers lost, bytes that "
                             "are not text are lost)"));
        QVERIFY(describe({events, ui}).starts_with("events.ndjson and 1 more (kafka-ui: "));
    }
};

QTEST_GUILESS_MAIN(TestCollectLayouts)
#include "tst_collect_layouts.moc"
