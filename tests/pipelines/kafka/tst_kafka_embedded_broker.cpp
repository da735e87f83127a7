#include "kafka_test_support.h"

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

class TestKafkaEmbeddedBroker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_broker = startBroker(3)); }
    void listensOnLoopbackOncePerBroker();
    void refusesNonsense_data();
    void refusesNonsense();
    void refusesATopicTwice();
    void delaysAnswers();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaEmbeddedBroker::listensOnLoopbackOncePerBroker() {
    EmbeddedBroker* const broker = m_broker.get();
    const QByteArrayList servers = QByteArray::fromStdString(broker->bootstrapServers()).split(',');
    QCOMPARE(servers.size(), 3);
    for (const QByteArray& server : servers)
        QVERIFY2(server.startsWith("127.0.0.1:"), server.constData());
}

void TestKafkaEmbeddedBroker::refusesNonsense_data() {
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<int>("partitions");
    QTest::newRow("no name") << QByteArray("") << 1;
    QTest::newRow("a path") << QByteArray("../etc") << 1;
    QTest::newRow("dots") << QByteArray("..") << 1;
    QTest::newRow("long name") << QByteArray(250, 'x') << 1;
    QTest::newRow("no partitions") << QByteArray("a") << 0;
    QTest::newRow("too many partitions") << QByteArray("a") << 100000;
}

void TestKafkaEmbeddedBroker::refusesNonsense() {
    QFETCH(QByteArray, topic);
    QFETCH(int, partitions);
    EmbeddedBroker* const broker = m_broker.get();
    const Status status = broker->createTopic(topic.toStdString(), partitions);
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::InvalidArgument);
}

void TestKafkaEmbeddedBroker::refusesATopicTwice() {
    QVERIFY(!EmbeddedBroker::start({0}).has_value());
    QVERIFY(!EmbeddedBroker::start({17}).has_value());
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("a", 2).ok());
    const Status again = broker->createTopic("a", 3);
    QVERIFY(!again.ok());
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
}

void TestKafkaEmbeddedBroker::delaysAnswers() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("slow", 1).ok());
    QVERIFY(broker->setRoundTrip(milliseconds(200)).ok());
    const auto start = std::chrono::steady_clock::now();
    QCOMPARE(text(produceNumbers(*broker, "slow", 0, 1)), "ok");
    QVERIFY(std::chrono::steady_clock::now() - start >= milliseconds(200));
}

QTEST_GUILESS_MAIN(TestKafkaEmbeddedBroker)
#include "tst_kafka_embedded_broker.moc"
