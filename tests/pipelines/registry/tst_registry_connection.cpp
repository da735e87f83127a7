#include "pipelines/registry/registry_reader.h"
#include "pipelines/registry/registry_writer.h"
#include "tests/support/fake_registry.h"
#include "tests/support/write_permit.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace eventflow;
using namespace eventflow::registry;
using eventflow::testing::FakeRegistry;
using namespace Qt::StringLiterals;

namespace {

const char* const kNobody = "http://127.0.0.1:1";

RegistryOptions optionsFor(std::vector<std::string> urls) {
    RegistryOptions options;
    options.urls = std::move(urls);
    options.connectTimeout = std::chrono::seconds(2);
    options.requestTimeout = std::chrono::seconds(5);
    return options;
}

RegistryReader readerOf(const RegistryOptions& options) {
    return RegistryReader(*RegistryConnection::create(options));
}

bool says(const Error& error, const char* text) {
    return error.detail.find(text) != std::string::npos;
}

/// A certificate authority, a server's certificate for 127.0.0.1 and a client's, made by openssl.
class Certificates {
public:
    bool make() {
        return m_folder.isValid() &&
               run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem"}) &&
               sign("server") && sign("client") &&
               run({"ec", "-in", "client.key", "-aes256", "-passout", "pass:open-sesame", "-out",
                    "locked.key"});
    }
    [[nodiscard]] QString file(const char* name) const {
        return m_folder.filePath(QString::fromLatin1(name));
    }

private:
    bool sign(const char* name) {
        const QByteArray base(name);
        QFile extension(file("ext"));
        if (!extension.open(QIODevice::WriteOnly)) return false;
        extension.write("subjectAltName=IP:127.0.0.1\n");
        extension.close();
        return run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=" + base, "-keyout", base + ".key", "-out", base + ".csr"}) &&
               run({"x509", "-req", "-in", base + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial", "-days", "2", "-extfile", "ext", "-out", base + ".pem"});
    }
    bool run(const QByteArrayList& arguments) {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        QStringList list;
        for (const QByteArray& argument : arguments)
            list << QString::fromLatin1(argument);
        process.start(QStringLiteral("openssl"), list);
        return process.waitForFinished() && process.exitCode() == 0;
    }

    QTemporaryDir m_folder;
};

} // namespace

class TestRegistryConnection : public QObject {
    Q_OBJECT
private:
    Certificates m_certificates;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.make()); }

    void optionsThatContradictThemselvesAreRefused() {
        QVERIFY(!RegistryConnection::create(optionsFor({})));
        QVERIFY(!RegistryConnection::create(optionsFor({"nowhere"})));
        auto options = optionsFor({kNobody});
        options.password = "s3cret";
        QVERIFY(!RegistryConnection::create(options));
        options.user = "me\r\nX-Evil: 1";
        const auto refused = RegistryConnection::create(options);
        QVERIFY(!refused);
        QVERIFY(!says(refused.error(), "s3cret"));
        options = optionsFor({kNobody});
        options.clientCertificateFile = m_certificates.file("client.pem").toStdString();
        QVERIFY(!RegistryConnection::create(options));
        options = optionsFor({kNobody});
        options.caFile = "/nothing/ca.pem";
        QCOMPARE(RegistryConnection::create(options).error().code, ErrorCode::NotFound);
    }

    void theNextAddressIsTriedAndRemembered() {
        FakeRegistry first;
        FakeRegistry second;
        first.intercept([](const auto&) { return FakeRegistry::Reply{503, "<html>down</html>", {}}; });
        const auto reader = readerOf(optionsFor({kNobody, first.url(), second.url()}));
        QVERIFY(reader.types());
        QVERIFY(reader.types());
        QCOMPARE(int(first.seen().size()), 1);
        QCOMPARE(int(second.seen().size()), 2);
    }

    void whenNobodyAnswersEachAddressIsNamed() {
        const auto types = readerOf(optionsFor({kNobody, "http://127.0.0.1:2/base"})).types();
        QVERIFY(!types);
        QCOMPARE(types.error().code, ErrorCode::Unavailable);
        QVERIFY2(says(types.error(), "127.0.0.1:1: no connection"), types.error().detail.c_str());
        QVERIFY2(says(types.error(), "127.0.0.1:2/base: no connection"), types.error().detail.c_str());
    }

