#include "core/admin/config_docs.h"
#include "pipelines/admin/topic_facts.h"
#include "tests/kafka/real_cluster_support.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;
using namespace eventflow::admin;

namespace eventflow::kafka::test {

/// What Apache Kafka tells about itself and its topics.
class TestRealTopics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void describesTheCluster();
    void tellsWhereEachConfigurationComesFrom();
    void documentsEveryTopicConfiguration();
    void describesABroker();
    void countsPartitionsThatRefuseWriters();
    void watermarksEqualThoseOfKafkasTool();
    void tellsOfATransactionThatIsLeftOpen();
    void aTopicThatIsNotThereIsNotCreated();
    void namesWhatIsDenied();

private:
    std::unique_ptr<RealCluster> m_cluster;
    std::optional<AdminClient> m_client;
};

void TestRealTopics::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 3, 1, {u"retention.ms=1234567"_s, u"min.insync.replicas=2"_s});
    m_cluster->createTopic(u"state"_s, 1, 1, {u"cleanup.policy=compact"_s});
    m_cluster->createTopic(u"plain"_s, 3);
    const Status produced = produceNumbers(*m_cluster, "plain", 0, 500);
    QVERIFY2(produced.ok(), why(produced));
    auto client = AdminClient::open(accessTo(*m_cluster));
    QVERIFY2(client.has_value(), why(client));
    m_client.emplace(std::move(*client));
}

void TestRealTopics::describesTheCluster() {
    const auto catalog = fetchCatalog(*m_client);
    QVERIFY2(catalog.has_value(), why(catalog));
    QCOMPARE(catalog->clusterId, "EventFlowTestCluster01");
    QCOMPARE(catalog->brokers.size(), 1u);
    QCOMPARE(catalog->brokers.front().id, 1);
    QCOMPARE(catalog->controller, 1);
    QCOMPARE(catalog->topics.size(), 3u);
    const TopicEntry* orders = catalog->find("orders");
    QVERIFY(orders != nullptr);
    QCOMPARE(orders->partitionCount, 3u);
    QCOMPARE(orders->replicas, 1);
    QCOMPARE(orders->withoutLeader + orders->shortOfReplicas, 0u);
    const auto partitions = catalog->partitionsOf(*orders);
    for (std::size_t i = 0; i < partitions.size(); ++i)
        QCOMPARE(partitions[i].id, static_cast<int>(i));
    QVERIFY(catalog->find("absent") == nullptr);
}

void TestRealTopics::tellsWhereEachConfigurationComesFrom() {
    const std::string names[] = {"state", "orders"};
    const auto sets = describeTopicConfigs(*m_client, names);
    QVERIFY2(sets.has_value(), why(sets));
    QCOMPARE(sets->at(0).resource, "state");
    QCOMPARE(sets->at(0).valueOf("cleanup.policy"), "compact");
    const ConfigSet& orders = sets->at(1);
    const ConfigEntry* retention = orders.find("retention.ms");
    QVERIFY(retention != nullptr);
    QCOMPARE(retention->value.value_or(""), "1234567");
    QVERIFY(retention->source == ConfigSource::Topic && !retention->isDefault() && !retention->readOnly);
    // What would be in force without it comes after it.
    const ConfigEntry* minimum = orders.find("min.insync.replicas");
    QCOMPARE(minimum->synonyms.size(), 2u);
    QVERIFY(minimum->synonyms.front().source == ConfigSource::Topic);
    QVERIFY(minimum->synonyms.back().source == ConfigSource::Default);
    QCOMPARE(minimum->synonyms.back().value.value_or(""), "1");
    QVERIFY(orders.find("segment.bytes")->isDefault());
    const std::map<std::string, std::string> own{{"min.insync.replicas", "2"}, {"retention.ms", "1234567"}};
    QCOMPARE(orders.ownValues(), own);
}

void TestRealTopics::documentsEveryTopicConfiguration() {
    const std::string names[] = {"plain"};
    const auto sets = describeTopicConfigs(*m_client, names);
    QVERIFY2(sets.has_value(), why(sets));
    QVERIFY(sets->front().entries.size() > 25);
    for (const ConfigEntry& entry : sets->front().entries)
        QVERIFY2(configDoc(entry.name) != nullptr, entry.name.c_str());
}

void TestRealTopics::describesABroker() {
    const auto configs = describeBrokerConfigs(*m_client, 1);
    QVERIFY2(configs.has_value(), why(configs));
    QVERIFY(!configs->error);
    QCOMPARE(configs->valueOf("node.id"), "1");
    QVERIFY(configs->find("node.id")->readOnly);
    QVERIFY(configs->find("log.retention.check.interval.ms")->source == ConfigSource::ServerFile);
    const ConfigEntry* password = configs->find("ssl.key.password");
    QVERIFY(password != nullptr && password->sensitive && !password->value);
}

void TestRealTopics::countsPartitionsThatRefuseWriters() {
    const auto orders = describeTopic(*m_client, "orders");
    QVERIFY2(orders.has_value(), why(orders));
    QVERIFY(orders->problems.empty());
    QCOMPARE(orders->facts.minInsyncReplicas.value_or(-1), 2);
    QCOMPARE(orders->facts.underMinIsr.value_or(0), 3u);
    QVERIFY(orders->facts.retention == std::chrono::milliseconds(1234567));
    QVERIFY(!orders->facts.retentionBytes);
    QCOMPARE(orders->facts.offsetSpan.value_or(-1), 0);
    const auto state = describeTopic(*m_client, "state");
    QVERIFY(state && state->facts.compacted && !state->facts.deletesOld && !state->facts.retention);
}

