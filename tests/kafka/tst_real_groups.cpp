#include "pipelines/admin/group_lag.h"
#include "tests/kafka/real_cluster_support.h"

#include <signal.h>

#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace eventflow::admin;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

namespace {

const auto kGroupTool = u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s;

/// What kafka-consumer-groups prints of one partition; "-" is a number it does not know.
struct ToolRow {
    QByteArray committed;
    QByteArray end;
    QByteArray lag;
    QByteArray member;
};

std::map<TopicPartition, ToolRow> rowsOf(const QByteArray& output) {
    std::map<TopicPartition, ToolRow> out;
    for (const QByteArray& line : output.split('\n')) {
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.size() < 9 || fields[0] == "GROUP") continue;
        out[{fields[1].toStdString(), fields[2].toInt()}] = {fields[3], fields[4], fields[5], fields[6]};
    }
    return out;
}

QByteArray shown(std::optional<std::int64_t> number) {
    return number && *number >= 0 ? QByteArray::number(static_cast<qlonglong>(*number)) : "-"_ba;
}

} // namespace

class TestRealGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void lookingForGroupsMakesNone();
    void lagEqualsThatOfKafkasTool();
    void tellsTheLagInTime();
    void describesAPageAtATime();
    void namesWhatIsDenied();
    void cleanupTestCase();

private:
    QByteArray describe();
    void compareWithTool();

    std::unique_ptr<RealCluster> m_cluster;
    std::optional<AdminClient> m_client;
    QProcess m_consumer;
};

void TestRealGroups::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 4);
    m_cluster->createTopic(u"payments"_s, 1, 1, {u"retention.ms=-1"_s});
    auto client = AdminClient::open(accessTo(*m_cluster));
    QVERIFY2(client.has_value(), why(client));
    m_client.emplace(std::move(*client));
}

void TestRealGroups::cleanupTestCase() {
    if (m_consumer.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_consumer.processId()), SIGCONT);
    m_consumer.kill();
    m_consumer.waitForFinished();
}

QByteArray TestRealGroups::describe() {
    return m_cluster->run(kGroupTool, {u"--describe"_s, u"--group"_s, u"billing"_s});
}

void TestRealGroups::lookingForGroupsMakesNone() {
    const auto groups = listGroups(*m_client);
    QVERIFY2(groups.has_value(), why(groups));
    QVERIFY(groups->groups.empty() && groups->problems.empty());
    const auto absent = fetchGroupLag(*m_client, "absent");
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
    QCOMPARE(m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s}),
             "orders\npayments\n"_ba);
}

