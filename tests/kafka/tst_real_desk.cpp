#include "app/clusters/app_cluster_desk.h"
#include "tests/kafka/real_cluster_support.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

/// What the desktop asks of a cluster, on a broker that has groups, configurations and rights.
class TestRealDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void describesTopicsWithTheirConfiguration();
    void tellsGroupsAndTheirLag();
    void lookingLeavesNoTrace();
    void seeksByTime();
    void changesAreMadeAndWrittenDown();
    void aGroupIsResetAndItsOldOffsetsKept();
    void aConnectionTestTellsEachStep();
    void whatIsDeniedIsNamed();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RealCluster> m_cluster;
    std::unique_ptr<app::AppClusterDesk> m_desk;
    std::shared_ptr<feed::Cluster> m_open;
};

void TestRealDesk::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 3, 1, {u"retention.ms=-1"_s});
    QVERIFY(produceNumbers(*m_cluster, "orders", 0, 900, timestampFromNs(1'781'956'800'000'000'000)).ok());
    m_desk = std::make_unique<app::AppClusterDesk>(m_folder.path().toStdString());
    config::Connection connection;
    connection.name = "real";
    connection.bootstrapServers = m_cluster->bootstrapServers();
    connection.environment = config::Environment::Test;
    connection.readOnly = false;
    QVERIFY(m_desk->saveConnection("", connection).ok());
    auto opened = m_desk->open("real", {});
    QVERIFY2(opened.has_value(), why(opened));
    m_open = std::move(*opened);
}

void TestRealDesk::describesTopicsWithTheirConfiguration() {
    const auto topic = m_open->describeTopic("orders");
    QVERIFY2(topic.has_value(), why(topic));
    QVERIFY(topic->problems.empty());
    QCOMPARE(topic->facts.offsetSpan.value_or(-1), std::int64_t{900});
    QCOMPARE(topic->configs.valueOf("retention.ms"), std::string("-1"));
    const auto catalog = m_open->catalog({});
    QVERIFY(catalog.has_value() && catalog->brokers.size() == 1);
    const auto broker = m_open->brokerConfigs(catalog->brokers[0].id);
    QVERIFY(broker.has_value() && broker->find("log.retention.hours"));
}

void TestRealDesk::tellsGroupsAndTheirLag() {
    QProcess consumer;
    consumer.start(u"kcat"_s,
                   {u"-b"_s, QString::fromStdString(m_cluster->bootstrapServers()), u"-G"_s, u"billing"_s,
                    u"-X"_s, u"auto.offset.reset=earliest"_s, u"-e"_s, u"-c"_s, u"900"_s, u"orders"_s});
    if (!consumer.waitForStarted()) QSKIP("kcat is not installed; packaging/dependencies.txt names it");
    QVERIFY(consumer.waitForFinished(60'000));
    QVERIFY(produceNumbers(*m_cluster, "orders", 900, 60).ok());
    const auto groups = m_open->groups();
    QVERIFY2(groups.has_value(), why(groups));
    QCOMPARE(groups->groups.size(), std::size_t{1});
    const std::vector<std::string> ids{"billing"};
    const auto lags = m_open->groupLags(ids);
    QVERIFY2(lags[0].has_value(), why(lags[0]));
    QCOMPARE(lags[0]->totalLag(), std::int64_t{60});
    const auto times = m_open->timeLags(lags[0]->partitions);
    QCOMPARE(times.size(), lags[0]->partitions.size());
}

void TestRealDesk::lookingLeavesNoTrace() {
    browse::ScanRequest request;
    request.topics = {{"orders", {}}};
    auto pager = m_open->page(request, {}, {}, {});
    QVERIFY2(pager.has_value(), why(pager));
    QVERIFY((*pager)->loadOlder(100, {}).has_value());
    QCOMPARE((*pager)->older().size(), std::size_t{100});
    QVERIFY(m_open->profileTopic("orders", {}, {}, {}).has_value());
    QCOMPARE(m_cluster->run(u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s, {u"--list"_s}),
             "billing\n"_ba);
    QCOMPARE(m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s, u"--exclude-internal"_s}),
             "orders\n"_ba);
}

