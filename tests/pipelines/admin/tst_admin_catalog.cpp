#include "core/admin/config_docs.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/topic_changes.h"
#include "pipelines/admin/topic_facts.h"
#include "pipelines/kafka/embedded_broker.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::admin {

namespace {

constexpr int kTopics = 12'500;
constexpr int kTopicsAtOnce = 1'250;
constexpr int kPartitions = 4; ///< of a topic the mock makes by itself

/// The mock takes a second for each topic it is told to make, but makes any number that a client asks for.
/// Both get slow with a client that knows many.
Status createTopics(const kafka::EmbeddedBroker& broker, int from, int to) {
    auto conf = kafka::makeWriterConf(broker.bootstrapServers(), {}, true);
    if (!conf) return conf.error();
    auto handle = kafka::KafkaHandle::open(RD_KAFKA_PRODUCER, std::move(*conf));
    if (!handle) return handle.error();
    std::vector<kafka::TopicPtr> topics;
    for (int i = from; i < to; ++i)
        topics.emplace_back(
            rd_kafka_topic_new(handle->get(), ("topic-" + std::to_string(i)).c_str(), nullptr));
    const struct rd_kafka_metadata* metadata = nullptr;
    const auto error = rd_kafka_metadata(handle->get(), 0, nullptr, &metadata, 30'000);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return Error{ErrorCode::Internal, rd_kafka_err2str(error)};
    rd_kafka_metadata_destroy(metadata);
    return {};
}

AdminClient clientFor(const kafka::EmbeddedBroker& broker) {
    return std::move(*AdminClient::open(*kafka::makeClusterAccess(broker.connection(), {})));
}

} // namespace

class TestCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsFiftyThousandPartitions();
    void refusesToPlanForInternalTopicsAndWrongNames_data();
    void refusesToPlanForInternalTopicsAndWrongNames();
    void knowsOnlyWhatItIsTold();
    void nobodyAnswers();
};

void TestCatalog::listsFiftyThousandPartitions() {
    const auto broker = kafka::EmbeddedBroker::start({3});
    QVERIFY(broker.has_value());
    for (int i = 0; i < kTopics; i += kTopicsAtOnce) {
        const Status created = createTopics(**broker, i, i + kTopicsAtOnce);
        QVERIFY2(created.ok(), created ? "" : created.error().detail.c_str());
    }
    // The promise is 2 s until the cluster is open; it takes 0.1 s, unless the machine has other work.
    qint64 listed = 0;
    for (int attempt = 0; attempt == 0 || (listed >= 2000 && attempt < 3); ++attempt) {
        QElapsedTimer watch;
        watch.start();
        const AdminClient opened = clientFor(**broker);
        QVERIFY(fetchCatalog(opened).has_value());
        listed = watch.elapsed();
    }
    QVERIFY2(listed < 2000, QByteArray::number(listed).constData());

    const AdminClient client = clientFor(**broker);
    const auto catalog = fetchCatalog(client);
    QVERIFY2(catalog.has_value(), catalog ? "" : catalog.error().detail.c_str());
    QCOMPARE(catalog->topics.size(), static_cast<std::size_t>(kTopics));
    QCOMPARE(catalog->partitions.size(), static_cast<std::size_t>(kTopics * kPartitions));
    QCOMPARE(catalog->brokers.size(), 3u);
    QVERIFY(std::is_sorted(catalog->topics.begin(), catalog->topics.end(),
                           [](const TopicEntry& a, const TopicEntry& b) { return a.name < b.name; }));

    // Only what is in sight is asked for more.
    std::vector<TopicPartition> visible;
    for (const PartitionState& partition : catalog->partitionsOf(*catalog->find("topic-77")))
        visible.push_back({"topic-77", partition.id});
    for (const Watermarks& marks : fetchWatermarks(client, visible)) {
        QVERIFY(marks.known());
        QCOMPARE(marks.offsetSpan(), 0);
    }
}

