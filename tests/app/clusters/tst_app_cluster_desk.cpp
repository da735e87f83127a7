#include "app/clusters/app_cluster_desk.h"
#include "core/config/workspace.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::app {

class TestAppClusterDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void savesRenamesAndRemovesInTheWorkspace();
    void keepsWhatElseIsWritten();
    void refusesANameThatIsTaken();
    void withoutAWorkspaceConnectionsLastAsLongAsTheSession();
    void theSampleIsThereWhileItRuns();
    void asksForASecretUntilItIsTyped();
    void aTypedSecretIsForItsAddressOnly();
    void aStoredSecretIsNotAskedFor();

private:
    static config::Connection connection(const std::string& name);
    [[nodiscard]] QByteArray yaml() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppClusterDesk> m_desk;
};

config::Connection TestAppClusterDesk::connection(const std::string& name) {
    config::Connection connection;
    connection.name = name;
    connection.bootstrapServers = "broker.example:9092";
    return connection;
}

QByteArray TestAppClusterDesk::yaml() const {
    QFile file(m_folder->filePath(u"workspace.yaml"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestAppClusterDesk::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QFile passphrase(m_folder->filePath(u"passphrase"_s));
    QVERIFY(passphrase.open(QIODevice::WriteOnly));
    passphrase.write("correct horse battery\n");
    passphrase.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    qputenv("EVENTFLOW_PASSPHRASE_FILE", passphrase.fileName().toLocal8Bit());
    qputenv("XDG_DATA_HOME", m_folder->path().toLocal8Bit());
    m_desk = std::make_unique<AppClusterDesk>(m_folder->path().toStdString());
}

void TestAppClusterDesk::savesRenamesAndRemovesInTheWorkspace() {
    QVERIFY(m_desk->persistent());
    QVERIFY(m_desk->saveConnection("", connection("one")).ok());
    QVERIFY(m_desk->saveConnection("", connection("two")).ok());
    QVERIFY(m_desk->saveConnection("one", connection("uno")).ok());
    const auto names = [](const std::vector<config::Connection>& list) {
        std::string all;
        for (const auto& each : list)
            all += each.name + ' ';
        return all;
    };
    QCOMPARE(names(m_desk->connections()), std::string("two uno "));
    QCOMPARE(names(AppClusterDesk(m_folder->path().toStdString()).connections()), std::string("two uno "));
    QVERIFY(m_desk->removeConnection("two").ok());
    QCOMPARE(names(config::loadWorkspace(m_folder->path().toStdString())->connections), std::string("uno "));
    QVERIFY(!m_desk->removeConnection("two").ok());
}

void TestAppClusterDesk::keepsWhatElseIsWritten() {
    QFile file(m_folder->filePath(u"workspace.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# ours\nname: payments # the team\n");
    file.close();
    QVERIFY(m_desk->saveConnection("", connection("one")).ok());
    QVERIFY(yaml().startsWith("# ours\nname: payments # the team\n"));
}

void TestAppClusterDesk::refusesANameThatIsTaken() {
    QVERIFY(m_desk->saveConnection("", connection("one")).ok());
    QVERIFY(m_desk->saveConnection("", connection("two")).ok());
    const QByteArray before = yaml();
    const Status refused = m_desk->saveConnection("two", connection("one"));
    QVERIFY(!refused && refused.error().code == ErrorCode::AlreadyExists);
    QCOMPARE(yaml(), before);
}

void TestAppClusterDesk::withoutAWorkspaceConnectionsLastAsLongAsTheSession() {
    AppClusterDesk desk(std::nullopt);
    QVERIFY(!desk.persistent());
    QVERIFY(desk.saveConnection("", connection("one")).ok());
    QCOMPARE(desk.connections().size(), std::size_t{1});
    QVERIFY(yaml().isEmpty());
}

void TestAppClusterDesk::theSampleIsThereWhileItRuns() {
    m_desk->setSample(connection("Sample incident"));
    QCOMPARE(m_desk->connections().size(), std::size_t{1});
    QVERIFY(!m_desk->saveConnection("", connection("Sample incident")).ok());
    m_desk->setSample(std::nullopt);
    QVERIFY(m_desk->connections().empty());
}

void TestAppClusterDesk::asksForASecretUntilItIsTyped() {
    config::Connection login = connection("login");
    login.properties = {
        {"security.protocol", "SASL_SSL"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "reader"}};
    login.secrets = {"sasl.password"};
    QVERIFY(m_desk->saveConnection("", login).ok());
    QCOMPARE(m_desk->missingSecrets(login), std::vector<std::string>{"sasl.password"});
    const auto refused = m_desk->resolve("login");
    QVERIFY(!refused && refused.error().code == ErrorCode::NotFound);
    QVERIFY(m_desk->provideSecret(login, "sasl.password", "hunter2", feed::SecretStorage::Session).ok());
    QVERIFY(m_desk->missingSecrets(login).empty());
    QCOMPARE(m_desk->resolve("login")->secrets.find("sasl.password")->second, std::string("hunter2"));
    QVERIFY(!QFile::exists(m_folder->filePath(u"eventflow/secrets"_s)));
    QVERIFY(!yaml().contains("hunter2"));
}

void TestAppClusterDesk::aTypedSecretIsForItsAddressOnly() {
    config::Connection login = connection("login");
    login.secrets = {"sasl.password"};
    QVERIFY(m_desk->provideSecret(login, "sasl.password", "hunter2", feed::SecretStorage::Session).ok());
    QVERIFY(m_desk->missingSecrets(login).empty());
    login.bootstrapServers = "elsewhere.example:9092";
    QCOMPARE(m_desk->missingSecrets(login), std::vector<std::string>{"sasl.password"});
}

void TestAppClusterDesk::aStoredSecretIsNotAskedFor() {
    config::Connection login = connection("login");
    login.secrets = {"sasl.password"};
    QVERIFY(m_desk->provideSecret(login, "sasl.password", "hunter2", feed::SecretStorage::Store).ok());
    AppClusterDesk another(m_folder->path().toStdString());
    QVERIFY(another.missingSecrets(login).empty());
    QVERIFY(m_desk->secretStoreName().starts_with("the encrypted file "));
    // The name needs no store: the GUI thread asks for it.
    qputenv("EVENTFLOW_PASSPHRASE_FILE", m_folder->filePath(u"absent"_s).toUtf8());
    QVERIFY(m_desk->secretStoreName().starts_with("the encrypted file "));
    qunsetenv("EVENTFLOW_PASSPHRASE_FILE");
    QCOMPARE(m_desk->secretStoreName(), std::string("the system's keychain"));
}

} // namespace eventflow::app

QTEST_GUILESS_MAIN(eventflow::app::TestAppClusterDesk)
#include "tst_app_cluster_desk.moc"