void TestRealTopics::watermarksEqualThoseOfKafkasTool() {
    const QByteArrayList lines =
        m_cluster->run(u"org.apache.kafka.tools.GetOffsetShell"_s, {u"--topic"_s, u"plain"_s})
            .trimmed()
            .split('\n');
    QCOMPARE(lines.size(), 3);
    const auto plain = describeTopic(*m_client, "plain");
    QVERIFY2(plain.has_value(), why(plain));
    std::int64_t total = 0;
    for (const QByteArray& line : lines) {
        const QByteArrayList fields = line.split(':');
        const auto& marks = plain->watermarks.at(fields[1].toUInt());
        QCOMPARE(marks.low, 0);
        QCOMPARE(marks.high, fields[2].toLongLong());
        total += marks.high;
    }
    QCOMPARE(total, 500);
    QCOMPARE(plain->facts.offsetSpan.value_or(-1), 500);
}

void TestRealTopics::tellsOfATransactionThatIsLeftOpen() {
    m_cluster->createTopic(u"paid"_s, 2, 1, {u"retention.ms=-1"_s});
    ConfPtr conf(rd_kafka_conf_new());
    const auto set = [&](const char* name, const std::string& value) {
        return rd_kafka_conf_set(conf.get(), name, value.c_str(), nullptr, 0) == RD_KAFKA_CONF_OK;
    };
    QVERIFY(set("bootstrap.servers", m_cluster->bootstrapServers()));
    QVERIFY(set("transactional.id", "left-open"));
    auto producer = KafkaHandle::open(RD_KAFKA_PRODUCER, std::move(conf));
    QVERIFY(producer);
    rd_kafka_t* client = producer->get();
    QVERIFY(ErrorPtr(rd_kafka_init_transactions(client, 20'000)) == nullptr);
    const TopicPtr to(rd_kafka_topic_new(client, "paid", nullptr));
    const auto put = [&](int count) {
        char value[] = "x";
        for (int i = 0; i < count; ++i)
            rd_kafka_produce(to.get(), 1, RD_KAFKA_MSG_F_COPY, value, 1, nullptr, 0, nullptr);
        return rd_kafka_flush(client, 10'000) == RD_KAFKA_RESP_ERR_NO_ERROR;
    };
    QVERIFY(ErrorPtr(rd_kafka_begin_transaction(client)) == nullptr);
    QVERIFY(put(5));
    QVERIFY(ErrorPtr(rd_kafka_commit_transaction(client, 20'000)) == nullptr);
    QTRY_VERIFY(describeTopic(*m_client, "paid")->openTransactions.empty()); // the marker is written later

    QVERIFY(ErrorPtr(rd_kafka_begin_transaction(client)) == nullptr);
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(put(7));
    const auto topic = describeTopic(*m_client, "paid");
    QVERIFY2(topic.has_value(), why(topic));
    QCOMPARE(topic->openTransactions.size(), 1u);
    const OpenTransaction& open = topic->openTransactions.front();
    QCOMPARE(open.partition, 1);
    QCOMPARE(open.lastStable, std::int64_t{6}); // five records and the marker of their commit
    QCOMPARE(open.high, std::int64_t{13});
    QVERIFY(open.since.has_value());
    const Timestamp since = *open.since;
    QVERIFY(std::abs(toMs(since) - before) < 60'000);
    QVERIFY(open.mayHang(since + std::chrono::seconds(61)) &&
            !open.mayHang(since + std::chrono::seconds(59)));
    QVERIFY(ErrorPtr(rd_kafka_abort_transaction(client, 20'000)) == nullptr);
    QTRY_VERIFY(describeTopic(*m_client, "paid")->openTransactions.empty());
}

void TestRealTopics::aTopicThatIsNotThereIsNotCreated() {
    const auto absent = describeTopic(*m_client, "absent");
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
    QVERIFY(!m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s}).contains("absent"));
}

void TestRealTopics::namesWhatIsDenied() {
    m_cluster->allow(u"reader"_s, u"Describe"_s, {u"--topic"_s, u"plain"_s});
    auto client = AdminClient::open(accessAs(*m_cluster, "reader"));
    QVERIFY2(client.has_value(), why(client));
    // The cluster is there, only smaller.
    const auto catalog = fetchCatalog(*client);
    QVERIFY2(catalog.has_value(), why(catalog));
    QCOMPARE(catalog->topics.size(), 1u);
    const auto plain = describeTopic(*client, "plain");
    QVERIFY2(plain.has_value(), why(plain));
    QCOMPARE(plain->facts.offsetSpan.value_or(-1), 500);
    QVERIFY(!plain->facts.retention);
    QCOMPARE(plain->problems.size(), 1u);
    QCOMPARE(plain->problems.front().code, ErrorCode::PermissionDenied);
    QVERIFY2(plain->problems.front().detail.find("configuration of \"plain\"") == 0,
             plain->problems.front().detail.c_str());
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealTopics)
#include "tst_real_topics.moc"
