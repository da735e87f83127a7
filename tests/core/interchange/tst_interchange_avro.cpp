#include "core/interchange/avro_block_reader.h"
#include "core/interchange/avro_splitter.h"
#include "tests/core/codec/avro/avro_fixture.h"
#include "tests/core/codec/avro/container_writer.h"
#include "tests/core/interchange/imported_text.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::interchange;
using namespace eventflow::interchange::test;
using codec::avro::BlockCodec;
using eventflow::test::compressBlock;
using eventflow::test::ContainerWriter;
using eventflow::test::unhex;

Q_DECLARE_METATYPE(eventflow::codec::avro::BlockCodec)

namespace {

/// Values a line each; what is broken behind a `!` with its cause.
std::string contents(const std::string& file, const NextPiece& piece = {}) {
    AvroSplitter splitter;
    std::string text;
    for (const OwnedItem& item : itemsOf(
             splitter, file, piece ? piece : [&] { return file.size(); })) {
        if (!item.fault.empty()) {
            text += "!" + std::to_string(item.offset) + " " + item.fault + "\n";
            continue;
        }
        auto reader = AvroBlockReader::open(*splitter.header());
        if (!reader) return reader.error().detail;
        reader->begin(item.text);
        Arena arena;
        std::string_view json;
        for (;;) {
            const auto step = reader->next(arena, json);
            if (step == AvroBlockReader::Step::End) break;
            text += step == AvroBlockReader::Step::Value ? std::string(json) : "!" + reader->fault();
            text += '\n';
        }
    }
    return text;
}

std::string threeBlocks(BlockCodec codec = BlockCodec::None) {
    ContainerWriter writer(R"("int")", codec::avro::toString(codec));
    writer.addBlock(3, compressBlock(codec, unhex("02 04 06")));
    writer.addBlock(1, compressBlock(codec, unhex("08")));
    writer.addBlock(2, compressBlock(codec, unhex("0a 0c")));
    return writer.file;
}

} // namespace

class TestInterchangeAvro : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesEveryValueAsJson_data() {
        QTest::addColumn<BlockCodec>("codec");
        QTest::newRow("null") << BlockCodec::None;
        QTest::newRow("deflate") << BlockCodec::Deflate;
        QTest::newRow("snappy") << BlockCodec::Snappy;
        QTest::newRow("zstandard") << BlockCodec::Zstandard;
    }
    void givesEveryValueAsJson() {
        QFETCH(BlockCodec, codec);
        QCOMPARE(contents(threeBlocks(codec)), std::string("1\n2\n3\n4\n5\n6\n"));
    }

    void writesRecordsAsTheyAreDecoded() {
        ContainerWriter writer(
            R"({"type":"record","name":"r","fields":[{"name":"a","type":["null","bytes"]},{"name":"b","type":"string"}]})",
            "null");
        writer.addBlock(2, unhex("02 04 00ff 02 78") + unhex("00 00"));
        QCOMPARE(contents(writer.file),
                 std::string("{\"a\":\"AP8=\",\"b\":\"x\"}\n{\"a\":null,\"b\":\"\"}\n"));
    }

    void readsOnBehindADamagedBlock() {
        const std::string file = threeBlocks();
        const std::size_t second = file.find("\x02\x02\x08");
        QVERIFY(second != file.npos);
        std::string wrongSize = file;
        wrongSize[second + 1] = '\x04';
        QCOMPARE(contents(wrongSize), "1\n2\n3\n!" + std::to_string(second) +
                                          " a block that does not end with the file's sync marker\n5\n6\n");
        std::string negative = file;
        negative[second] = '\x01';
        QCOMPARE(contents(negative),
                 "1\n2\n3\n!" + std::to_string(second) + " a block with impossible sizes\n5\n6\n");
        std::string wrongValue = file;
        wrongValue[second + 2] = '\x80';
        QVERIFY2(contents(wrongValue).starts_with("1\n2\n3\n!value 1 of a block of 1: byte "),
                 contents(wrongValue).c_str());
        QVERIFY(contents(wrongValue).ends_with("\n5\n6\n"));
    }

    void saysHowManyValuesABrokenOneTakesAlong() {
        ContainerWriter writer(R"("int")", "null");
        writer.addBlock(4, unhex("02 80"));
        QVERIFY2(contents(writer.file).ends_with("; the 2 values behind it are lost with it\n"),
                 contents(writer.file).c_str());
        ContainerWriter left(R"("int")", "null");
        left.addBlock(1, unhex("02 04"));
        QVERIFY(contents(left.file).find("bytes are left") != std::string::npos);
    }

    void givesEveryWholeBlockOfATornFile() {
        const std::string file = threeBlocks();
        const std::size_t header = file.find("\x06\x06\x02\x04\x06");
        for (std::size_t size = header; size < file.size(); ++size) {
            const std::string text = contents(file.substr(0, size));
            const bool between = text.find('!') == text.npos;
            QVERIFY2(between || text.ends_with(" the file ends within a block\n"), text.c_str());
        }
    }

    void takesAHeaderThatCannotBeReadForTheEndOfTheFile() {
        const std::string file = threeBlocks();
        for (const std::string& broken : {file.substr(0, 10), ContainerWriter(R"("nothing")", "null").file,
                                          ContainerWriter(R"("int")", "lzma").file}) {
            const std::string text = contents(broken);
            QVERIFY2(text.starts_with("!0 the header of the Avro file cannot be read"), text.c_str());
            QCOMPARE(std::ranges::count(text, '\n'), 1);
        }
    }

    void refusesMoreValuesThanABlockCanHold() {
        ContainerWriter writer(R"("null")", "null");
        writer.addBlock(1'000'000, "");
        QVERIFY(contents(writer.file).find("a block of 1000000 values in 0 bytes") != std::string::npos);
    }

    void doesNotDependOnWhereBlocksEnd() {
        std::mt19937 random(9);
        for (int round = 0; round < 60; ++round) {
            std::string file = threeBlocks(round % 2 == 0 ? BlockCodec::None : BlockCodec::Zstandard);
            for (auto i = random() % 3; i > 0; --i)
                file[random() % file.size()] = static_cast<char>(random());
            file.resize(file.size() - random() % 4);
            if (!file.starts_with(codec::avro::kContainerMagic)) continue;
            QCOMPARE(contents(file, [&] { return 1 + random() % 20; }), contents(file));
        }
    }
};

QTEST_GUILESS_MAIN(TestInterchangeAvro)
#include "tst_interchange_avro.moc"
