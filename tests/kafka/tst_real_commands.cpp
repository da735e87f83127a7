#include "pipelines/admin/redrive.h"
#include "tests/app/e2e/program.h"
#include "tests/kafka/real_cluster_support.h"

#include <signal.h>

using namespace Qt::StringLiterals;
using eventflow::testing::Finished;
using eventflow::testing::runEventflow;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

/// `eventflow groups lag|stuck` and `eventflow redrive --from-workspace` as a person uses them: they need
/// groups and an admin API, which the embedded broker has not.
class TestRealCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void lagIsToldInRecordsAndInTime();
    void lagIsWatched();
    void nothingIsStuckWhereNothingMoves();
    void aStuckPartitionNamesItsRecord();
    void deadLettersOfAWorkspaceGoBack();
    void cleanupTestCase();

private:
    [[nodiscard]] Finished eventflow(QStringList arguments) const {
        return runEventflow(std::move(arguments) + brokers());
    }
    [[nodiscard]] QStringList brokers() const {
        return {u"--brokers"_s, QString::fromStdString(m_cluster->bootstrapServers())};
    }
    /// A member that has read all there is, and then hangs.
    bool freezeConsumer();

    std::unique_ptr<RealCluster> m_cluster;
    QProcess m_consumer;
};

void TestRealCommands::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 1);
    QVERIFY(produceNumbers(*m_cluster, "orders", 0, 100).ok());
    m_consumer.start(u"kcat"_s,
                     {u"-b"_s, QString::fromStdString(m_cluster->bootstrapServers()), u"-G"_s, u"billing"_s,
                      u"-X"_s, u"auto.commit.interval.ms=100"_s, u"-X"_s, u"session.timeout.ms=45000"_s,
                      u"-X"_s, u"auto.offset.reset=earliest"_s, u"orders"_s});
    if (!m_consumer.waitForStarted()) QSKIP("kcat is not installed; packaging/dependencies.txt names it");
    QVERIFY(freezeConsumer());
}

void TestRealCommands::cleanupTestCase() {
    if (m_consumer.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_consumer.processId()), SIGCONT);
    m_consumer.kill();
    m_consumer.waitForFinished();
}

