#include "core/codec/detection.h"
#include "core/codec/schema_files.h"
#include "tests/core/codec/tape_dump.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace eventflow;
using namespace Qt::StringLiterals;
using codec::PayloadFormat;
using codec::RecordPart;
using codec::SchemaFile;

namespace {

void write(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
}

} // namespace

class TestSchemaFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

    /// How a payload of `topic` is read with these files: its format, its value, and what was tried before.
    static QString read(std::vector<SchemaFile> files, const char* topic, const std::string& payload,
                        RecordPart part = RecordPart::Value) {
        codec::SchemaFiles lookup(std::move(files), nullptr);
        codec::DetectionParts parts;
        parts.schemas = &lookup;
        codec::PayloadDetector detector(std::move(parts));
        codec::ValueTape tape;
        const std::string padded = payload + std::string(kValuePadding, '\0');
        const auto detection =
            detector.detect({topic, part, {}}, std::string_view(padded).substr(0, payload.size()), tape);
        QString text = QString::fromUtf8(codec::toString(detection.format)) + u' ' +
                       QString::fromStdString(test::dump({tape, 0}));
        for (const auto& attempt : detection.attempts)
            text += u"; "_s + QString::fromStdString(attempt.failure.reason);
        return text;
    }

    // What protoc --encode writes for id: 7 name: "ada".
    const std::string m_person{"\x08\x07\x12\x03"
                               "ada"};

private Q_SLOTS:
    void initTestCase() {
        write(
            m_folder.filePath(u"order.avsc"_s),
            R"({"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string"}]})");
        write(m_folder.filePath(u"proto/shop/person.proto"_s),
              "syntax = \"proto3\"; package shop; import \"shop/kind.proto\";"
              "message Person { int32 id = 1; string name = 2; Kind kind = 3; }");
        write(m_folder.filePath(u"proto/shop/kind.proto"_s),
              "syntax = \"proto3\"; package shop; message Other { int32 a = 1; } enum Kind { NONE = 0; }");
        write(m_folder.filePath(u"broken.proto"_s), "syntax = \"proto3\"; message M { int32 id = ; }");
        QCOMPARE(mkfifo(path("pipe.proto").c_str(), 0600), 0);
    }

    void avroIsReadByItsFile() {
        const SchemaFile file{"orders", RecordPart::Value, PayloadFormat::Avro, path("order.avsc"), {}};
        QCOMPARE(read({file}, "orders", "\x0e\x04hi"), u"avro {id:7,note:\"hi\"}"_s);
        QVERIFY(!read({file}, "orders", "\x0e\x04hi", RecordPart::Key).startsWith(u"avro"));
        QVERIFY(!read({file}, "orders.v2", "\x0e\x04hi").startsWith(u"avro"));
    }

    void whatDoesNotFitIsReadAsItLooks() {
        const SchemaFile file{"*", RecordPart::Value, PayloadFormat::Avro, path("order.avsc"), {}};
        const QString text = read({file}, "orders", R"({"id":7})");
        QVERIFY2(text.startsWith(u"json {id:7}; "), qPrintable(text));
    }

    void protobufIsReadByFileOrFolder() {
        const auto file = [&](const char* name, const char* message) {
            return SchemaFile{"p*", RecordPart::Value, PayloadFormat::Protobuf, path(name), message};
        };
        const QString expected = u"protobuf {id:7,name:\"ada\"}"_s;
        // Its imports begin two folders above it; of the file's own messages there is one.
        QCOMPARE(read({file("proto/shop/person.proto", "")}, "people", m_person), expected);
        QCOMPARE(read({file("proto", "shop.Person")}, "people", m_person), expected);
        const QString unclear = read({file("proto", "")}, "people", m_person);
        QVERIFY2(unclear.contains(u"defines 2 messages (shop.Other, shop.Person): say which one"_s),
                 qPrintable(unclear));
    }

    void theFirstThatFitsCounts() {
        const SchemaFile all{"*", RecordPart::Value, PayloadFormat::Protobuf, path("proto"), "shop.Person"};
        const SchemaFile one{"orders", RecordPart::Value, PayloadFormat::Avro, path("order.avsc"), {}};
        QVERIFY(read({one, all}, "orders", "\x0e\x04hi").startsWith(u"avro"));
        QVERIFY(read({all, one}, "orders", m_person).startsWith(u"protobuf"));
    }

    void faultsNameFileAndPlace_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("reason");
        QTest::newRow("missing") << u"absent.proto"_s << QString()
                                 << u"absent.proto: there is no such file"_s;
        QTest::newRow("broken") << u"broken.proto"_s << QString() << u"broken.proto:1:43"_s;
        QTest::newRow("no such message") << u"proto"_s << u"shop.Nobody"_s << u"shop.Nobody"_s;
        // To open it would wait for a writer, while everybody else waits for the lock.
        QTest::newRow("a pipe") << u"pipe.proto"_s << QString() << u"pipe.proto: is not a file"_s;
        QTest::newRow("no descriptor set")
            << u"order.avsc"_s << QString() << u"protoc --descriptor_set_out"_s;
    }
    void faultsNameFileAndPlace() {
        QFETCH(QString, file);
        QFETCH(QString, message);
        QFETCH(QString, reason);
        const SchemaFile chosen{"*", RecordPart::Value, PayloadFormat::Protobuf,
                                path(file.toUtf8().constData()), message.toStdString()};
        const QString text = read({chosen}, "people", m_person);
        QVERIFY2(text.contains(u"schema file "_s) && text.contains(reason), qPrintable(text));
        QVERIFY(!text.startsWith(u"protobuf {"));
    }

    void importsStayInTheFolder() {
        write(m_folder.filePath(u"outside.proto"_s), "syntax = \"proto3\"; message Secret { int32 a = 1; }");
        write(m_folder.filePath(u"inner/main.proto"_s),
              "syntax = \"proto3\"; import \"../outside.proto\"; message M { Secret s = 1; }");
        const auto text = read(
            {{"*", RecordPart::Value, PayloadFormat::Protobuf, path("inner/main.proto"), {}}}, "t", m_person);
        QVERIFY2(text.contains(u"../outside.proto"_s) && !text.startsWith(u"protobuf "), qPrintable(text));
    }

    void aFrameInFrontIsSkipped() {
        const SchemaFile file{"*", RecordPart::Value, PayloadFormat::Avro, path("order.avsc"), {}};
        const std::string framed = std::string("\0\0\0\0\x09", 5) + "\x0e\x04hi";
        QCOMPARE(read({file}, "orders", framed), u"avro {id:7,note:\"hi\"}"_s);
    }
};

QTEST_GUILESS_MAIN(TestSchemaFiles)
#include "tst_codec_schema_files.moc"
