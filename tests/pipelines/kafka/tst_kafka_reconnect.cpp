#include "kafka_test_support.h"

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

namespace {

std::string freshTopic() {
    static int count = 0;
    return "events-" + std::to_string(++count);
}

} // namespace

class TestKafkaReconnect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_broker = startBroker(2)); }
    void readsOnAfterTheClusterWasDown();
    void comesBackToAQuietCluster();
    void readsOnAfterDroppedRequests_data();
    void readsOnAfterDroppedRequests();
    void connectsWhenTheClusterComesUpLater();
    void failsWhenBoundedAndNobodyAnswers();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaReconnect::readsOnAfterTheClusterWasDown() {
    EmbeddedBroker* const broker = m_broker.get();
    const std::string topic = freshTopic();
    QVERIFY(broker->createTopic(topic, 4).ok());
    QCOMPARE(text(produceNumbers(*broker, topic, 0, 3000)), "ok");
    const auto source = makeKafkaSource(sourceOptions(*broker, {topic}));
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, atLeast(1000));

    QVERIFY(broker->setDown().ok());
    readInto(all, *source, [](const Collected& c) { return c.unavailable > 0; });
    QVERIFY(all.unavailable > 0);
    QVERIFY(source->describe().find("reconnecting") != std::string::npos);

    QVERIFY(broker->setUp().ok());
    QCOMPARE(text(produceNumbers(*broker, topic, 3000, 2000)), "ok");
    const auto up = std::chrono::steady_clock::now();
    readInto(all, *source, atLeast(5000));
    QVERIFY(std::chrono::steady_clock::now() - up < seconds(10));
    QCOMPARE(all.records, std::size_t(5000));
    QVERIFY(all.isContiguous());
    QVERIFY(source->describe().find("reconnecting") == std::string::npos);
}

void TestKafkaReconnect::comesBackToAQuietCluster() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("quiet", 1).ok());
    const auto source = makeKafkaSource(sourceOptions(*broker, {"quiet"}));
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, [](const Collected& c) { return c.allCaughtUp; });
    QVERIFY(broker->setDown().ok());
    readInto(all, *source, [](const Collected& c) { return c.unavailable > 0; });
    QVERIFY(broker->setUp().ok());
    // Nothing new comes, and yet the connection is known to be back.
    RecordBatch batch;
    QTRY_VERIFY_WITH_TIMEOUT((batch.clear(), source->read(batch, milliseconds(50), {}).has_value()), 10000);
    QVERIFY(source->describe().find("reconnecting") == std::string::npos);
}

void TestKafkaReconnect::readsOnAfterDroppedRequests_data() {
    QTest::addColumn<int>("request");
    QTest::addColumn<int>("fault");
    using Request = EmbeddedBroker::Request;
    using Fault = EmbeddedBroker::Fault;
    const auto row = [](const char* name, Request request, Fault fault) {
        QTest::newRow(name) << static_cast<int>(request) << static_cast<int>(fault);
    };
    row("fetch, connection closed", Request::Fetch, Fault::Disconnect);
    row("fetch, leader moved", Request::Fetch, Fault::NotLeader);
    row("fetch, timed out", Request::Fetch, Fault::RequestTimedOut);
    row("metadata, connection closed", Request::Metadata, Fault::Disconnect);
}

void TestKafkaReconnect::readsOnAfterDroppedRequests() {
    QFETCH(int, request);
    QFETCH(int, fault);
    EmbeddedBroker* const broker = m_broker.get();
    const std::string topic = freshTopic();
    QVERIFY(broker->createTopic(topic, 2).ok());
    QCOMPARE(text(produceNumbers(*broker, topic, 0, 1000)), "ok");
    const auto source = makeKafkaSource(sourceOptions(*broker, {topic}));
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, atLeast(500));
    broker->injectErrors(static_cast<EmbeddedBroker::Request>(request),
                         static_cast<EmbeddedBroker::Fault>(fault), 3);
    QCOMPARE(text(produceNumbers(*broker, topic, 1000, 1000)), "ok");
    readInto(all, *source, atLeast(2000));
    QCOMPARE(all.records, std::size_t(2000));
    QVERIFY(all.isContiguous());
}

void TestKafkaReconnect::connectsWhenTheClusterComesUpLater() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("late", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "late", 0, 10)), "ok");
    QVERIFY(broker->setDown().ok());
    auto options = sourceOptions(*broker, {"late"});
    options.connectTimeout = milliseconds(300);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, [](const Collected& c) { return c.unavailable > 0; });
    QVERIFY(broker->setUp().ok());
    readInto(all, *source, atLeast(10));
    QCOMPARE(all.records, std::size_t(10));
}

void TestKafkaReconnect::failsWhenBoundedAndNobodyAnswers() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->setDown().ok());
    auto options = sourceOptions(*broker, {"any"});
    options.stopAtEnd = true;
    options.connectTimeout = milliseconds(300);
    const Status status = makeKafkaSource(options)->open({});
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::Unavailable);
    QVERIFY2(text(status).startsWith("127.0.0.1:"), text(status).constData());
}

QTEST_GUILESS_MAIN(TestKafkaReconnect)
#include "tst_kafka_reconnect.moc"
