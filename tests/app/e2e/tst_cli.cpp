#include "tests/app/e2e/program.h"

#include <QTemporaryDir>

using namespace eventflow::testing;

class TestCli : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWithItsExitCodeHowItEnded_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const QStringList& arguments, int code, const char* says) {
            QTest::newRow(name) << arguments << code << QByteArray(says);
        };
        const auto words = [](const char* line) {
            return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
        };
        row("help", words("--help"), 0, "Exit codes");
        row("version", words("--version"), 0, "eventflow 0.");
        row("help of replay", words("replay --help"), 0, "--alerts-out");
        row("help of rules check", words("rules check --help"), 0, "PATH");
        row("no command", {}, 2, "subcommand is required");
        row("unknown command", words("explode"), 2, "");
        row("unknown option", words("replay x --explode"), 2, "--explode");
        row("bad speed", words("replay x --speed fast"), 2, "--speed fast");
        row("bad incident", words("generate --incident fire --events 1"), 2, "--incident fire");
        row("missing capture", words("replay /nowhere/cap.ndjson"), 1, "/nowhere/cap.ndjson");
        row("missing workspace", words("query up --workspace /nowhere"), 1, "/nowhere");
        row("bad expression", words("query sum( --workspace /nowhere"), 1, "1:5");
        row("no cluster", words("topics"), 2, "--brokers");
        row("no cluster for a list of topics", words("topics list"), 2, "--brokers");
        row("no cluster for groups", words("groups describe g"), 2, "--brokers");
        row("no cluster for records", words("produce t"), 2, "--brokers");
        row("nothing below groups", words("groups"), 2, "subcommand is required");
        row("cluster away", words("topics --brokers 127.0.0.1:1 --timeout 1"), 1, "127.0.0.1:1");
        row("nothing to read", words("run"), 1, "--brokers");
    }
    void saysWithItsExitCodeHowItEnded() {
        QFETCH(QStringList, arguments);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, says);
        const Finished run = runEventflow(arguments);
        const QByteArray all = run.out + run.err;
        QVERIFY2(run.exitCode == exitCode, all.constData());
        QVERIFY2(all.contains(says), all.constData());
    }

    void errorsAreJsonWhenAskedFor() {
        const Finished run = runEventflow(
            {QStringLiteral("replay"), QStringLiteral("/nowhere.ndjson"), QStringLiteral("--json")});
        QCOMPARE(run.exitCode, 1);
        const auto error = run.json().value(QStringLiteral("error")).toObject();
        QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("not_found"));
        QVERIFY(error.value(QStringLiteral("detail")).toString().contains(QStringLiteral("nowhere")));
    }

    void rulesCheckNamesThePlace() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("bad.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up >\n");
        file.close();
        const Finished run = runEventflow(
            {QStringLiteral("rules"), QStringLiteral("check"), file.fileName(), QStringLiteral("--json")});
        QCOMPARE(run.exitCode, 1);
        const auto finding = run.json().value(QStringLiteral("findings")).toArray().first().toObject();
        QCOMPARE(finding.value(QStringLiteral("line")).toInt(), 5);
        QCOMPARE(finding.value(QStringLiteral("severity")).toString(), QStringLiteral("error"));

        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n");
        file.close();
        QCOMPARE(runEventflow({QStringLiteral("rules"), QStringLiteral("check"), folder.path()}).exitCode, 0);
    }

    void generateToStandardOutputIsNothingButRecords() {
        const Finished run =
            runEventflow({QStringLiteral("generate"), QStringLiteral("--events"), QStringLiteral("50"),
                          QStringLiteral("--corrupt"), QStringLiteral("0")});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.out.count('\n'), 50);
        for (const QByteArray& line : run.out.trimmed().split('\n'))
            QVERIFY(QJsonDocument::fromJson(line).isObject());
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