    void aDeletionOfUnknownFateIsNotRepeated() {
        FakeRegistry first;
        FakeRegistry second;
        first.intercept([](const auto&) { return FakeRegistry::Reply{504, "", {}}; });
        const auto connection = *RegistryConnection::create(optionsFor({first.url(), second.url()}));
        RegistryWriter writer(connection, eventflow::test::permitForTests());
        QCOMPARE(writer.deleteSubject("s", Deletion::Soft).error().code, ErrorCode::Unavailable);
        QCOMPARE(int(second.seen().size()), 0);
        QVERIFY(writer.registerSchema("s", {codec::SchemaType::Avro, "{\"type\":\"string\"}", {}}));
        QCOMPARE(int(second.seen().size()), 1);
    }

    void credentialsAreSent() {
        FakeRegistry registry;
        auto options = optionsFor({registry.url()});
        options.user = "alice";
        options.password = "open:sesame";
        QVERIFY(readerOf(options).types());
        QCOMPARE(registry.seen().back().authorization, QByteArray("Basic YWxpY2U6b3BlbjpzZXNhbWU="));
        options = optionsFor({registry.url()});
        int asked = 0;
        options.bearerToken = [&asked]() -> Result<std::string> { return "t" + std::to_string(++asked); };
        const auto reader = readerOf(options);
        QVERIFY(reader.types());
        QVERIFY(reader.types());
        QCOMPARE(registry.seen().back().authorization, QByteArray("Bearer t2"));
    }

    void aTokenThatCannotBeHadIsSaid() {
        auto options = optionsFor({kNobody});
        options.bearerToken = []() -> Result<std::string> {
            return Error{ErrorCode::Unavailable, "the token endpoint is away"};
        };
        const auto types = readerOf(options).types();
        QVERIFY2(says(types.error(), "token endpoint is away"), types.error().detail.c_str());
    }

