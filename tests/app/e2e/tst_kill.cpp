#include "tests/app/e2e/program.h"

#include <QTemporaryDir>

#include <csignal>
#include <random>

using namespace eventflow::testing;

/// kill -9 at random moments of a replay: it goes on where it was, nothing is lost and nothing is twice.
class TestKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twentyKillsLeaveWhatOneRunLeaves() {
        QTemporaryDir folder;
        const QString capture = folder.filePath(QStringLiteral("cap.ndjson.zst"));
        const Finished made =
            runEventflow({QStringLiteral("generate"), QStringLiteral("--incident"), QStringLiteral("all"),
                          QStringLiteral("--seed"), QStringLiteral("7"), QStringLiteral("--events"),
                          QStringLiteral("150000"), QStringLiteral("-o"), capture});
        QVERIFY2(made.exitCode == 0, made.err.constData());

        const QString whole = folder.filePath(QStringLiteral("whole"));
        const Finished expected =
            runEventflow({QStringLiteral("replay"), capture, QStringLiteral("--workspace"), whole,
                          QStringLiteral("--json")});
        QVERIFY2(expected.exitCode == 0, expected.err.constData());

        const QString killed = folder.filePath(QStringLiteral("killed"));
        // Slow enough that twenty kills meet it at work: about 45 minutes of event time in three seconds.
        const QStringList arguments{QStringLiteral("replay"),      capture,
                                    QStringLiteral("--workspace"), killed,
                                    QStringLiteral("--speed"),     QStringLiteral("1500")};
        std::mt19937 random(5);
        int kills = 0;
        for (int round = 0; round < 20; ++round) {
            QProcess process;
            process.start(eventflowProgram(), arguments);
            QVERIFY(process.waitForStarted());
            if (process.waitForFinished(int(30 + random() % 220))) continue;
            ::kill(pid_t(process.processId()), SIGKILL);
            QVERIFY(process.waitForFinished());
            ++kills;
        }
        QVERIFY2(kills >= 15, qPrintable(QString::number(kills)));
        const Finished last = runEventflow({QStringLiteral("replay"), capture, QStringLiteral("--workspace"),
                                            killed, QStringLiteral("--json")});
        QVERIFY2(last.exitCode == 0, last.err.constData());
        compareStores(whole, killed);
    }

private:
    /// Everything that was stored, as text in an order that does not depend on when it was committed.
    static QByteArray dump(const QString& workspace, const QString& sql) {
        QProcess sqlite;
        sqlite.start(QStringLiteral("sqlite3"), {workspace + QStringLiteral("/eventflow.db"), sql});
        if (!sqlite.waitForFinished(60'000) || sqlite.exitCode() != 0) return {};
        return sqlite.readAllStandardOutput();
    }
    static void compareStores(const QString& whole, const QString& killed) {
        for (const char* sql :
             {"PRAGMA integrity_check", "SELECT count(*), count(DISTINCT event_id) FROM events",
              "SELECT event_id, ts_event, text FROM events ORDER BY 1, 2",
              "SELECT tick, rule_id, from_state, state, labels, value, reason FROM alert_transitions ORDER "
              "BY id",
              // Which records samples came from is known to the process only that read them.
              "SELECT transition_id, rule_hash, json_remove(value, '$.first.record', '$.last.record') FROM "
              "explanations, json_tree(explanation) WHERE key = 'windows' OR (type = 'object' AND "
              "json_extract(value, '$.selector') IS NOT NULL) ORDER BY 1, fullkey",
              "SELECT transition_id, json_remove(explanation, '$.parts') FROM explanations ORDER BY 1",
              "SELECT count(*) FROM dead_letters",
              "SELECT step, code, quote(value) FROM dead_letters ORDER BY topic, \"partition\", "
              "\"offset\""}) {
            const QByteArray expected = dump(whole, QLatin1StringView(sql));
            QVERIFY2(!expected.isEmpty(), sql);
            QVERIFY2(dump(killed, QLatin1StringView(sql)) == expected, sql);
        }
        for (const char* query : {"count_over_time(cpu_load[10h])", "sum_over_time(memory_used_percent[10h])",
                                  "sum_over_time(http_latency_ms[10h])"}) {
            const auto ask = [&](const QString& workspace) {
                return runEventflow({QStringLiteral("query"), QLatin1StringView(query),
                                     QStringLiteral("--workspace"), workspace, QStringLiteral("--format"),
                                     QStringLiteral("csv")});
            };
            const Finished expected = ask(whole);
            QCOMPARE(expected.exitCode, 0);
            QVERIFY(expected.out.count('\n') > 40);
            QCOMPARE(ask(killed).out, expected.out);
        }
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
