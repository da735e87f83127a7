#include "core/base/base64.h"

#include <QByteArray>
#include <QTest>

using namespace eventflow;

class TestBase64 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithQt_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (int size = 0; size < 20; ++size) {
            QByteArray bytes;
            for (int i = 0; i < size; ++i)
                bytes += static_cast<char>(i * 37 + size * 101);
            QTest::addRow("%d bytes", size) << bytes;
        }
    }
    void agreesWithQt() {
        QFETCH(QByteArray, bytes);
        const std::string plain = bytes.toStdString();
        const auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
        QCOMPARE(QByteArray::fromStdString(toBase64(plain)), bytes.toBase64());
        QCOMPARE(QByteArray::fromStdString(toBase64(plain, Base64::UrlSafe)), bytes.toBase64(url));
        QVERIFY(fromBase64(toBase64(plain)) == plain);
        QVERIFY(fromBase64(toBase64(plain, Base64::UrlSafe), Base64::UrlSafe) == plain);
    }
    void refusesWhatIsNone_data() {
        QTest::addColumn<bool>("unused");
        for (const char* text : {"A", "AAAAA", "AA=", "AAA==", "A===", "AA\n=", "A-AA", "====", "=AAA"})
            QTest::newRow(text) << true;
    }
    void refusesWhatIsNone() { QVERIFY(!fromBase64(QTest::currentDataTag())); }
};

QTEST_GUILESS_MAIN(TestBase64)
#include "tst_base64.moc"
