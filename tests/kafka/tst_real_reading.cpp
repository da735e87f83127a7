#include "pipelines/kafka/metadata.h"
#include "tests/kafka/real_cluster_support.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

/// Reading from Apache Kafka: everything comes, and nobody on the cluster notices.
class TestRealReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsEveryRecordOnceAndInOrder();
    void leavesNoGroupNoCommitNoTopic();
    void leavesAProductionGroupAlone();

private:
    [[nodiscard]] KafkaSourceOptions source() const;
    Status produce(const std::string& topic, int count);
    QByteArray topics();
    QByteArray groups(const QStringList& what);

    std::unique_ptr<RealCluster> m_cluster;
};

void TestRealReading::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_cluster->createTopic(u"orders"_s, 4);
    const Status produced = produce("orders", 1000);
    QVERIFY2(produced.ok(), text(produced));
}

KafkaSourceOptions TestRealReading::source() const {
    KafkaSourceOptions options;
    options.access.bootstrapServers = m_cluster->bootstrapServers();
    options.start = StartAt::Earliest;
    options.stopAtEnd = true;
    return options;
}

Status TestRealReading::produce(const std::string& topic, int count) {
    auto producer = KafkaProducer::create(accessTo(*m_cluster), permitFor(accessTo(*m_cluster)));
    if (!producer) return producer.error();
    for (int i = 0; i < count; ++i) {
        const std::string key = std::to_string(i % 16);
        const std::string value = std::to_string(i);
        if (Status status = (*producer)->produce(topic, key, value, {}, kNoTime, {}); !status) return status;
    }
    return (*producer)->flush(10s);
}

QByteArray TestRealReading::topics() {
    return m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s});
}

QByteArray TestRealReading::groups(const QStringList& what) {
    return m_cluster->run(u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s, what);
}

void TestRealReading::readsEveryRecordOnceAndInOrder() {
    const auto reader = makeKafkaSource(source());
    const Status opened = reader->open({});
    QVERIFY2(opened.ok(), text(opened));
    const Collected all = readAll(*reader, never);
    QVERIFY(all.ended);
    QCOMPARE(all.records, 1000u);
    QVERIFY(all.isContiguous());
}

void TestRealReading::leavesNoGroupNoCommitNoTopic() {
    // The test that runs before this one has read the whole cluster; a listing and one more read of a topic
    // that is not there try harder.
    QVERIFY(listTopics(accessTo(m_cluster->bootstrapServers()), 5s).has_value());
    KafkaSourceOptions options = source();
    options.topics = {"absent"};
    const auto reader = makeKafkaSource(options);
    QVERIFY(!reader->open({}).ok());

    // With a group, or only a look for one, the broker would have made its topic of offsets.
    QCOMPARE(topics(), "orders\n"_ba);
    QCOMPARE(groups({u"--list"_s}).trimmed(), ""_ba);
}

void TestRealReading::leavesAProductionGroupAlone() {
    QProcess consumer;
    consumer.start(u"kcat"_s, {u"-b"_s, QString::fromStdString(m_cluster->bootstrapServers()), u"-G"_s,
                               u"billing"_s, u"-X"_s, u"auto.commit.interval.ms=100"_s, u"-X"_s,
                               u"auto.offset.reset=earliest"_s, u"orders"_s});
    if (!consumer.waitForStarted()) QSKIP("kcat is not installed; packaging/dependencies.txt names it");
    const QStringList describe{u"--describe"_s, u"--group"_s, u"billing"_s};
    // Only the committed offsets, lags and members matter; the tool pads its columns.
    QByteArray before;
    QTRY_VERIFY_WITH_TIMEOUT((before = groups(describe).simplified()).count(" 0 rdkafka") == 4, 30'000);
    const QByteArray members = groups(describe + QStringList{u"--state"_s}).simplified();

    const auto reader = makeKafkaSource(source());
    QVERIFY(reader->open({}).ok());
    // The topic of offsets is internal: no part of what is read.
    QCOMPARE(readAll(*reader, never).records, 1000u);

    QCOMPARE(groups(describe).simplified(), before);
    QCOMPARE(groups(describe + QStringList{u"--state"_s}).simplified(), members);
    QCOMPARE(groups({u"--list"_s}).trimmed(), "billing"_ba);
    consumer.kill();
    consumer.waitForFinished();
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealReading)
#include "tst_real_reading.moc"
