#include "pipelines/auth/sealed_text.h"
#include "pipelines/auth/secret_key.h"
#include "pipelines/auth/secret_store.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace eventflow;
using namespace eventflow::auth;

namespace {

constexpr const char* kPassphrase = "correct horse";

config::Connection connection() {
    config::Connection connection;
    connection.name = "prod";
    connection.bootstrapServers = "a:9092,b:9092";
    connection.properties = {
        {"security.protocol", "SASL_SSL"}, {"sasl.mechanism", "PLAIN"}, {"fetch.min.bytes", "1"}};
    connection.registry.urls = {"https://registry"};
    connection.tokens.endpoint = "https://login";
    return connection;
}

using Change = std::function<void(config::Connection&)>;

} // namespace
Q_DECLARE_METATYPE(Change)

class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItSealed();
    void refusesEveryChangedByte();
    void refusesAnotherPassphrase();
    void keepsSecretsInAFileOnlyTheOwnerReads();
    void leavesADamagedFileAlone();
    void refusesAPassphraseFileOthersMayRead();
    void aConnectionThatWasRedirectedFindsNoSecret_data();
    void aConnectionThatWasRedirectedFindsNoSecret();
};

void TestSecrets::opensWhatItSealed() {
    const std::string text("{\"a\":\"\0b\"}", 10);
    const auto first = seal(text, kPassphrase);
    const auto second = seal(text, kPassphrase);
    QVERIFY(first && second);
    QVERIFY(*first != *second);
    QVERIFY(first->find("\"a\"") == std::string::npos);
    QCOMPARE(unseal(*first, kPassphrase).value_or(""), text);
}

void TestSecrets::refusesEveryChangedByte() {
    const auto sealed = seal("secret", kPassphrase);
    QVERIFY(sealed.has_value());
    // Each takes a tenth of a second: one byte of every part.
    for (const std::size_t at : {std::size_t{0}, std::size_t{8}, std::size_t{10}, std::size_t{30},
                                 sealed->size() - 20, sealed->size() - 1}) {
        std::string changed = *sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        QVERIFY2(!unseal(changed, kPassphrase), qPrintable(QString::number(at)));
    }
    QVERIFY(!unseal(sealed->substr(0, sealed->size() - 1), kPassphrase));
    QVERIFY(!unseal("", kPassphrase));
}

void TestSecrets::refusesAnotherPassphrase() {
    const auto sealed = seal("secret", kPassphrase);
    const auto text = unseal(*sealed, "wrong horse");
    QVERIFY(!text);
    QCOMPARE(static_cast<int>(text.error().code), static_cast<int>(ErrorCode::PermissionDenied));
}

void TestSecrets::keepsSecretsInAFileOnlyTheOwnerReads() {
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "deep" / "secrets";
    QVERIFY(makeFileStore(file, kPassphrase)->write("prod/sasl.password#1", "canary-77").ok());
    QVERIFY(makeFileStore(file, kPassphrase)->write("prod/other#2", "x").ok());

    const auto store = makeFileStore(file, kPassphrase);
    QCOMPARE(store->read("prod/sasl.password#1").value_or(std::nullopt).value_or(""),
             std::string("canary-77"));
    QVERIFY(!store->read("prod/sasl.password#2").value_or("there").has_value());
    QVERIFY(store->remove("prod/sasl.password#1").ok());
    QVERIFY(!store->read("prod/sasl.password#1").value_or("there").has_value());
    QCOMPARE(store->read("prod/other#2").value_or(std::nullopt).value_or(""), std::string("x"));

    const QString path = QString::fromStdString(file.string());
    QCOMPARE(QFileInfo(path).permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QFile raw(path);
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QVERIFY(!raw.readAll().contains("prod"));
}

void TestSecrets::leavesADamagedFileAlone() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("secrets"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("garbage");
    file.close();
    const auto store = makeFileStore(path.toStdString(), kPassphrase);
    QVERIFY(!store->read("a"));
    QVERIFY(!store->write("a", "b").ok());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("garbage"));
}

void TestSecrets::refusesAPassphraseFileOthersMayRead() {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("passphrase")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("correct horse\nbattery");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    const auto refused = readPassphrase(file.fileName().toStdString());
    QVERIFY(!refused);
    QVERIFY(refused.error().detail.find("chmod 600") != std::string::npos);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(readPassphrase(file.fileName().toStdString()).value_or(""), std::string("correct horse"));
}

void TestSecrets::aConnectionThatWasRedirectedFindsNoSecret_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<bool>("same");
    const auto row = [](const char* name, const char* secret, bool same, Change change) {
        QTest::newRow(name) << std::move(change) << QByteArray(secret) << same;
    };
    row("tuning", "sasl.password", true, [](auto& c) { c.properties["fetch.min.bytes"] = "2"; });
    row("topics", "sasl.password", true, [](auto& c) { c.topics = {"x"}; });
    row("other brokers", "sasl.password", false, [](auto& c) { c.bootstrapServers = "evil:9092"; });
    row("without TLS", "sasl.password", false,
        [](auto& c) { c.properties["security.protocol"] = "SASL_PLAINTEXT"; });
    row("without verification", "sasl.password", false,
        [](auto& c) { c.properties["enable.ssl.certificate.verification"] = "false"; });
    row("a tunnel elsewhere", "sasl.password", false, [](auto& c) { c.addresses["a:9092"] = "evil:9092"; });
    row("another registry", "registry.password", false, [](auto& c) { c.registry.urls = {"https://evil"}; });
    row("another registry, its broker", "sasl.password", true,
        [](auto& c) { c.registry.urls = {"https://evil"}; });
    row("another token endpoint", "oauth.client.secret", false,
        [](auto& c) { c.tokens.endpoint = "https://evil"; });
}

void TestSecrets::aConnectionThatWasRedirectedFindsNoSecret() {
    QFETCH(Change, change);
    QFETCH(QByteArray, secret);
    QFETCH(bool, same);
    config::Connection changed = connection();
    change(changed);
    QCOMPARE(secretKey(changed, secret.toStdString()) == secretKey(connection(), secret.toStdString()), same);
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_auth_secrets.moc"