void TestRealGroups::lagEqualsThatOfKafkasTool() {
    QVERIFY(produceNumbers(*m_cluster, "orders", 0, 1000).ok());
    m_consumer.start(u"kcat"_s, {u"-b"_s, QString::fromStdString(m_cluster->bootstrapServers()), u"-G"_s,
                                 u"billing"_s, u"-X"_s, u"auto.commit.interval.ms=100"_s, u"-X"_s,
                                 u"auto.offset.reset=earliest"_s, u"orders"_s, u"payments"_s});
    if (!m_consumer.waitForStarted()) QSKIP("kcat is not installed; packaging/dependencies.txt names it");
    const auto settled = [&] {
        const auto lag = fetchGroupLag(*m_client, "billing");
        return lag && lag->group.state == GroupState::Stable && lag->partitions.size() == 5 &&
               std::all_of(lag->partitions.begin(), lag->partitions.end(), [](const PartitionLag& partition) {
                   return partition.lag() == 0 || partition.end == 0;
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(settled(), 30'000);
    compareWithTool();

    // It stays a member and reads no more: now there is a lag.
    ::kill(static_cast<pid_t>(m_consumer.processId()), SIGSTOP);
    QVERIFY(produceNumbers(*m_cluster, "orders", 1000, 777).ok());
    compareWithTool();
    const auto lag = fetchGroupLag(*m_client, "billing");
    QVERIFY2(lag.has_value(), why(lag));
    QCOMPARE(lag->totalLag(), 777);
    QCOMPARE(lag->group.members.size(), 1u);
    QCOMPARE(lag->group.members.front().assignment.size(), 5u);
    QVERIFY(lag->problems.empty());
    QCOMPARE(lag->group.coordinator.id, 1);
}

void TestRealGroups::compareWithTool() {
    const auto rows = rowsOf(describe());
    const auto lag = fetchGroupLag(*m_client, "billing");
    QVERIFY2(lag.has_value(), why(lag));
    QVERIFY(!rows.empty());
    QCOMPARE(lag->partitions.size(), rows.size());
    for (const PartitionLag& partition : lag->partitions) {
        const auto found = rows.find(partition.partition);
        QVERIFY2(found != rows.end(), toString(partition.partition).c_str());
        QCOMPARE(shown(partition.committed), found->second.committed);
        QCOMPARE(shown(partition.end), found->second.end);
        QCOMPARE(shown(partition.lag()), found->second.lag);
        QCOMPARE(QByteArray::fromStdString(partition.member), found->second.member);
    }
}

void TestRealGroups::tellsTheLagInTime() {
    if (m_consumer.state() != QProcess::Running) QSKIP("needs kcat");
    // One partition: first and last record of what is unread are a minute less a millisecond apart.
    const Timestamp start = timestampFromMs(1'700'000'000'000);
    QVERIFY(produceNumbers(*m_cluster, "payments", 0, 1, start).ok());
    QVERIFY(produceNumbers(*m_cluster, "payments", 1, 1, start + 59'999ms).ok());
    const auto lag = fetchGroupLag(*m_client, "billing");
    QVERIFY2(lag.has_value(), why(lag));
    const auto times = fetchTimeLags(accessTo(*m_cluster), lag->partitions, 10s);
    QCOMPARE(times.size(), lag->partitions.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (lag->partitions[i].partition.topic != "payments") {
            QVERIFY2(times[i].behind().has_value(), times[i].unknown.c_str());
            continue;
        }
        // It has never committed here.
        QCOMPARE(lag->partitions[i].committed, -1);
        QVERIFY(!times[i].behind());
        QCOMPARE(times[i].unknown, "nothing is committed");
    }
    PartitionLag fromStart = lag->partitions.back();
    fromStart.committed = 0;
    const auto timed = fetchTimeLags(accessTo(*m_cluster), std::span(&fromStart, 1), 10s);
    QVERIFY2(timed.front().behind().has_value(), timed.front().unknown.c_str());
    QCOMPARE(timed.front().nextUnread, start);
    QVERIFY(timed.front().behind() == 59'999ms);
}

void TestRealGroups::describesAPageAtATime() {
    const std::vector<std::string> many(kGroupsPerPage + 1, "billing");
    const auto refused = describeGroups(*m_client, many);
    QVERIFY(!refused && refused.error().code == ErrorCode::LimitExceeded);
}

void TestRealGroups::namesWhatIsDenied() {
    if (m_consumer.state() != QProcess::Running) QSKIP("needs kcat");
    auto client = AdminClient::open(accessAs(*m_cluster, "reader"));
    QVERIFY2(client.has_value(), why(client));
    // Without any right there are no groups; that is no failure.
    const auto none = listGroups(*client);
    QVERIFY2(none.has_value(), why(none));
    QVERIFY(none->groups.empty());

    m_cluster->allow(u"reader"_s, u"Describe"_s, {u"--group"_s, u"billing"_s});
    const auto lag = fetchGroupLag(*client, "billing");
    QVERIFY2(lag.has_value(), why(lag));
    QCOMPARE(lag->group.members.size(), 1u);
    // The offsets are there as far as topics may be seen: here none, and the problems say which.
    QVERIFY(!lag->problems.empty());
    for (const PartitionLag& partition : lag->partitions)
        QVERIFY(!partition.lag());
    std::string all;
    for (const Error& problem : lag->problems)
        all += problem.detail;
    QVERIFY2(all.find("orders") != std::string::npos, all.c_str());
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealGroups)
#include "tst_real_groups.moc"
