#include "tests/app/e2e/program.h"
#include "tests/support/fake_registry.h"

#include <QTemporaryDir>

using namespace eventflow::testing;

namespace {

const char* const kFirst =
    "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
const char* const kSecond =
    "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
    "{\"name\":\"n\",\"type\":\"int\",\"default\":0}]}";
const char* const kBroken =
    "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}";

} // namespace

/// `eventflow schema` on files and at a registry.
class TestSchema : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    FakeRegistry m_registry;

    QString file(const char* name, const char* text) {
        QFile out(m_folder.filePath(QString::fromLatin1(name)));
        if (out.open(QIODevice::WriteOnly | QIODevice::Truncate)) out.write(text);
        return out.fileName();
    }
    Finished schema(QStringList arguments, bool withRegistry = false) {
        arguments.prepend(QStringLiteral("schema"));
        if (withRegistry)
            arguments << QStringLiteral("--registry") << QString::fromStdString(m_registry.url());
        return runEventflow(arguments);
    }
    int writes() const {
        int count = 0;
        for (const auto& seen : m_registry.seen())
            count += seen.method == "POST" && seen.target.endsWith("/versions") &&
                             seen.target.startsWith("/subjects/")
                         ? 1
                         : 0;
        return count;
    }

    /// A workspace whose connection has the registry.
    QString workspace(const char* name, const QByteArray& connection) {
        const QString folder = m_folder.filePath(QString::fromLatin1(name));
        QFile out(folder + QStringLiteral("/workspace.yaml"));
        if (QDir().mkpath(folder) && out.open(QIODevice::WriteOnly | QIODevice::Truncate))
            out.write("connections:\n  - name: elsewhere\n    bootstrap_servers: 127.0.0.1:1\n"
                      "  - name: shop\n    bootstrap_servers: 127.0.0.1:1\n" +
                      connection + "    registry:\n      urls: [" +
                      QByteArray::fromStdString(m_registry.url()) + "]\n");
        return folder;
    }