bool TestRealCommands::freezeConsumer() {
    const auto committed = [this] {
        const Finished run = eventflow({u"groups"_s, u"lag"_s, u"billing"_s, u"--json"_s});
        const QJsonArray partitions = run.json().value("partitions"_L1).toArray();
        return partitions.size() == 1 && partitions.first().toObject().value("lag"_L1).toInt(-1) == 0;
    };
    if (!QTest::qWaitFor(committed, 30'000)) return false;
    return ::kill(static_cast<pid_t>(m_consumer.processId()), SIGSTOP) == 0;
}

void TestRealCommands::lagIsToldInRecordsAndInTime() {
    const Timestamp start = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    QVERIFY(produceNumbers(*m_cluster, "orders", 100, 51, start).ok());
    const Finished json = eventflow({u"groups"_s, u"lag"_s, u"billing"_s, u"--json"_s});
    QVERIFY2(json.exitCode == 0, json.err.constData());
    QCOMPARE(json.number("lag"), 51);
    QCOMPARE(json.number("behind_ms"), 50); // a millisecond of record time apart
    const Finished text = eventflow({u"groups"_s, u"lag"_s, u"billing"_s});
    QVERIFY2(text.out.contains("lag 51") && text.out.contains("behind 50ms") &&
                 text.out.contains("orders  0"),
             text.out.constData());
    const Finished absent = eventflow({u"groups"_s, u"lag"_s, u"absent"_s});
    QCOMPARE(absent.exitCode, 1);
    QVERIFY2(absent.err.contains("absent"), absent.err.constData());
    QCOMPARE(eventflow({u"groups"_s, u"lag"_s, u"billing"_s, u"--every"_s, u"1s"_s}).exitCode, 2);
    QCOMPARE(eventflow({u"groups"_s, u"lag"_s, u"billing"_s, u"-w"_s, u"--every"_s, u"1ms"_s}).exitCode, 2);
}

void TestRealCommands::lagIsWatched() {
    QProcess watch;
    watch.start(eventflow::testing::eventflowProgram(),
                QStringList{u"groups"_s, u"lag"_s, u"billing"_s, u"--watch"_s, u"--every"_s, u"300ms"_s,
                            u"--json"_s} +
                    brokers());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += watch.readAllStandardOutput()).count('\n') >= 2, 30'000);
    QVERIFY(produceNumbers(*m_cluster, "orders", 151, 30).ok());
    QTRY_VERIFY_WITH_TIMEOUT((said += watch.readAllStandardOutput()).contains("\"lag\":81"), 30'000);
    ::kill(static_cast<pid_t>(watch.processId()), SIGINT);
    QVERIFY(watch.waitForFinished(20'000));
    QCOMPARE(watch.exitCode(), 130);
    said += watch.readAllStandardOutput();
    const QJsonObject last = QJsonDocument::fromJson(said.trimmed().split('\n').last()).object();
    QCOMPARE(last.value("consumed_per_second"_L1).toDouble(-1), 0.0);
    QVERIFY2(last.value("produced_per_second"_L1).toDouble() > 0, said.constData());
    QVERIFY(!last.contains("caught_up_in_seconds"_L1));
}

void TestRealCommands::nothingIsStuckWhereNothingMoves() {
    // It lags and does not commit; but nobody produces, so it may be at rest for a reason.
    const Finished run =
        eventflow({u"groups"_s, u"stuck"_s, u"billing"_s, u"--for"_s, u"1s"_s, u"--every"_s, u"300ms"_s});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QVERIFY2(run.out.contains("nothing is stuck in billing"), run.out.constData());
    const Finished absent = eventflow({u"groups"_s, u"stuck"_s, u"absent"_s});
    QCOMPARE(absent.exitCode, 2);
    QCOMPARE(eventflow({u"groups"_s, u"stuck"_s, u"billing"_s, u"--for"_s, u"1s"_s}).exitCode, 2);
}

void TestRealCommands::aStuckPartitionNamesItsRecord() {
    QProcess watch;
    watch.start(eventflow::testing::eventflowProgram(),
                QStringList{u"groups"_s, u"stuck"_s, u"billing"_s, u"--for"_s, u"3s"_s, u"--every"_s,
                            u"500ms"_s, u"--json"_s} +
                    brokers());
    int next = 181;
    const auto ended = [&] {
        static_cast<void>(produceNumbers(*m_cluster, "orders", next, 5));
        next += 5;
        return watch.waitForFinished(200) || watch.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(ended, 60'000));
    QCOMPARE(watch.exitCode(), 1);
    const QJsonArray stuck =
        QJsonDocument::fromJson(watch.readAllStandardOutput()).object().value("stuck"_L1).toArray();
    QCOMPARE(stuck.size(), 1);
    const QJsonObject found = stuck.first().toObject();
    QCOMPARE(found.value("topic"_L1).toString(), u"orders"_s);
    QCOMPARE(found.value("committed"_L1).toInt(), 100);
    QVERIFY(found.value("grown_by"_L1).toInt() >= 5);
    QCOMPARE(found.value("suspect"_L1).toObject().value("offset"_L1).toInt(), 100);
}

void TestRealCommands::deadLettersOfAWorkspaceGoBack() {
    m_cluster->createTopic(u"events"_s, 1);
    const std::string broken("{\"tenant_id\":\"t\",\"host\":\0\xff", 24);
    {
        auto producer = KafkaProducer::create(accessTo(*m_cluster), permitFor(accessTo(*m_cluster)));
        QVERIFY(producer.has_value());
        const Header header{"origin", "test"};
        for (int i = 0; i < 3; ++i)
            QVERIFY(
                (*producer)
                    ->produce("events", "k" + std::to_string(i), broken, std::span(&header, 1), kNoTime, {})
                    .ok());
        QVERIFY((*producer)->flush(10s).ok());
    }
    QTemporaryDir folder;
    const Finished run = eventflow({u"run"_s, u"--workspace"_s, folder.path(), u"--topics"_s, u"events"_s,
                                    u"--from"_s, u"earliest"_s, u"--until-end"_s, u"--json"_s});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.number("dead_lettered"), 3);

    const QStringList redrive{u"redrive"_s, u"--from-workspace"_s, folder.path(), u"--json"_s};
    const Finished dry = eventflow(redrive);
    QVERIFY2(dry.exitCode == 0, dry.err.constData());
    QCOMPARE(dry.json().value("executed"_L1).toBool(true), false);
    QVERIFY2(dry.out.contains("records in topic events"), dry.out.constData());
    QCOMPARE(eventflow(redrive + QStringList{u"--step"_s, u"enrich"_s})
                 .json()
                 .value("changes"_L1)
                 .toArray()
                 .size(),
             0);
    QCOMPARE(eventflow(redrive + QStringList{u"--code"_s, u"nonsense"_s}).exitCode, 2);
    QCOMPARE(eventflow(redrive + QStringList{u"--since"_s, u"yesterday"_s}).exitCode, 2);
    // Addresses alone are only read.
    QCOMPARE(eventflow(redrive + QStringList{u"--execute"_s}).exitCode, 1);

    const Finished done =
        eventflow(redrive + QStringList{u"--newest"_s, u"2"_s, u"--execute"_s, u"--allow-writes"_s});
    QVERIFY2(done.exitCode == 0, done.err.constData());
    QCOMPARE(done.number("written"), 2);
    const auto records = admin::readRecords(accessTo(*m_cluster), {{{"events", 0}, 0, 5, 0}}, 20s);
    QVERIFY2(records.has_value(), why(records));
    QCOMPARE(records->size(), 5u);
    QCOMPARE((*records)[3].key, std::optional(std::string("k1")));
    QCOMPARE((*records)[4].key, std::optional(std::string("k2")));
    QCOMPARE((*records)[4].value, std::optional(broken));
    QCOMPARE((*records)[4].headers.size(), 2u);
    QCOMPARE((*records)[4].headers[0].first, std::string("origin"));
    QCOMPARE((*records)[4].headers[1].first, std::string(admin::kAttemptHeader));
    QCOMPARE((*records)[4].headers[1].second, std::optional(std::string("1")));
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealCommands)
#include "tst_real_commands.moc"