void TestRealDesk::seeksByTime() {
    browse::ScanRequest request;
    request.topics = {{"orders", {}}};
    const Timestamp at = timestampFromNs(1'781'956'800'000'000'000) + std::chrono::milliseconds(450);
    auto pager = m_open->page(request, {}, {feed::PageStart::Kind::Around, browse::Bound::at(at)}, {});
    QVERIFY2(pager.has_value(), why(pager));
    QVERIFY((*pager)->loadNewer(1, {}).has_value());
    QVERIFY((*pager)->loadOlder(1, {}).has_value());
    QCOMPARE((*pager)->newer().valuePreview((*pager)->newer()[0]), std::string_view("450"));
    QCOMPARE((*pager)->older().valuePreview((*pager)->older()[0]), std::string_view("449"));
}

void TestRealDesk::changesAreMadeAndWrittenDown() {
    const auto make = [&](const admin::ChangeRequest& request) {
        auto planned = m_open->plan(request);
        if (!planned) return Status(planned.error());
        const auto done = (*planned)->execute({}, {});
        return done ? Status() : Status(done.error());
    };
    const auto topicNow = [&] { return m_open->describeTopic("made"); };
    QVERIFY(make(admin::CreateTopic{{"made", 1, 1, {}}}).ok());
    QTRY_VERIFY_WITH_TIMEOUT(topicNow().has_value(), 10'000);
    QVERIFY(make(admin::AlterConfigs{"made", {{"retention.ms", "60000"}}}).ok());
    QTRY_COMPARE_WITH_TIMEOUT(topicNow()->configs.valueOf("retention.ms"), std::string("60000"), 10'000);
    QVERIFY(make(admin::AddPartitions{"made", 2}).ok());
    QTRY_COMPARE_WITH_TIMEOUT(topicNow()->topic.partitions.size(), std::size_t{2}, 10'000);
    QVERIFY(make(admin::DeleteTopic{"made"}).ok());
    QTRY_VERIFY_WITH_TIMEOUT(!topicNow().has_value(), 10'000);
    QFile audit(m_folder.filePath(u"audit.ndjson"_s));
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QCOMPARE(audit.readAll().count("\"outcome\""), 4);
}

void TestRealDesk::aGroupIsResetAndItsOldOffsetsKept() {
    admin::ResetOffsets reset;
    reset.group = "billing";
    auto planned = m_open->plan(reset);
    QVERIFY2(planned.has_value(), why(planned));
    const auto done = (*planned)->execute({}, {});
    QVERIFY2(done.has_value(), why(done));
    QVERIFY(std::filesystem::exists(done->undoFile));
    const std::vector<std::string> ids{"billing"};
    QCOMPARE(m_open->groupLags(ids)[0]->totalLag(), std::int64_t{960});
}

void TestRealDesk::aConnectionTestTellsEachStep() {
    std::vector<admin::CheckStep> told;
    const auto report = m_desk->testConnection(
        m_open->connection(), [&](const admin::CheckResult& step) { told.push_back(step.step); }, {});
    QVERIFY2(report.has_value(), why(report));
    QVERIFY(report->connected());
    QCOMPARE(told.size(), report->steps.size());
    QVERIFY(!report->capabilities.empty());
}

void TestRealDesk::whatIsDeniedIsNamed() {
    m_cluster->allow(u"reader"_s, u"Describe"_s, {u"--topic"_s, u"orders"_s});
    config::Connection limited;
    limited.name = "limited";
    limited.bootstrapServers = m_cluster->bootstrapServers(Listener::Sasl);
    limited.properties = {
        {"security.protocol", "SASL_PLAINTEXT"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "reader"}};
    limited.secrets = {"sasl.password"};
    QVERIFY(m_desk->saveConnection("", limited).ok());
    QVERIFY(
        m_desk->provideSecret(limited, "sasl.password", "reader-secret", feed::SecretStorage::Session).ok());
    const auto cluster = m_desk->open("limited", {});
    QVERIFY2(cluster.has_value(), why(cluster));
    const auto topic = (*cluster)->describeTopic("orders");
    QVERIFY2(topic.has_value(), why(topic));
    QVERIFY(!topic->problems.empty());
    QVERIFY(topic->problems[0].code == ErrorCode::PermissionDenied);
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealDesk)
#include "tst_real_desk.moc"
