#include "core/codec/logfmt.h"
#include "core/codec/plain_text.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

using namespace eventflow;
using namespace Qt::StringLiterals;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLogfmt_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QByteArray& line, const char* expected) {
            QTest::newRow(line.left(30).append(' ').constData()) << line << QString::fromUtf8(expected);
        };
        row("level=info msg=\"a \\\"b\\\"\\n\" n=1 retry",
            "{level:\"info\",msg:\"a \\\"b\\\"\\n\",n:\"1\",retry:true}");
        row("a= b=\"\" c=x\n", "{a:\"\",b:\"\",c:\"x\"}");
        row("  url=/x?a=1&b=2  é=ü \r\n", "{url:\"/x?a=1&b=2\",é:\"ü\"}");
        row("a=1 a=2", "{a:\"1\",a:\"2\"}");
        row("", "0: no key");
        row(" ", "1: no key");
        row("a = b", "2: no key here");
        row("=x", "0: no key here");
        row("a=\"b", "2: unclosed quote");
        row("a=\"b\\", "2: unclosed quote");
        row("a=\"b\\x\"", "4: unknown escape sequence \\ followed by 'x'");
        row("a=\"b\"c", "5: a control character");
        row("a=b\"c", "3: a quote within a word");
        row("a=1\nb=2", "3: a second line");
        row(QByteArray("a=\0", 3), "2: a control character");
        row("a=\xFF", "2: not UTF-8");
    }
    void readsLogfmt() {
        QFETCH(QByteArray, line);
        QFETCH(QString, expected);
        codec::ValueTape tape;
        const std::string text = line.toStdString();
        const auto failure = codec::decodeLogfmt(text, tape);
        QCOMPARE(failure ? u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason)
                         : QString::fromStdString(test::dump({tape, 0})),
                 expected);
        QVERIFY(failure || test::isWellFormed(tape, text.size()));
    }

    void readsText_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& payload, const char* expected) {
            QTest::newRow(name) << payload << QString::fromUtf8(expected);
        };
        row("plain", "Grüße\n\t!", "UTF-8 \"Grüße\\n\\t!\"");
        row("marked", "\xEF\xBB\xBFx", "UTF-8 with a byte order mark \"x\"");
        row("little",
            QByteArray("\xFF\xFE"
                       "a\0\x3D\xD8\x00\xDE",
                       8),
            "UTF-16, little-endian \"a😀\"");
        row("big", QByteArray("\xFE\xFF\0a\xD8\x3D\xDE\x00", 8), "UTF-16, big-endian \"a😀\"");
        row("half a unit",
            QByteArray("\xFF\xFE"
                       "a",
                       3),
            "2: half a UTF-16 unit at the end");
        row("lone surrogate", QByteArray("\xFE\xFF\xD8\x3D", 4), "2: surrogate without its partner");
        row("low first", QByteArray("\xFE\xFF\xDE\x00\xD8\x3D", 6), "2: surrogate without its partner");
        row("controls in utf-16", QByteArray("\xFE\xFF\0a\0\x01\0\x02", 8),
            "4: 2 control characters in 3 bytes of text");
        row("latin 1",
            "Gr\xFC\xDF"
            "e",
            "2: not UTF-8");
        row("some controls", QByteArray("0123456789012345678\x1B"), "UTF-8 \"0123456789012345678\\u001b\"");
        row("many controls", QByteArray("ab\x01"), "2: 1 control characters in 3 bytes of text");
    }
    void readsText() {
        QFETCH(QByteArray, payload);
        QFETCH(QString, expected);
        codec::ValueTape tape;
        codec::TextEncoding encoding{};
        const std::string bytes = payload.toStdString();
        const auto failure = codec::decodeText(bytes, tape, encoding);
        QCOMPARE(failure ? u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason)
                         : QString::fromLatin1(codec::toString(encoding)) + u' ' +
                               QString::fromStdString(test::dump({tape, 0})),
                 expected);
        QVERIFY(failure || test::isWellFormed(tape, bytes.size()));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_codec_text.moc"
