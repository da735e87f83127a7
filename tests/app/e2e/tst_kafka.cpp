#include "tests/app/e2e/program.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <csignal>

using namespace eventflow::testing;

/// A broker inside one process, a producer in a second, kcat in a third.
class TestKafka : public QObject {
    Q_OBJECT
private:
    /// A reader with an embedded broker, under way.
    struct Reader {
        QProcess process;
        QString brokers;

        void start(const QStringList& options) {
            process.start(eventflowProgram(),
                          QStringList{QStringLiteral("run"), QStringLiteral("--embedded-broker")} + options);
            QByteArray said;
            QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("broker: "), 20'000);
            QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("\n"), 5'000);
            brokers = QRegularExpression(QStringLiteral("broker: (\\S+)"))
                          .match(QString::fromUtf8(said))
                          .captured(1);
            QVERIFY(!brokers.isEmpty());
        }
        /// SIGINT: finish what is under way.
        Finished interrupt() {
            ::kill(pid_t(process.processId()), SIGINT);
            Finished finished;
            if (!process.waitForFinished(60'000)) return finished;
            finished.exitCode = process.exitCode();
            finished.out = process.readAllStandardOutput();
            finished.err = process.readAllStandardError();
            return finished;
        }
    };

    static QStringList simulation(int events) {
        return {QStringLiteral("generate"), QStringLiteral("--incident"), QStringLiteral("saturation"),
                QStringLiteral("--seed"),   QStringLiteral("7"),          QStringLiteral("--events"),
                QString::number(events)};
    }
    /// Only what a run that ends by SIGINT has seen: transitions up to the last tick that both have
    /// evaluated.
    static QByteArrayList common(const QByteArray& whole, const QByteArray& part) {
        return whole.split('\n').mid(0, part.split('\n').size() - 1);
    }

private Q_SLOTS:
    void changedRulesAreTakenOverWhileItRuns() {
        QTemporaryDir folder;
        Reader reader;
        reader.start({QStringLiteral("--workspace"), folder.path()});
        QByteArray said;
        const auto says = [&](const char* text) {
            return (said += reader.process.readAllStandardError()).contains(text);
        };
        const auto write = [&](const char* text) {
            QFile file(folder.filePath(QStringLiteral("rules/added.yaml")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write("groups:\n- name: added\n  rules:\n  - {alert: Added, expr: up ==}\n");
        QTRY_VERIFY2_WITH_TIMEOUT(says("rules not reloaded") && says("added.yaml:4:"), said.constData(),
                                  20'000);
        write("groups:\n- name: added\n  rules:\n  - {alert: Added, expr: up == 0}\n");
        QTRY_VERIFY2_WITH_TIMEOUT(says("rules reloaded") && says("added/Added: new"), said.constData(),
                                  20'000);
        QCOMPARE(reader.interrupt().exitCode, 130);
    }

    void sameEventsThroughTheBrokerGiveTheSameAlerts() {
        QTemporaryDir folder;
        const QString capture = folder.filePath(QStringLiteral("cap.ndjson"));
        QCOMPARE(runEventflow(simulation(60'000) + QStringList{QStringLiteral("-o"), capture}).exitCode, 0);
        const QString fromFile = folder.filePath(QStringLiteral("file.alerts"));
        const Finished replay = runEventflow({QStringLiteral("replay"), capture, QStringLiteral("--json"),
                                              QStringLiteral("--alerts-out"), fromFile});
        QCOMPARE(replay.exitCode, 0);
        QVERIFY(replay.number("alerts_fired") > 0);

        const QString fromBroker = folder.filePath(QStringLiteral("broker.alerts"));
        Reader reader;
        reader.start({QStringLiteral("--json"), QStringLiteral("--alerts-out"), fromBroker});
        const Finished made =
            runEventflow(simulation(60'000) + QStringList{QStringLiteral("--brokers"), reader.brokers,
                                                          QStringLiteral("--rate"), QStringLiteral("30000")});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        // The reader has everything when a second reader would find nothing new for it; the broker says how
        // much there is.
        const Finished live = waitAndInterrupt(reader, replay.number("read"));
        QCOMPARE(live.number("read"), replay.number("read"));
        QCOMPARE(live.number("stored"), replay.number("stored"));
        QCOMPARE(live.number("duplicates"), replay.number("duplicates"));
        QCOMPARE(live.number("dead_lettered"), replay.number("dead_lettered"));
        QCOMPARE(live.number("late"), qint64(0));
        const QByteArray expected = contents(fromFile);
        const QByteArray got = contents(fromBroker);
        QVERIFY(got.contains("\"to\":\"firing\""));
        // A replay that has ended evaluates up to its last event; a live run waits for the lateness to pass.
        QCOMPARE(got.split('\n').mid(0, got.count('\n')), common(expected, got));
        QVERIFY(expected.count('\n') - got.count('\n') <= 5);
    }

    void kcatListsWritesAndReads() {
        const QString kcat = QStandardPaths::findExecutable(QStringLiteral("kcat"));
        QVERIFY2(!kcat.isEmpty(), "kcat is in packaging/dependencies.txt");
        Reader reader;
        reader.start({QStringLiteral("--json")});
        QProcess list;
        list.start(kcat, {QStringLiteral("-L"), QStringLiteral("-b"), reader.brokers});
        QVERIFY(list.waitForFinished(20'000));
        const QByteArray topics = list.readAllStandardOutput();
        QVERIFY2(topics.contains("ingest.raw.agent") && topics.contains("events.raw.v1"), topics.constData());

        QProcess produce;
        produce.start(kcat, {QStringLiteral("-P"), QStringLiteral("-b"), reader.brokers, QStringLiteral("-t"),
                             QStringLiteral("ingest.raw.agent")});
        produce.write("{\"tenant_id\":\"t\",\"host\":\"h\",\"metric\":\"m\",\"value\":1,\"ts_event\":\"2026-"
                      "01-01T00:00:00Z\"}\n");
        produce.closeWriteChannel();
        QVERIFY(produce.waitForFinished(20'000));
        QCOMPARE(produce.exitCode(), 0);

        // kcat -e ends at the end that the broker knew when it was asked, so a record that was just
        // acknowledged may come with the next call only.
        QByteArray consumed;
        for (int attempt = 0; attempt < 10 && !consumed.contains("\"metric\":\"m\""); ++attempt) {
            QProcess consume;
            consume.start(kcat,
                          {QStringLiteral("-C"), QStringLiteral("-b"), reader.brokers, QStringLiteral("-t"),
                           QStringLiteral("ingest.raw.agent"), QStringLiteral("-e")});
            QVERIFY(consume.waitForFinished(20'000));
            consumed = consume.readAllStandardOutput();
        }
        QVERIFY(consumed.contains("\"metric\":\"m\""));

        const Finished run = waitAndInterrupt(reader, 1);
        QCOMPARE(run.number("stored"), qint64(1));
    }

private:
    /// Waits until the broker's topics hold `records` offsets and the reader has had the time of some fetches
    /// for them.
    static Finished waitAndInterrupt(Reader& reader, qint64 records) {
        const auto offsets = [&] {
            const Finished topics = runEventflow({QStringLiteral("topics"), QStringLiteral("--brokers"),
                                                  reader.brokers, QStringLiteral("--json")});
            qint64 sum = 0;
            for (const auto topic : topics.json().value(QStringLiteral("topics")).toArray())
                for (const auto partition : topic.toObject().value(QStringLiteral("partitions")).toArray())
                    sum += partition.toObject().value(QStringLiteral("high")).toInteger();
            return sum;
        };
        [&] { QTRY_COMPARE_WITH_TIMEOUT(offsets(), records, 30'000); }();
        // Fetches wait for at most a tenth of a second; the reader is far faster than the producer was.
        QTest::qWait(2000);
        return reader.interrupt();
    }
};

QTEST_GUILESS_MAIN(TestKafka)
#include "tst_kafka.moc"
