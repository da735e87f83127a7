#include "kafka_test_support.h"
#include "pipelines/kafka/metadata.h"

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

class TestKafkaProducer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_broker = startBroker()); }
    void countsWhatWasDelivered();
    void keepsAKeyInOnePartition();
    void waitsForRoomAndLosesNothing();
    void stopsWaitingForRoomOnRequest();
    void refusesATopicThatDoesNotExist();
    void createsATopicWhenAllowed();
    void needsAPermitForItsOwnConnection();
    void writesToThePartitionGivenAndTellsWhichRecordFailed();
    void refusesARecordThatIsTooLarge();
    void reportsWhatCouldNotBeDelivered();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaProducer::countsWhatWasDelivered() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("out", 2).ok());
    const auto producer = makeProducer(*broker);
    for (int i = 0; i < 2500; ++i)
        QVERIFY(producer->produce("out", {}, "v", {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    QCOMPARE(producer->counters().accepted, 2500U);
    QCOMPARE(producer->counters().delivered, 2500U);
    QCOMPARE(producer->counters().failed, 0U);
}

void TestKafkaProducer::keepsAKeyInOnePartition() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("keyed", 16).ok());
    const auto producer = makeProducer(*broker);
    for (int i = 0; i < 200; ++i)
        QVERIFY(producer->produce("keyed", "host-7", "v", {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    auto options = sourceOptions(*broker, {"keyed"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QVERIFY(source->open({}).ok());
    const Collected all = readAll(*source, never);
    QCOMPARE(all.streams.size(), std::size_t(1));
    QCOMPARE(all.records, std::size_t(200));
}

void TestKafkaProducer::waitsForRoomAndLosesNothing() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("full", 1).ok());
    const auto producer = makeProducer(*broker, {{"queue.buffering.max.messages", "100"}});
    for (int i = 0; i < 3000; ++i)
        QVERIFY(producer->produce("full", {}, "v", {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    QCOMPARE(producer->counters().delivered, 3000U);
}

void TestKafkaProducer::stopsWaitingForRoomOnRequest() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("stuck", 1).ok());
    const auto producer = makeProducer(*broker, {{"queue.buffering.max.messages", "10"}});
    QVERIFY(producer->produce("stuck", {}, "v", {}, kNoTime, {}).ok());
    QVERIFY(broker->setDown().ok());
    std::stop_source stop;
    stop.request_stop();
    Status status;
    for (int i = 0; i < 100 && status; ++i)
        status = producer->produce("stuck", {}, "v", {}, kNoTime, stop.get_token());
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::Cancelled);
    QVERIFY(broker->setUp().ok());
}

void TestKafkaProducer::refusesATopicThatDoesNotExist() {
    EmbeddedBroker* const broker = m_broker.get();
    const auto producer = makeProducer(*broker);
    const Status status = producer->produce("missing", {}, "v", {}, kNoTime, {});
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::NotFound);
    QVERIFY2(text(status).contains("topic \"missing\" does not exist"), text(status).constData());
    QCOMPARE(text(broker->createTopic("missing", 1)), "ok"); // it was not created by asking
}

void TestKafkaProducer::createsATopicWhenAllowed() {
    EmbeddedBroker* const broker = m_broker.get();
    ProducerOptions options;
    options.createTopics = true;
    const auto producer = broker->makeProducer({}, options);
    QVERIFY(producer.has_value());
    QVERIFY((*producer)->produce("fresh", {}, "v", {}, kNoTime, {}).ok());
    QCOMPARE(text((*producer)->flush(seconds(10))), "ok");
    QCOMPARE((*producer)->counters().delivered, 1U);
}

void TestKafkaProducer::needsAPermitForItsOwnConnection() {
    const config::Connection own = m_broker->connection();
    config::Connection readOnly = own;
    readOnly.readOnly = true;
    QVERIFY(!config::WritePermit::forConnection(readOnly));

    config::Connection other = own;
    other.name = "another";
    const auto permit = config::WritePermit::forConnection(other);
    QVERIFY(permit.has_value());
    const auto access = makeClusterAccess(own, {});
    QVERIFY(access.has_value());
    const auto producer = KafkaProducer::create(*access, *permit);
    QVERIFY(!producer && producer.error().code == ErrorCode::InvalidArgument);
}

void TestKafkaProducer::writesToThePartitionGivenAndTellsWhichRecordFailed() {
    QVERIFY(m_broker->createTopic("chosen", 3).ok());
    const auto producer = makeProducer(*m_broker);
    OutgoingRecord record;
    record.value = "v";
    record.partition = 2;
    QVERIFY(producer->produce("chosen", record, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    record.partition = 3;
    record.tag = 4711;
    const Status refused = producer->produce("chosen", record, {});
    if (refused.ok()) QCOMPARE(text(producer->flush(seconds(10))), "ok");
    const auto failures = producer->takeFailures();
    QVERIFY(!refused.ok() || (failures.size() == 1 && failures.front().tag == 4711));
    QVERIFY(producer->takeFailures().empty());
    const auto topics = listTopics({"", m_broker->bootstrapServers(), {}, {}, {}}, seconds(5));
    QVERIFY(topics.has_value());
    const auto chosen =
        std::find_if(topics->begin(), topics->end(), [](const auto& t) { return t.name == "chosen"; });
    QVERIFY(chosen != topics->end());
    QCOMPARE(chosen->partitions.at(2).high, 1);
}

void TestKafkaProducer::refusesARecordThatIsTooLarge() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("large", 1).ok());
    const auto producer = makeProducer(*broker);
    const Status status = producer->produce("large", {}, std::string(2'000'000, 'x'), {}, kNoTime, {});
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::LimitExceeded);
    QCOMPARE(producer->counters().accepted, 0U);
}

void TestKafkaProducer::reportsWhatCouldNotBeDelivered() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("lost", 1).ok());
    const auto producer = makeProducer(*broker, {{"message.timeout.ms", "300"}});
    QVERIFY(producer->produce("lost", {}, "v", {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    QVERIFY(broker->setDown().ok());
    QVERIFY(producer->produce("lost", {}, "w", {}, kNoTime, {}).ok());
    const Status tooSoon = producer->flush(milliseconds(1));
    QVERIFY(!tooSoon.ok());
    QVERIFY2(text(tooSoon).contains("1 records not delivered"), text(tooSoon).constData());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");
    QCOMPARE(producer->counters().delivered, 1U);
    QCOMPARE(producer->counters().failed, 1U);
    QCOMPARE(producer->recentFailures().size(), std::size_t(1));
    QVERIFY(broker->setUp().ok());
}

QTEST_GUILESS_MAIN(TestKafkaProducer)
#include "tst_kafka_producer.moc"
