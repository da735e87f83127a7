#include "core/base/percent_encoding.h"
#include "pipelines/registry/registry_paths.h"
#include "pipelines/registry/registry_url.h"

#include <QtTest>

using namespace eventflow;
using namespace eventflow::registry;

class TestRegistryUrl : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addressesAreTakenApart_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char* text, const char* origin, const char* path) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(origin) << QByteArray(path);
        };
        row("http://localhost:8081", "http://localhost:8081", "");
        row("https://registry.example/", "https://registry.example", "");
        row("http://r:8080/apis/ccompat/v7/", "http://r:8080", "/apis/ccompat/v7");
        row("http://[::1]:8081/x", "http://[::1]:8081", "/x");
    }
    void addressesAreTakenApart() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, path);
        const auto url = parseRegistryUrl(text.toStdString());
        QVERIFY2(url, url ? "" : url.error().detail.c_str());
        QCOMPARE(QByteArray::fromStdString(url->origin), origin);
        QCOMPARE(QByteArray::fromStdString(url->basePath), path);
        QCOMPARE(url->secure, text.startsWith("https"));
    }

    void whatIsNoAddressIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "localhost:8081", "ftp://host", "http://", "http://:8081", "http://h:0",
                                 "http://h:65536", "http://h:x", "http://u:secret@h", "http://h?x=secret",
                                 "http://h#x", "http://h/a b", "http://h/a\r\nX: y", "http://h\tx",
                                 "http://[::1", "http://[]:1", "http://[secret]:1", "http://h\\x"})
            QTest::newRow(text) << QByteArray(text);
    }
    void whatIsNoAddressIsRefused() {
        QFETCH(QByteArray, text);
        const auto url = parseRegistryUrl(text.toStdString());
        QVERIFY(!url);
        QVERIFY(url.error().detail.find("secret") == std::string::npos);
    }

    void segmentsAreEncoded() {
        QCOMPARE(percentEncode("a/b c%+:é~-._9"), std::string("a%2Fb%20c%25%2B%3A%C3%A9~-._9"));
        QCOMPARE(subjectPath(":.ctx:orders/v"), std::string("/subjects/%3A.ctx%3Aorders%2Fv"));
        QCOMPARE(versionPath("s", VersionSelector::latest()), std::string("/subjects/s/versions/latest"));
    }

    void queriesAreBuilt() {
        QCOMPARE(Query("/subjects").add("subjectPrefix", "a&b").add(Deleted::Only).take(),
                 std::string("/subjects?subjectPrefix=a%26b&deletedOnly=true"));
        QCOMPARE(Query("/x").add(Deleted::Exclude).take(), std::string("/x"));
    }
};

QTEST_GUILESS_MAIN(TestRegistryUrl)
#include "tst_registry_url.moc"