    void secretsNeverComeBackInErrors_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("password") << QByteArray(
            "{\"error_code\":500,\"message\":\"user alice, s3cret-word\"}");
        QTest::newRow("header") << QByteArray(
            "{\"error_code\":500,\"message\":\"Authorization: Basic YWxpY2U6czNjcmV0LXdvcmQ=\"}");
        QTest::newRow("escaped") << QByteArray("{\"error_code\":500,\"message\":\"\\u00733cret-word\"}");
        QTest::newRow("at the cut") << "{\"error_code\":500,\"message\":\"" + QByteArray(595, 'x') +
                                           "s3cret-word\"}";
    }
    void secretsNeverComeBackInErrors() {
        QFETCH(QByteArray, body);
        FakeRegistry registry;
        registry.intercept([&](const auto&) { return FakeRegistry::Reply{500, body, {}}; });
        auto options = optionsFor({registry.url()});
        options.user = "alice";
        options.password = "s3cret-word";
        const auto types = readerOf(options).types();
        QVERIFY(!types);
        QVERIFY2(!says(types.error(), "s3cre"), types.error().detail.c_str());
        QVERIFY2(!says(types.error(), "czNjcmV0"), types.error().detail.c_str());
    }

    void redirectionsAreNotFollowed() {
        FakeRegistry other;
        FakeRegistry registry;
        registry.intercept([&](const auto&) {
            return FakeRegistry::Reply{302, "", {{"Location", other.url() + "/schemas/types?token=x"}}};
        });
        auto options = optionsFor({registry.url()});
        options.user = "alice";
        options.password = "pw";
        const auto types = readerOf(options).types();
        QVERIFY(!types);
        QVERIFY2(says(types.error(), "redirects"), types.error().detail.c_str());
        QVERIFY(other.seen().empty());
    }

    void largeAnswersAreRefused() {
        FakeRegistry registry;
        registry.intercept([](const auto&) {
            return FakeRegistry::Reply{200, "[\"" + QByteArray(200'000, 'x') + "\"]", {}};
        });
        auto options = optionsFor({registry.url()});
        options.maxResponseBytes = 100'000;
        QCOMPARE(readerOf(options).types().error().code, ErrorCode::LimitExceeded);
        options.maxResponseBytes = 300'000;
        QVERIFY(readerOf(options).types());
    }

    void aSilentRegistryTimesOut() {
        std::atomic<bool> release = false; // outlives the registry's threads, which read it
        FakeRegistry registry;
        registry.intercept([&](const auto&) -> std::optional<FakeRegistry::Reply> {
            while (!release)
                std::this_thread::yield();
            return std::nullopt;
        });
        auto options = optionsFor({registry.url()});
        options.requestTimeout = std::chrono::milliseconds(200);
        const auto types = readerOf(options).types();
        release = true;
        QCOMPARE(types.error().code, ErrorCode::Unavailable);
        QVERIFY2(says(types.error(), "in time"), types.error().detail.c_str());
    }

    void aPrivateAuthorityIsTrustedWhenGiven() {
        FakeRegistry registry(
            {}, FakeRegistry::Tls{m_certificates.file("server.pem"), m_certificates.file("server.key"), {}});
        auto options = optionsFor({registry.url()});
        const auto refused = readerOf(options).types();
        QVERIFY(!refused);
        QVERIFY2(says(refused.error(), "not trusted"), refused.error().detail.c_str());
        options.caFile = m_certificates.file("ca.pem").toStdString();
        const auto types = readerOf(options).types();
        QVERIFY2(types, types ? "" : types.error().detail.c_str());
    }

    void aClientCertificateIsShown() {
        FakeRegistry registry({}, FakeRegistry::Tls{m_certificates.file("server.pem"),
                                                    m_certificates.file("server.key"),
                                                    m_certificates.file("ca.pem")});
        auto options = optionsFor({registry.url()});
        options.caFile = m_certificates.file("ca.pem").toStdString();
        QVERIFY(!readerOf(options).types());
        options.clientCertificateFile = m_certificates.file("client.pem").toStdString();
        options.clientKeyFile = m_certificates.file("client.key").toStdString();
        const auto types = readerOf(options).types();
        QVERIFY2(types, types ? "" : types.error().detail.c_str());
    }

    void anEncryptedKeyIsOpenedWithItsPassphrase() {
        FakeRegistry registry({}, FakeRegistry::Tls{m_certificates.file("server.pem"),
                                                    m_certificates.file("server.key"),
                                                    m_certificates.file("ca.pem")});
        auto options = optionsFor({registry.url()});
        options.caFile = m_certificates.file("ca.pem").toStdString();
        options.clientCertificateFile = m_certificates.file("client.pem").toStdString();
        options.clientKeyFile = m_certificates.file("locked.key").toStdString();
        options.clientKeyPassphrase = "open-sesame";
        const auto types = readerOf(options).types();
        QVERIFY2(types, types ? "" : types.error().detail.c_str());
    }

    void aKeyThatCannotBeUsedIsRefusedAtOnce_data() {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("passphrase");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no passphrase") << "client.pem"_ba
                                       << "locked.key"_ba << QByteArray() << "the key is encrypted"_ba;
        QTest::newRow("wrong one") << "client.pem"_ba
                                   << "locked.key"_ba << QByteArray("canary-phrase")
                                   << "does not open the key"_ba;
        QTest::newRow("a long one") << "client.pem"_ba
                                    << "locked.key"_ba << QByteArray(5000, 'x') << "does not open the key"_ba;
        QTest::newRow("of another") << "client.pem"_ba
                                    << "server.key"_ba << QByteArray()
                                    << "is not the key of the certificate"_ba;
        QTest::newRow("no key") << "client.pem"_ba
                                << "client.pem"_ba << QByteArray() << "is no private key"_ba;
        QTest::newRow("no certificate") << "client.key"_ba
                                        << "client.key"_ba << QByteArray() << "holds no certificate"_ba;
    }
    void aKeyThatCannotBeUsedIsRefusedAtOnce() {
        QFETCH(QByteArray, certificate);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, passphrase);
        QFETCH(QByteArray, words);
        auto options = optionsFor({"https://127.0.0.1:1"});
        options.clientCertificateFile = m_certificates.file(certificate.constData()).toStdString();
        options.clientKeyFile = m_certificates.file(key.constData()).toStdString();
        options.clientKeyPassphrase = passphrase.toStdString();
        const auto refused = RegistryConnection::create(options);
        QVERIFY(!refused);
        QVERIFY2(says(refused.error(), words.constData()), refused.error().detail.c_str());
        QVERIFY(!says(refused.error(), "canary"));
    }
};

QTEST_GUILESS_MAIN(TestRegistryConnection)
#include "tst_registry_connection.moc"
