#include "core/codec/confluent_frame.h"
#include "core/codec/tape_writer.h"

#include <QTest>

#include <zlib.h>

using namespace eventflow;
using namespace Qt::StringLiterals;
using codec::FrameKind;
using codec::RecordPart;

namespace {

const std::string kGuid("\x12\x34\x56\x78\x9a\xbc\xde\xf0\x01\x02\x03\x04\x05\x06\x07\x08", 16);
const std::string kGuidText = "12345678-9abc-def0-0102-030405060708";

codec::SchemaFrame read(const std::string& payload, std::vector<Header> headers = {}) {
    return codec::readSchemaFrame(payload, headers, RecordPart::Value);
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values)
        out += static_cast<char>(value);
    return out;
}

std::string deflated(const std::string& text) {
    uLongf size = compressBound(text.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
             text.size());
    out.resize(size);
    return out;
}

} // namespace

class TestConfluentFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsIds() {
        const auto frame = read(bytes({0, 0x01, 0x02, 0x03, 0x04, 9}));
        QVERIFY(frame.kind == FrameKind::ConfluentId);
        QCOMPARE(frame.schemaId.value(), 0x01020304);
        QCOMPARE(frame.bodyOffset, std::size_t{5});
        QCOMPARE(read(bytes({0, 0xFF, 0xFF, 0xFF, 0xFF})).schemaId.value(), -1);
        QVERIFY(read(bytes({0, 1, 2, 3})).kind == FrameKind::None);
        QVERIFY(read("").kind == FrameKind::None);
    }

    void readsGuids() {
        const auto frame = read("\x01" + kGuid + "x");
        QVERIFY(frame.kind == FrameKind::ConfluentGuid);
        QVERIFY(!frame.schemaId);
        QCOMPARE(frame.schemaGuid, kGuidText);
        QCOMPARE(frame.bodyOffset, std::size_t{17});
        QVERIFY(read("\x01" + kGuid.substr(1)).kind == FrameKind::None);
    }

    void headersComeFirst() {
        const std::string header = bytes({0, 0, 0, 0, 7, 0});
        const std::string older = bytes({0, 0, 0, 0, 6});
        const std::string payload = bytes({0, 0, 0, 0, 9});
        const auto frame = read(payload, {{"__value_schema_id", older}, {"__value_schema_id", header}});
        QVERIFY(frame.kind == FrameKind::ConfluentHeader);
        QCOMPARE(frame.schemaId.value(), 7);
        QCOMPARE(frame.bodyOffset, std::size_t{0});
        QCOMPARE(frame.headerRest, std::string_view("\0", 1));
        const std::string guidHeader = "\x01" + kGuid;
        QCOMPARE(read("{}", {{"__value_schema_id", guidHeader}}).schemaGuid, kGuidText);
        // Another part's, a null one and a broken one do not count.
        QCOMPARE(read(payload, {{"__key_schema_id", header}}).schemaId.value(), 9);
        QCOMPARE(read(payload, {{"__value_schema_id", std::nullopt}}).schemaId.value(), 9);
        QCOMPARE(read(payload, {{"__value_schema_id", "7"}}).schemaId.value(), 9);
        const std::vector<Header> keyHeaders{{"__key_schema_id", header}};
        QCOMPARE(codec::readSchemaFrame(payload, keyHeaders, RecordPart::Key).schemaId.value(), 7);
    }

    void readsGlue() {
        const auto frame = read(bytes({3, 0}) + kGuid + "body");
        QVERIFY(frame.kind == FrameKind::Glue && !frame.zlib);
        QCOMPARE(frame.schemaGuid, kGuidText);
        QCOMPARE(frame.bodyOffset, std::size_t{18});
        QVERIFY(read(bytes({3, 5}) + kGuid).zlib);
        QVERIFY(read(bytes({3, 1}) + kGuid).kind == FrameKind::None);
        QVERIFY(read(bytes({3, 0}) + kGuid.substr(1)).kind == FrameKind::None);
    }

    void laysOutTheBytes_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<int>("indexBytes");
        QTest::addColumn<QString>("expected"); // part:offset+size
        const auto row = [](const char* name, const std::string& payload, int indexBytes,
                            const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(payload) << indexBytes
                                << QString::fromLatin1(expected);
        };
        row("id", bytes({0, 0, 0, 0, 1, 8, 9}), 0, "0:0+1 1:1+4 4:5+2 ");
        row("protobuf", bytes({0, 0, 0, 0, 1, 0, 8, 9}), 1, "0:0+1 1:1+4 3:5+1 4:6+2 ");
        row("glue", bytes({3, 5}) + kGuid + "b", 0, "0:0+1 2:1+1 1:2+16 4:18+1 ");
        row("nothing", "{}", 0, "4:0+2 ");
        row("empty body", bytes({0, 0, 0, 0, 1}), 0, "0:0+1 1:1+4 ");
    }
    void laysOutTheBytes() {
        QFETCH(QByteArray, payload);
        QFETCH(int, indexBytes);
        QFETCH(QString, expected);
        QString text;
        const auto size = static_cast<std::size_t>(payload.size());
        for (const auto& span : read(payload.toStdString()).spans(size, static_cast<std::size_t>(indexBytes)))
            text += u"%1:%2+%3 "_s.arg(static_cast<int>(span.part)).arg(span.offset).arg(span.size);
        QCOMPARE(text, expected);
    }

    void readsMessageIndexes_data() {
        QTest::addColumn<QByteArray>("encoded");
        QTest::addColumn<QString>("expected");
        const auto row = [](const std::string& encoded, const char* expected) {
            QTest::newRow(QByteArray::fromStdString(encoded).toHex().append(' ').constData())
                << QByteArray::fromStdString(encoded) << QString::fromLatin1(expected);
        };
        row(bytes({0}), "[0] in 1");
        row(bytes({2, 0}), "[0] in 2");
        row(bytes({4, 2, 6, 99}), "[1 3] in 3");
        row(bytes({2, 0x80, 0x02}), "[128] in 3");
        row(bytes({}), "0: no count of message indexes");
        row(bytes({1}), "0: count of -1 message indexes");
        row(bytes({0x7E}), "0: count of 63 message indexes");
        row(bytes({4, 2}), "2: message index 2 is no number above 0");
        row(bytes({2, 1}), "1: message index 1 is no number above 0");
        row(bytes({2, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F}), "1: message index 1 is no number above 0");
        row(bytes({0x80, 0x80, 0x80, 0x80, 0x80, 0}), "0: no count of message indexes");
    }
    void readsMessageIndexes() {
        QFETCH(QByteArray, encoded);
        QFETCH(QString, expected);
        codec::MessageIndexes indexes;
        QString text;
        if (const auto failure = codec::readMessageIndexes(encoded.toStdString(), indexes)) {
            text = u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason);
        } else {
            for (const auto index : indexes.path)
                text += (text.isEmpty() ? u"["_s : u" "_s) + QString::number(index);
            text += u"] in %1"_s.arg(indexes.size);
        }
        QCOMPARE(text, expected);
    }

    void inflatesWithinBounds() {
        std::string out;
        QVERIFY(!codec::inflateBounded(deflated("hello"), out));
        QCOMPARE(out, std::string("hello"));
        const std::string full = deflated("hello");
        QCOMPARE(codec::inflateBounded(full.substr(0, full.size() - 5), out)->reason,
                 std::string("the zlib stream ends early"));
        QCOMPARE(codec::inflateBounded("", out)->reason, std::string("the zlib stream ends early"));
        QCOMPARE(codec::inflateBounded("garbage", out)->reason, std::string("not a zlib stream"));
        const auto behind = codec::inflateBounded(full + "xy", out);
        QCOMPARE(behind->reason, std::string("2 bytes behind the zlib stream"));
        QCOMPARE(behind->byte, full.size());
        const std::string bomb = deflated(std::string(codec::kMaxPayloadBytes + 1, '\0'));
        QVERIFY(bomb.size() < 100'000);
        QCOMPARE(codec::inflateBounded(bomb, out)->reason,
                 std::string("inflates to more than 67108864 bytes"));
    }
};

QTEST_GUILESS_MAIN(TestConfluentFrame)
#include "tst_codec_confluent_frame.moc"
