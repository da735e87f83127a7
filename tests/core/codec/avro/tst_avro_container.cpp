#include "core/codec/avro/binary_writer.h"
#include "core/codec/avro/container.h"
#include "core/codec/avro/payload_decoders.h"
#include "tests/core/codec/avro/avro_fixture.h"
#include "tests/core/codec/avro/container_writer.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::codec;
using namespace eventflow::codec::avro;
using test::ContainerWriter;
using test::unhex;

namespace {

/// All values, a line each, then what is wrong behind them.
std::string contents(std::string_view file) {
    const auto reader = ContainerReader::open(file);
    if (!reader) return reader.error().detail;
    std::string text;
    ValueTape tape;
    while ((*reader)->next(tape))
        text += test::render(tape) + '\n';
    if (const auto& failure = (*reader)->failure())
        text += "byte " + std::to_string(failure->byte) + ": " + failure->reason;
    return text;
}

std::string valuesFile(BlockCodec codec) {
    ContainerWriter writer(R"("int")", toString(codec));
    writer.addBlock(3, test::compressBlock(codec, unhex("02 04 06")));
    writer.addBlock(1, test::compressBlock(codec, unhex("08")));
    return writer.file;
}

} // namespace

class TestAvroContainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEachCodec_data() {
        QTest::addColumn<int>("codec");
        for (const BlockCodec codec :
             {BlockCodec::None, BlockCodec::Deflate, BlockCodec::Snappy, BlockCodec::Zstandard})
            QTest::newRow(toString(codec)) << static_cast<int>(codec);
    }
    void readsEachCodec() {
        QFETCH(int, codec);
        const std::string file = valuesFile(static_cast<BlockCodec>(codec));
        QCOMPARE(contents(file), std::string("1\n2\n3\n4\n"));
        const auto reader = ContainerReader::open(file);
        QCOMPARE((*reader)->header().codec, static_cast<BlockCodec>(codec));
        QCOMPARE((*reader)->header().metadata.size(), std::size_t{2});
    }

    void survivesEveryTornAndDamagedByte_data() { readsEachCodec_data(); }
    void survivesEveryTornAndDamagedByte() {
        QFETCH(int, codec);
        const std::string file = valuesFile(static_cast<BlockCodec>(codec));
        const std::size_t whole = (*ContainerReader::open(file))->header().size;
        for (std::size_t size = 0; size < file.size(); ++size) {
            const std::string torn = contents(std::string_view(file).substr(0, size));
            if (size == whole)
                QCOMPARE(torn, std::string());
            else
                QVERIFY2(torn == "1\n2\n3\n" || (!torn.empty() && torn.back() != '\n'), torn.c_str());
        }
        for (std::size_t at = 0; at < file.size(); ++at) {
            std::string damaged = file;
            damaged[at] = static_cast<char>(~damaged[at]);
            QVERIFY(contents(damaged) != "1\n2\n3\n4\n" || at < whole);
        }
    }

    void saysWhatIsMissingInATornFile() {
        const std::string file = valuesFile(BlockCodec::None);
        const std::size_t second = file.size() - 16 - 3;
        QCOMPARE(contents(std::string_view(file).substr(0, file.size() - 1)),
                 "1\n2\n3\nbyte " + std::to_string(second) +
                     ": the file is torn: it ends within the block that begins here, behind 3 whole values");
    }

    void saysWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("expected");
        const auto add = [](const char* name, const std::string& file, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QByteArray(expected);
        };
        const auto with = [](const char* codec, std::int64_t values, const std::string& data) {
            ContainerWriter writer(R"("int")", codec);
            writer.addBlock(values, data);
            return writer.file;
        };
        add("no magic", "Obj", "byte 0: not a container file: it does not begin with Obj and 01");
        add("codec", with("xz", 1, unhex("02")), "codec \"xz\" is not null, deflate, snappy or zstandard");
        add("schema", ContainerWriter("\"x\"", "").file,
            "avro.schema: unknown type \"x\"; a type has to be declared before it is named");
        add("no schema", unhex("4f626a01 00 00000000000000000000000000000000"),
            "the header has no avro.schema");
        add("endless header", unhex("4f626a01 02 feffffff0f"),
            "byte 5: in the header: key of 2147483647 bytes, but only 0 are left");
        add("sync", with("", 1, unhex("02")).replace(with("", 1, unhex("02")).size() - 2, 1, "x"),
            "byte 43: the block does not end with the file's sync marker: one of them is damaged");
        add("too few values", with("", 1, unhex("02 04")),
            "1\nbyte 40: 1 bytes are left in the block behind its last value");
        add("too many values", with("", 2, unhex("02")),
            "1\nbyte 40: value 2 of the file, byte 1 of its block: the data ends before a number");
        add("2^40 values", with("", std::int64_t{1} << 40, unhex("02")),
            "byte 40: a block of 1099511627776 values in 1 bytes");
        add("negative count", with("", -1, unhex("02")), "byte 40: a block of a negative size");
        add("deflate", with("deflate", 1, unhex("ff")),
            "byte 59: not a block of deflate: invalid block type");
        add("torn deflate",
            with("deflate", 1, test::compressBlock(BlockCodec::Deflate, unhex("02")).substr(0, 2)),
            "byte 59: not a block of deflate: it ends within its data");
        add("snappy checksum", with("snappy", 1, test::compressBlock(BlockCodec::Snappy, unhex("02")) + "x"),
            "byte 58: not a block of snappy: it breaks its format");
        add("no snappy", with("snappy", 1, "xyz"),
            "byte 58: not a block of snappy: too short for its checksum");
        add("no zstandard", with("zstandard", 1, "xyz"),
            "byte 61: not a block of zstandard: Unknown frame descriptor");
    }
    void saysWhatIsWrong() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(contents(file.toStdString())), expected);
    }

    void refusesBombs_data() {
        QTest::addColumn<int>("codec");
        QTest::addColumn<int>("megabytes");
        QTest::addColumn<bool>("allowed");
        // Zeros: far beyond 200:1, so that 16 MiB is the limit.
        QTest::newRow("deflate 15") << static_cast<int>(BlockCodec::Deflate) << 15 << true;
        QTest::newRow("deflate 17") << static_cast<int>(BlockCodec::Deflate) << 17 << false;
        QTest::newRow("zstandard 15") << static_cast<int>(BlockCodec::Zstandard) << 15 << true;
        QTest::newRow("zstandard 17") << static_cast<int>(BlockCodec::Zstandard) << 17 << false;
        QTest::newRow("snappy 63") << static_cast<int>(BlockCodec::Snappy) << 63 << true; // about 21:1
        QTest::newRow("snappy 65") << static_cast<int>(BlockCodec::Snappy) << 65 << false;
    }
    void refusesBombs() {
        QFETCH(int, codec);
        QFETCH(int, megabytes);
        QFETCH(bool, allowed);
        const std::string zeros(static_cast<std::size_t>(megabytes) * 1024 * 1024, '\0');
        const std::string block = test::compressBlock(static_cast<BlockCodec>(codec), zeros);
        std::string scratch;
        const auto out = decompressBlock(static_cast<BlockCodec>(codec), block, scratch);
        QCOMPARE(out.has_value(), allowed);
        if (allowed)
            QCOMPARE(out->size(), zeros.size());
        else
            QCOMPARE(out.error().code, ErrorCode::LimitExceeded);
    }

    void readsAContainerAsAPayload() {
        ContainerDecoder decoder;
        ValueTape tape;
        const std::string file = valuesFile(BlockCodec::Snappy);
        QVERIFY(!decoder.decode(file, tape));
        QCOMPARE(test::render(tape), std::string("[1,2,3,4]"));
        QVERIFY(test::isSound(tape, file.size()));
        QCOMPARE(decoder.typeName(), std::string("int"));
        const auto failure = decoder.decode(std::string_view(file).substr(0, file.size() - 1), tape);
        QVERIFY(failure.has_value());
        QVERIFY(tape.empty());
    }

    void refusesAPayloadThatBecomesTooLarge() {
        ContainerWriter writer(R"("bytes")", "zstandard");
        std::string value;
        appendSized(value, std::string(15 * 1024 * 1024, 'x'));
        const std::string block = test::compressBlock(BlockCodec::Zstandard, value);
        for (int i = 0; i < 5; ++i)
            writer.addBlock(1, block);
        ContainerDecoder decoder;
        ValueTape tape;
        const auto failure = decoder.decode(writer.file, tape);
        QVERIFY(failure.has_value());
        QVERIFY2(failure->reason.starts_with("its values become more than"), failure->reason.c_str());
    }

    void readsSingleObjects() {
        SingleObjectDecoder decoder;
        const auto schema = test::avroSchema(R"({"type":"int","doc":"no part of the fingerprint"})");
        QVERIFY(decoder.add(schema).ok());
        ValueTape tape;
        std::string payload = unhex("c301 8f5c393f1ad57572 02"); // of "int", little-endian
        QVERIFY(!decoder.decode(payload, tape));
        QCOMPARE(test::render(tape), std::string("1"));
        QCOMPARE(tape.root().offset, std::uint32_t{10});
        payload[9] = 'x';
        const auto failure = decoder.decode(payload, tape);
        QVERIFY(failure.has_value());
        QCOMPARE(failure->reason, std::string("no schema with the fingerprint 7875d51a3f395c8f is known"));
        QVERIFY(decoder.decode(std::string_view(payload).substr(0, 9), tape).has_value());
        QVERIFY(decoder.decode("", tape).has_value());
    }

    void readsRegisteredSchemasWithReferences() {
        RegisteredSchema schema;
        schema.text = R"({"type":"array","items":"shop.Price"})";
        schema.references.push_back(
            {"shop.Price", "price-value", 1, R"({"type":"fixed","name":"shop.Price","size":1})"});
        const auto decoder = makeSchemaDecoder(schema);
        QVERIFY(decoder.has_value());
        ValueTape tape;
        const std::string payload = unhex("02 ff 00");
        QVERIFY(!(*decoder)->decode(payload, tape));
        QCOMPARE(test::render(tape), std::string("[x'ff']"));
        schema.references.clear();
        QVERIFY(!makeSchemaDecoder(schema).has_value());
        schema.text = R"("bytes")";
        QVERIFY(!(*makeSchemaDecoder(schema))->decode("raw", tape));
    }
};

QTEST_GUILESS_MAIN(TestAvroContainer)
#include "tst_avro_container.moc"
