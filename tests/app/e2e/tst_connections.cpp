// `eventflow connections …`: what a user types, and that no secret lands where it does not belong.

#include "tests/app/e2e/program.h"

#include <QDirIterator>
#include <QTemporaryDir>

using namespace eventflow::testing;

namespace {

constexpr const char* kCanary = "canary-4711-zebra";

bool writeFile(const QString& path, const QByteArray& content,
               QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() &&
           file.setPermissions(permissions);
}

QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath(QStringLiteral("data")).toUtf8());
        qputenv("XDG_CACHE_HOME", m_folder->filePath(QStringLiteral("cache")).toUtf8());
        const QString passphrase = m_folder->filePath(QStringLiteral("passphrase"));
        QVERIFY(writeFile(passphrase, "open sesame, please\n"));
        qputenv("EVENTFLOW_PASSPHRASE_FILE", passphrase.toUtf8());
        m_workspace = m_folder->filePath(QStringLiteral("w"));
        QVERIFY(QDir().mkpath(m_workspace));
        QVERIFY(writeFile(m_workspace + QStringLiteral("/workspace.yaml"), "# ours\nname: bench\n"));
        m_properties = m_folder->filePath(QStringLiteral("client.properties"));
        QVERIFY(writeFile(m_properties,
                          QByteArray("bootstrap.servers=127.0.0.1:1\nsecurity.protocol=SASL_PLAINTEXT\n"
                                     "sasl.mechanism=PLAIN\nsasl.jaas.config=org.apache.kafka.common."
                                     "security.plain.PlainLoginModule required username=\"me\" password=\"") +
                              kCanary + "\";\n"));
    }

    void importsListsExportsAndRemoves() {
        const Finished imported =
            connections({QStringLiteral("import"), m_properties, QStringLiteral("--name"),
                         QStringLiteral("prod"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(imported.exitCode == 0, imported.err);
        QVERIFY2(imported.err.contains("encrypted file"), imported.err);
        QVERIFY(readFile(m_workspace + QStringLiteral("/workspace.yaml"))
                    .startsWith("# ours\nname: bench\nconnections:\n"));

        const Finished listed =
            connections({QStringLiteral("list"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(listed.out.contains("prod") && listed.out.contains("read-only") &&
                     listed.out.contains("sasl.password"),
                 listed.out);

        const Finished exported =
            connections({QStringLiteral("export"), QStringLiteral("prod"), QStringLiteral("--format"),
                         QStringLiteral("properties"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(exported.out.contains("sasl.username=me\n") && exported.out.contains("\n# a secret: sasl.password="), exported.out);

        const Finished removed = connections(
            {QStringLiteral("remove"), QStringLiteral("prod"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(removed.exitCode == 0, removed.err);
        QCOMPARE(readFile(m_workspace + QStringLiteral("/workspace.yaml")),
                 QByteArray("# ours\nname: bench\n"));
        QVERIFY(!foundCanary());
    }

    void usesTheStoredSecretAndShowsItNowhere() {
        QVERIFY(connections({QStringLiteral("import"), m_properties, QStringLiteral("--name"),
                             QStringLiteral("prod"), QStringLiteral("--workspace"), m_workspace})
                    .exitCode == 0);
        // Nothing listens there: the test gets as far as the network, so it had the secret.
        const Finished tested = connections({QStringLiteral("test"), QStringLiteral("--workspace"),
                                             m_workspace, QStringLiteral("--timeout"), QStringLiteral("1")});
        QCOMPARE(tested.exitCode, 1);
        QVERIFY2(tested.out.contains("FAILED   network"), tested.out);
        QVERIFY(!tested.out.contains(kCanary) && !tested.err.contains(kCanary));
        QVERIFY(!foundCanary());
    }

    void aRedirectedConnectionGetsNoSecret() {
        QVERIFY(connections({QStringLiteral("import"), m_properties, QStringLiteral("--name"),
                             QStringLiteral("prod"), QStringLiteral("--workspace"), m_workspace})
                    .exitCode == 0);
        const QString file = m_workspace + QStringLiteral("/workspace.yaml");
        QVERIFY(writeFile(file, readFile(file).replace("127.0.0.1:1", "127.0.0.1:2")));
        const Finished tested =
            connections({QStringLiteral("test"), QStringLiteral("--workspace"), m_workspace});
        QCOMPARE(tested.exitCode, 1);
        QVERIFY2(tested.err.contains("needs sasl.password"), tested.err);
    }

    void storesASecretFromStandardInput() {
        QVERIFY(connections({QStringLiteral("import"), m_properties, QStringLiteral("--no-secrets"),
                             QStringLiteral("--name"), QStringLiteral("prod"), QStringLiteral("--workspace"),
                             m_workspace})
                    .exitCode == 0);
        const QStringList test{QStringLiteral("test"), QStringLiteral("--workspace"), m_workspace,
                               QStringLiteral("--timeout"), QStringLiteral("1")};
        QVERIFY(connections(test).err.contains("needs sasl.password"));
        const QStringList secret{QStringLiteral("secret"), QStringLiteral("prod"),
                                 QStringLiteral("--workspace"), m_workspace};
        const Finished stored = connections(secret, QByteArray(kCanary) + '\n');
        QVERIFY2(stored.exitCode == 0, stored.err);
        QVERIFY(connections(test).out.contains("FAILED   network"));
        QVERIFY(connections(secret + QStringList{QStringLiteral("--remove")}).exitCode == 0);
        QVERIFY(connections(test).err.contains("needs sasl.password"));
    }

    void refusesAWrongPassphrase() {
        QVERIFY(connections({QStringLiteral("import"), m_properties, QStringLiteral("--name"),
                             QStringLiteral("prod"), QStringLiteral("--workspace"), m_workspace})
                    .exitCode == 0);
        const QString other = m_folder->filePath(QStringLiteral("other"));
        QVERIFY(writeFile(other, "open barley, please\n"));
        qputenv("EVENTFLOW_PASSPHRASE_FILE", other.toUtf8());
        const Finished tested =
            connections({QStringLiteral("test"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(tested.err.contains("the passphrase is wrong"), tested.err);
    }

private:
    static Finished connections(const QStringList& arguments, const QByteArray& input = {}) {
        return runEventflow(QStringList{QStringLiteral("connections")} + arguments, 30'000, input);
    }

    /// In any file but the one the secret came from.
    [[nodiscard]] bool foundCanary() const {
        QDirIterator files(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (path != m_properties && readFile(path).contains(kCanary)) return true;
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_workspace;
    QString m_properties;
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
