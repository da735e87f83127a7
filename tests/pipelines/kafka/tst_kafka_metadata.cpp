#include "kafka_test_support.h"

#include "pipelines/kafka/metadata.h"

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

class TestKafkaMetadata : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_broker = startBroker()); }
    void listsTopicsByNameWithWatermarks();
    void listsTopicsWhoseLeaderIsGone();
    void tellsInternalTopicsApart_data();
    void tellsInternalTopicsApart();
    void passesARefusedPropertyOn();
    void failsInTimeWhenNobodyAnswers();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaMetadata::listsTopicsByNameWithWatermarks() {
    const auto broker = startBroker(3);
    QVERIFY(broker->createTopic("zeta", 12).ok());
    QVERIFY(broker->createTopic("alpha", 1).ok());
    QVERIFY(broker->createTopic("__consumer_offsets", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "zeta", 0, 1000)), "ok");
    const auto topics = listTopics(accessTo(broker->bootstrapServers()), seconds(10));
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().detail.c_str());
    QCOMPARE(topics->size(), std::size_t(3));
    QCOMPARE((*topics)[0].name, std::string("__consumer_offsets"));
    QVERIFY((*topics)[0].internal);
    QCOMPARE((*topics)[1].name, std::string("alpha"));
    QCOMPARE((*topics)[1].partitions.front().high, 0);
    const admin::TopicInfo& zeta = (*topics)[2];
    QVERIFY(!zeta.internal);
    QCOMPARE(zeta.partitions.size(), std::size_t(12));
    std::int64_t total = 0;
    for (std::size_t i = 0; i < zeta.partitions.size(); ++i) {
        QCOMPARE(zeta.partitions[i].id, std::int32_t(i));
        QVERIFY(zeta.partitions[i].leader >= 1 && zeta.partitions[i].leader <= 3);
        QVERIFY(!zeta.partitions[i].replicas.empty() && !zeta.partitions[i].isr.empty());
        QCOMPARE(zeta.partitions[i].low, 0);
        total += zeta.partitions[i].high;
    }
    QCOMPARE(total, 1000);
}

void TestKafkaMetadata::listsTopicsWhoseLeaderIsGone() {
    const auto broker = startBroker(2);
    QVERIFY(broker->createTopic("half", 2).ok());
    QVERIFY(broker->moveLeader("half", 0, 1).ok());
    QVERIFY(broker->moveLeader("half", 1, -1).ok());
    const auto topics = listTopics(accessTo(broker->bootstrapServers()), seconds(5));
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().detail.c_str());
    const auto& partitions = topics->front().partitions;
    QCOMPARE(partitions.size(), std::size_t(2));
    QCOMPARE(partitions[0].high, 0);
    QCOMPARE(partitions[1].leader, -1);
    QCOMPARE(partitions[1].high, -1);
}

void TestKafkaMetadata::tellsInternalTopicsApart_data() {
    QTest::addColumn<bool>("internal");
    QTest::newRow("__consumer_offsets") << true;
    QTest::newRow("__transaction_state") << true;
    QTest::newRow("_schemas") << true;
    QTest::newRow("_confluent-metrics") << true;
    QTest::newRow("orders") << false;
    QTest::newRow("_orders") << false;
}

void TestKafkaMetadata::tellsInternalTopicsApart() {
    QFETCH(bool, internal);
    QCOMPARE(admin::isInternalTopic(QTest::currentDataTag()), internal);
}

void TestKafkaMetadata::failsInTimeWhenNobodyAnswers() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->setDown().ok()); // the last test of this broker
    const auto start = std::chrono::steady_clock::now();
    const auto topics = listTopics(accessTo(broker->bootstrapServers()), milliseconds(500));
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().code, ErrorCode::Unavailable);
    QVERIFY2(text(topics.error()).contains("last error"), text(topics.error()).constData());
    QVERIFY(std::chrono::steady_clock::now() - start < seconds(5));
}

void TestKafkaMetadata::passesARefusedPropertyOn() {
    const auto topics = listTopics(accessTo("127.0.0.1:1", {{"group.id", "x"}}), milliseconds(100));
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestKafkaMetadata)
#include "tst_kafka_metadata.moc"