void TestCatalog::refusesToPlanForInternalTopicsAndWrongNames_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("offsets") << u"__consumer_offsets"_s << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("schemas") << u"_schemas"_s << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("slash") << u"a/b"_s << static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("empty") << u""_s << static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("there") << u"there"_s << static_cast<int>(ErrorCode::AlreadyExists);
}

void TestCatalog::refusesToPlanForInternalTopicsAndWrongNames() {
    QFETCH(QString, name);
    QFETCH(int, code);
    const auto broker = kafka::EmbeddedBroker::start();
    QVERIFY(broker && (*broker)->createTopic("there", 1).ok());
    const AdminClient client = clientFor(**broker);
    const auto plan = planCreateTopic(client, {name.toStdString(), 1, -1, {}});
    QVERIFY(!plan.has_value());
    QCOMPARE(static_cast<int>(plan.error().code), code);
    if (code != static_cast<int>(ErrorCode::PermissionDenied)) return;
    const auto deletion = planDeleteTopic(client, name.toStdString());
    QVERIFY(!deletion && deletion.error().code == ErrorCode::PermissionDenied);
    const auto more = planAddPartitions(client, name.toStdString(), 100);
    QVERIFY(!more && more.error().code == ErrorCode::PermissionDenied);
    const auto altered = planAlterConfigs(client, name.toStdString(), {{"retention.ms", "1"}});
    QVERIFY(!altered && altered.error().code == ErrorCode::PermissionDenied);
}

void TestCatalog::knowsOnlyWhatItIsTold() {
    admin::TopicInfo topic;
    topic.name = "orders";
    topic.partitions.resize(2);
    topic.partitions[0] = {0, 1, {1, 2, 3}, {1, 2}, -1, -1};
    topic.partitions[1] = {1, -1, {1, 2, 3}, {}, -1, -1};
    ConfigSet denied;
    denied.error = Error{ErrorCode::PermissionDenied, "no"};
    const TopicFacts blind = factsOf(topic, denied, {});
    QCOMPARE(blind.withoutLeader, 1u);
    QCOMPARE(blind.shortOfReplicas, 2u);
    QVERIFY(!blind.underMinIsr && !blind.retention && !blind.offsetSpan && !blind.minInsyncReplicas);

    ConfigSet configs;
    configs.entries = {{"cleanup.policy", "compact,delete", ConfigSource::Topic, false, false, {}},
                       {"min.insync.replicas", "2", ConfigSource::Default, false, false, {}},
                       {"retention.bytes", "-1", ConfigSource::Default, false, false, {}},
                       {"retention.ms", "60000", ConfigSource::Topic, false, false, {}}};
    const TopicFacts facts = factsOf(topic, configs, {{0, 10, {}}, {5, 9, {}}});
    QCOMPARE(facts.underMinIsr.value_or(99), 1u);
    QVERIFY(facts.compacted && facts.deletesOld && facts.retention == std::chrono::minutes(1));
    QVERIFY(!facts.retentionBytes);
    QCOMPARE(facts.offsetSpan.value_or(-1), 14);
    // One unknown end makes the sum unknown.
    QVERIFY(!factsOf(topic, configs, {{0, 10, {}}, {}}).offsetSpan);
    QVERIFY(configDoc("retention.ms") != nullptr && configDoc("no.such.thing") == nullptr);
}

void TestCatalog::nobodyAnswers() {
    kafka::ClusterAccess access;
    access.bootstrapServers = "127.0.0.1:1";
    const auto client = AdminClient::open(access, std::chrono::milliseconds(300));
    QVERIFY(client.has_value());
    const auto catalog = fetchCatalog(*client);
    QVERIFY(!catalog && catalog.error().code == ErrorCode::Unavailable);
    QVERIFY2(catalog.error().detail.find("127.0.0.1:1") != std::string::npos, catalog.error().detail.c_str());
}

} // namespace eventflow::admin

QTEST_GUILESS_MAIN(eventflow::admin::TestCatalog)
#include "tst_admin_catalog.moc"
