#include "core/codec/protobuf/raw_message.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace Qt::StringLiterals;

namespace {

QString decoded(const std::string& payload) {
    codec::ValueTape tape;
    if (const auto failure = codec::protobuf::decodeRawMessage(payload, tape))
        return u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason);
    if (!test::isWellFormed(tape, payload.size())) return u"malformed tape"_s;
    return QString::fromStdString(test::dump({tape, 0}));
}

} // namespace

class TestRawProtobuf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsFieldsByNumber_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* hex, const char* expected) {
            QTest::newRow(*hex == '\0' ? "nothing" : hex) << QByteArray(hex) << QString::fromUtf8(expected);
        };
        row("", "{}");
        row("089601", "{#1:varint:150}");
        row("0801080208ffffffffffffffffff01", "{#1:varint:1,#1:varint:2,#1:varint:18446744073709551615u}");
        row("110100000000000080", "{#2:i64:9223372036854775809u}");
        row("1d01000080", "{#3:i32:2147483649}");
        row("220568656c6c6f", "{#4:len:\"hello\"}");
        row("2200", "{#4:len:h''}");
        row("22020801", "{#4:len:{#1:varint:1}}");
        row("2203ff0001", "{#4:len:h'ff0001'}");
        row("2b080130022c", "{#5:group:{#1:varint:1,#6:varint:2}}");
        row("8080010a", "{#2048:varint:10}");
        row("f8ffffff0f01", "{#536870911:varint:1}");
        // faults
        row("08", "1: the message ends in a varint");
        row("00", "0: field number 0");
        row("0e", "0: field 1 has the wire type 6, which does not exist");
        row("f8ffffff1f01", "0: field number 1073741823 is above 2^29");
        row("0880808080808080808002", "1: a varint of more than 64 bits");
        row("0880808080808080808080", "1: a varint of more than 64 bits");
        row("1100", "1: a value of 8 bytes, but only 1 are left in the message");
        row("22ffffffffffffffffff01ab",
            "1: a value of 18446744073709551615 bytes, but only 1 are left in the message");
        row("2b0801", "3: group 5 has no end");
        row("2b080134", "3: the end of group 6, which is not open");
        row("2c", "0: the end of group 5, which is not open");
    }
    void readsFieldsByNumber() {
        QFETCH(QByteArray, hex);
        QFETCH(QString, expected);
        QCOMPARE(decoded(QByteArray::fromHex(hex).toStdString()), expected);
    }

    void doubtsWhatIsHardlyMeant_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& payload, const char* expected) {
            QTest::newRow(name) << payload << QString::fromLatin1(expected);
        };
        row("message", QByteArray::fromHex("0801120568656c6c6f"), "");
        row("text", "hello", "printable text throughout");
        row("large number", QByteArray::fromHex("f8ffffff0f01"), "field number 536870911 is hardly meant");
        row("long tag", QByteArray::fromHex("880001"), "a varint longer than it needs to be");
        row("long varint", QByteArray::fromHex("088100"), "a varint longer than it needs to be");
        row("broken", QByteArray::fromHex("08"), "the message ends in a varint");
    }
    void doubtsWhatIsHardlyMeant() {
        QFETCH(QByteArray, payload);
        QFETCH(QString, expected);
        const auto doubt = codec::protobuf::doubtRawMessage(payload.toStdString());
        QCOMPARE(doubt ? QString::fromStdString(doubt->reason) : QString(), expected);
    }

    void nestingIsBounded() {
        QVERIFY(decoded(std::string(30, '\x0B') + std::string(30, '\x0C')).startsWith(u"{#1:group:{"));
        QVERIFY(decoded(std::string(100, '\x0B') + std::string(100, '\x0C')).contains(u"nested deeper"));
        // What nests deeper as a message stays bytes.
        std::string message = "\x08\x01";
        for (int i = 0; i < 60; ++i)
            message = std::string("\x0A") + static_cast<char>(message.size()) + message;
        QVERIFY(decoded(message).endsWith(u"{#1:varint:1}"_s + QString(60, u'}')));
    }

    void survivesDamagedPayloads() {
        const std::string sound =
            QByteArray::fromHex("0896011205776f726c641a0808011204deadbeef2b0801302a2c3d0000803f4101000000"
                                "00000000")
                .toStdString();
        std::mt19937_64 random(5);
        int accepted = 0;
        for (int i = 0; i < 50'000; ++i) {
            std::string payload = sound;
            for (std::uint64_t changes = random() % 3; changes > 0; --changes)
                payload[random() % payload.size()] = static_cast<char>(random());
            const QString result = decoded(payload);
            QVERIFY(result != u"malformed tape"_s);
            accepted += result.startsWith(u'{') ? 1 : 0;
        }
        QVERIFY(accepted > 1'000);
    }
};

QTEST_GUILESS_MAIN(TestRawProtobuf)
#include "tst_codec_raw_protobuf.moc"
