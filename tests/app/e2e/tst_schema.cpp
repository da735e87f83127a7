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
        run = schema(command + QStringList{QStringLiteral("--execute"), QStringLiteral("--allow-writes")}, true);
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.json().value(QStringLiteral("state")).toString(), QStringLiteral("registered"));
        QCOMPARE(run.json().value(QStringLiteral("version")).toInt(), 1);
        QCOMPARE(writes(), 1);
        run = schema(command, true);
        QCOMPARE(run.json().value(QStringLiteral("state")).toString(), QStringLiteral("known"));
    }

    void whatDoesNotFitIsNeverSent() {
        const auto run =
            schema({QStringLiteral("register"), file("c.avsc", kBroken), QStringLiteral("--subject"),
                    QStringLiteral("orders/value"), QStringLiteral("--execute"), QStringLiteral("--allow-writes")},
                   true);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.out.contains("TYPE_MISMATCH"), run.out.constData());
        QCOMPARE(writes(), 1);
    }

    void subjectsAreListedShownAndCompared() {
        QCOMPARE(schema({QStringLiteral("register"), file("b.avsc", kSecond), QStringLiteral("--subject"),
                         QStringLiteral("orders/value"), QStringLiteral("--execute"), QStringLiteral("--allow-writes")},
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