private Q_SLOTS:
    void filesAreChecked() {
        const QString first = file("a.avsc", kFirst);
        const auto fine =
            schema({QStringLiteral("check"), file("b.avsc", kSecond), QStringLiteral("--against"), first,
                    QStringLiteral("--mode"), QStringLiteral("full_transitive")});
        QCOMPARE(fine.exitCode, 0);
        const auto broken = schema({QStringLiteral("check"), file("c.avsc", kBroken),
                                    QStringLiteral("--against"), first, QStringLiteral("--json")});
        QCOMPARE(broken.exitCode, 1);
        QCOMPARE(broken.json().value(QStringLiteral("compatible")).toBool(true), false);
        QCOMPARE(schema({QStringLiteral("check"), QStringLiteral("/nothing.avsc"),
                         QStringLiteral("--against"), first})
                     .exitCode,
                 2);
        QCOMPARE(schema({QStringLiteral("check"), first}).exitCode, 2);
    }

    void registeringIsADryRunFirst() {
        const QString first = file("a.avsc", kFirst);
        const QStringList command = {QStringLiteral("register"), first, QStringLiteral("--subject"),
                                     QStringLiteral("orders/value"), QStringLiteral("--json")};
        auto run = schema(command, true);
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.json().value(QStringLiteral("state")).toString(), QStringLiteral("possible"));
        QCOMPARE(writes(), 0);
        run = schema(command + QStringList{QStringLiteral("--execute"), QStringLiteral("--allow-writes")},
                     true);
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.json().value(QStringLiteral("state")).toString(), QStringLiteral("registered"));
        QCOMPARE(run.json().value(QStringLiteral("version")).toInt(), 1);
        QCOMPARE(writes(), 1);
        run = schema(command, true);
        QCOMPARE(run.json().value(QStringLiteral("state")).toString(), QStringLiteral("known"));
    }

    void whatDoesNotFitIsNeverSent() {
        const auto run = schema({QStringLiteral("register"), file("c.avsc", kBroken),
                                 QStringLiteral("--subject"), QStringLiteral("orders/value"),
                                 QStringLiteral("--execute"), QStringLiteral("--allow-writes")},
                                true);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.out.contains("TYPE_MISMATCH"), run.out.constData());
        QCOMPARE(writes(), 1);
    }

    void subjectsAreListedShownAndCompared() {
        QCOMPARE(schema({QStringLiteral("register"), file("b.avsc", kSecond), QStringLiteral("--subject"),
                         QStringLiteral("orders/value"), QStringLiteral("--execute"),
                         QStringLiteral("--allow-writes")},
                        true)
                     .exitCode,
                 0);
        QCOMPARE(schema({QStringLiteral("list")}, true).out, QByteArray("orders/value\n"));
        const auto versions =
            schema({QStringLiteral("list"), QStringLiteral("orders/value"), QStringLiteral("--json")}, true);
        QCOMPARE(versions.json().value(QStringLiteral("versions")).toArray().size(), 2);
        QCOMPARE(schema({QStringLiteral("show"), QStringLiteral("orders/value@1")}, true).out.trimmed(),
                 QByteArray(kFirst));
        const auto tree =
            schema({QStringLiteral("show"), QStringLiteral("orders/value"), QStringLiteral("--tree")}, true);
        QCOMPARE(tree.out, QByteArray("record O\n  id: string\n  n: int, default 0\n"));
        const auto diff =
            schema({QStringLiteral("diff"), QStringLiteral("orders/value@2"),
                    QStringLiteral("orders/value@1"), QStringLiteral("--fail-on"), QStringLiteral("full")},
                   true);
        QCOMPARE(diff.exitCode, 0);
        QVERIFY2(diff.out.startsWith("- n: int, default 0\n"), diff.out.constData());
        const auto check = schema({QStringLiteral("check"), file("c.avsc", kBroken),
                                   QStringLiteral("--subject"), QStringLiteral("orders/value")},
                                  true);
        QCOMPARE(check.exitCode, 1);
    }

    void aConnectionsRegistryIsAskedWithItsSecrets() {
        QTemporaryDir home;
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        const QString passphrase = file("passphrase", "correct horse battery staple\n");
        QVERIFY(QFile::setPermissions(passphrase, QFile::ReadOwner | QFile::WriteOwner));
        qputenv("EVENTFLOW_PASSPHRASE_FILE", passphrase.toUtf8());
        // The cluster's own password is not asked for: nothing is said to the cluster.
        const QString folder =
            workspace("login", "    properties: {sasl.mechanism: PLAIN, sasl.username: me}\n");
        QFile yaml(folder + QStringLiteral("/workspace.yaml"));
        QVERIFY(yaml.open(QIODevice::Append));
        yaml.write("      user: alice\n");
        yaml.close();
        const QStringList choice = {QStringLiteral("--workspace"), folder, QStringLiteral("--connection"),
                                    QStringLiteral("shop")};
        const auto without = schema(QStringList{QStringLiteral("list")} + choice);
        QCOMPARE(without.exitCode, 2);
        QVERIFY2(without.err.contains("needs registry.password"), without.err.constData());
        QVERIFY2(!without.err.contains("sasl.password"), without.err.constData());
        QCOMPARE(
            runEventflow({QStringLiteral("connections"), QStringLiteral("secret"), QStringLiteral("shop"),
                          QStringLiteral("registry.password"), QStringLiteral("--workspace"), folder},
                         30'000, "wonderland\n")
                .exitCode,
            0);
        const auto listed = schema(QStringList{QStringLiteral("list")} + choice);
        QVERIFY2(listed.exitCode == 0, listed.err.constData());
        QCOMPARE(listed.out, QByteArray("orders/value\n"));
        QCOMPARE(m_registry.seen().back().authorization,
                 "Basic " + QByteArray("alice:wonderland").toBase64());
        const auto diff = schema(QStringList{QStringLiteral("diff"), QStringLiteral("orders/value@1"),
                                             QStringLiteral("orders/value@2")} +
                                 choice);
        QVERIFY2(diff.out.startsWith("+ n: int, default 0\n"), diff.out.constData());
        const auto check = schema(QStringList{QStringLiteral("check"), file("c.avsc", kBroken),
                                              QStringLiteral("--subject"), QStringLiteral("orders/value")} +
                                  choice);
        QCOMPARE(check.exitCode, 1);
    }

    void aConnectionWithoutARegistrySaysSo() {
        const QString folder = workspace("none", {});
        const auto run = schema({QStringLiteral("list"), QStringLiteral("--workspace"), folder});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains("\"elsewhere\" has no registry"), run.err.constData());
        const auto both = schema({QStringLiteral("list"), QStringLiteral("--workspace"), folder}, true);
        QCOMPARE(both.exitCode, 2);
    }

    /// As everywhere: the connection says whether it may be written to, and production wants a confirmation.
    void aConnectionsRegistryIsWrittenToAsTheConnectionAllows() {
        const QString name = file("new.avsc", kFirst);
        const auto attempt = [&](const QString& folder, const QStringList& more) {
            return schema(QStringList{QStringLiteral("register"), name, QStringLiteral("--subject"),
                                      QStringLiteral("refunds-value"), QStringLiteral("--execute"),
                                      QStringLiteral("--workspace"), folder, QStringLiteral("--connection"),
                                      QStringLiteral("shop")} +
                          more);
        };
        const int before = writes();
        const auto refused = attempt(workspace("read", {}), {});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("read"), refused.err.constData());
        const QString production = workspace("prod", "    environment: production\n    read_only: false\n");
        QCOMPARE(attempt(production, {}).exitCode, 2);
        QCOMPARE(writes(), before);
        const auto done = attempt(production, {QStringLiteral("--confirm"), QStringLiteral("refunds-value")});
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QCOMPARE(writes(), before + 1);
        const QByteArray audit = contents(production + QStringLiteral("/audit.ndjson"));
        QVERIFY2(audit.contains("refunds-value"), audit.constData());
    }

    void valuesArePutBesideASchema() {
        const QString values = file("values.ndjson", "{\"id\":\"x\"}\n{\"id\":\"y\",\"n\":3}\n");
        const auto proposal =
            schema({QStringLiteral("infer"), values, QStringLiteral("--format"), QStringLiteral("avro"),
                    QStringLiteral("--name"), QStringLiteral("shop.O")});
        QCOMPARE(proposal.exitCode, 0);
        QVERIFY2(proposal.out.contains("{\"name\":\"n\",\"type\":[\"null\",\"long\"],\"default\":null}"),
                 proposal.out.constData());
        QCOMPARE(
            schema({QStringLiteral("infer"), values, QStringLiteral("--against"), file("b.avsc", kSecond)})
                .exitCode,
            0);
        const auto drift =
            schema({QStringLiteral("infer"), values, QStringLiteral("--against"), file("a.avsc", kFirst)});
        QCOMPARE(drift.exitCode, 1);
        QVERIFY2(drift.out.contains("forbidden_field n"), drift.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
