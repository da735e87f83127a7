#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/metadata.h"
#include "tests/kafka/real_cluster_support.h"
#include "tests/pipelines/kafka/kafka_test_support.h"
#include "tests/support/token_issuer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;
using eventflow::test::TokenIssuer;

namespace {

constexpr std::size_t kLargeBytes = 5 * 1024 * 1024;

/// One source for the whole of a fault, and all it gave.
struct Reader {
    explicit Reader(KafkaSourceOptions options) {
        options.events = events;
        source = makeKafkaSource(std::move(options));
    }

    /// Reads until it describes itself so.
    bool untilSays(const char* words, milliseconds deadline = 30s) {
        readInto(
            all, *source, [&](const Collected&) { return says(words); }, deadline);
        return says(words);
    }
    bool untilSilent(const char* words, milliseconds deadline = 30s) {
        readInto(
            all, *source, [&](const Collected&) { return !says(words); }, deadline);
        return !says(words);
    }
    /// Every record once and in order, `count` of them; waits a while for one too many.
    bool untilRead(std::size_t count, milliseconds deadline = 40s) {
        readInto(all, *source, atLeast(count), deadline);
        readInto(all, *source, atLeast(count + 1), 200ms);
        return all.records == count;
    }
    [[nodiscard]] bool says(const char* words) const {
        return source->describe().find(words) != std::string::npos;
    }
    /// For a failed check.
    [[nodiscard]] QByteArray state() const {
        QByteArray log;
        for (const KafkaEvents::Entry& entry : events->recent())
            log += '\n' + QByteArray::fromStdString(entry.text);
        return QByteArray::number(static_cast<qulonglong>(all.records)) + " records; " +
               QByteArray::fromStdString(source->describe()) + "; " +
               (all.error ? text(*all.error) : QByteArray()) + log;
    }

    std::shared_ptr<KafkaEvents> events = std::make_shared<KafkaEvents>();
    std::unique_ptr<collect::Source> source;
    Collected all;
};

} // namespace

/// Three nodes of Apache Kafka go away in every way they know. The source says what is the matter, loses and
/// repeats nothing, and is the same one afterwards.
class TestRealFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsOnWhenALeaderIsKilled();
    void readsOnWhenALeaderFreezes();
    void saysThatAPartitionHasNoLeader();
    void comesBackAfterEveryBrokerWasAway();
    void readsATopicThatIsMadeAnew();
    void namesTheOffsetsThatWereDeleted();
    void namesTheOffsetsThatRetentionTook();
    void endsWhereItsTargetWasDeleted();
    void outlivesItsTokens();
    void isNotTakenForStalledWhileThrottled();
    void readsLargeMessages();
    void namesTheLimitOfAResponse();

private:
    [[nodiscard]] KafkaSourceOptions source(const std::string& topic) const;
    void createTopic(const std::string& name, int partitions, const QStringList& configs = {});
    void deleteRecords(const QString& topic, int before);
    Status produce(const std::string& topic, int from, int count);
    Status produceBytes(const std::string& topic, int count, std::size_t size);
    /// The node that leads the partition; -1 none.
    int leaderOf(const std::string& topic, std::int32_t partition);
    bool everyNodeShows(ClusterAccess access, const std::string& topic, int partitions);
    bool leadsNothing(const std::string& topic, int node);
    void limitReaders(const QString& change);

    TokenIssuer m_issuer;
    std::unique_ptr<RealCluster> m_cluster;
};

void TestRealFaults::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    ClusterOptions options;
    options.nodes = 3;
    options.tokenKeysUrl = QString::fromStdString(m_issuer.keysUrl());
    options.properties = {u"min.insync.replicas=2"_s,
                          u"broker.heartbeat.interval.ms=500"_s,
                          u"broker.session.timeout.ms=3000"_s,
                          u"log.retention.check.interval.ms=1000"_s,
                          u"log.segment.delete.delay.ms=0"_s,
                          u"listener.name.sasl.oauthbearer.connections.max.reauth.ms=3000"_s};
    m_cluster = RealCluster::start(options);
    QVERIFY(m_cluster != nullptr);
}

KafkaSourceOptions TestRealFaults::source(const std::string& topic) const {
    KafkaSourceOptions options;
    options.access = accessTo(*m_cluster);
    options.topics = {topic};
    options.start = StartAt::Earliest;
    options.connectTimeout = 20s;
    options.healthInterval = 500ms;
    return options;
}

void TestRealFaults::createTopic(const std::string& name, int partitions, const QStringList& configs) {
    m_cluster->createTopic(QString::fromStdString(name), partitions, 3, configs);
    // The controller knows it at once, a broker a little later.
    QTRY_VERIFY_WITH_TIMEOUT(everyNodeShows(accessTo(*m_cluster), name, partitions), 20'000);
}

Status TestRealFaults::produce(const std::string& topic, int from, int count) {
    ClusterAccess access = accessTo(*m_cluster);
    access.properties["socket.timeout.ms"] = "3000";
    auto producer = KafkaProducer::create(access, permitFor(access));
    if (!producer) return producer.error();
    for (int i = from; i < from + count; ++i) {
        const std::string key = std::to_string(i % 16);
        if (Status status = (*producer)->produce(topic, key, std::to_string(i), {}, kNoTime, {}); !status)
            return status;
    }
    return (*producer)->flush(30s);
}

Status TestRealFaults::produceBytes(const std::string& topic, int count, std::size_t size) {
    ClusterAccess access = accessTo(*m_cluster);
    access.properties["message.max.bytes"] = std::to_string(2 * kLargeBytes);
    access.properties["compression.type"] = "none";
    auto producer = KafkaProducer::create(access, permitFor(access));
    if (!producer) return producer.error();
    for (int i = 0; i < count; ++i)
        if (Status status =
                (*producer)->produce(topic, std::nullopt, std::string(size, 'x'), {}, kNoTime, {});
            !status)
            return status;
    return (*producer)->flush(30s);
}

int TestRealFaults::leaderOf(const std::string& topic, std::int32_t partition) {
    const auto topics = listTopics(accessTo(*m_cluster), 10s);
    if (!topics) return -1;
    for (const admin::TopicInfo& info : *topics)
        for (const admin::PartitionInfo& found : info.partitions)
            if (info.name == topic && found.id == partition) return found.leader - 1;
    return -1;
}

bool TestRealFaults::everyNodeShows(ClusterAccess access, const std::string& topic, int partitions) {
    const QStringList servers = QString::fromStdString(access.bootstrapServers).split(u',');
    return std::all_of(servers.begin(), servers.end(), [&](const QString& server) {
        access.bootstrapServers = server.toStdString();
        const auto topics = listTopics(access, 10s);
        return topics && std::any_of(topics->begin(), topics->end(), [&](const admin::TopicInfo& info) {
                   return info.name == topic &&
                          info.partitions.size() == static_cast<std::size_t>(partitions);
               });
    });
}

bool TestRealFaults::leadsNothing(const std::string& topic, int node) {
    const auto topics = listTopics(accessTo(*m_cluster), 10s);
    if (!topics) return false;
    for (const admin::TopicInfo& info : *topics)
        for (const admin::PartitionInfo& found : info.partitions)
            if (info.name == topic && (found.leader < 0 || found.leader - 1 == node)) return false;
    return true;
}

void TestRealFaults::readsOnWhenALeaderIsKilled() {
    createTopic("killed", 6);
    QVERIFY2(produce("killed", 0, 3000).ok(), "produce");
    Reader reader(source("killed"));
    QCOMPARE(text(reader.source->open({})), "ok");
    readInto(reader.all, *reader.source, atLeast(1000));
    const int node = leaderOf("killed", 0);
    QVERIFY(node >= 0);

    m_cluster->killNode(node);
    QVERIFY2(reader.untilSays("reconnecting to 127.0.0.1:"), reader.state());
    QTRY_VERIFY_WITH_TIMEOUT(leadsNothing("killed", node), 20'000);
    const Status produced = produce("killed", 3000, 2000);
    QVERIFY2(produced.ok(), text(produced));
    QVERIFY2(reader.untilRead(5000), reader.state());
    QVERIFY(m_cluster->startNode(node));
    const Status more = produce("killed", 5000, 1000);
    QVERIFY2(more.ok(), text(more));
    QVERIFY2(reader.untilRead(6000), reader.state());
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(reader.untilSilent("reconnecting"), reader.state());
}

void TestRealFaults::readsOnWhenALeaderFreezes() {
    createTopic("frozen", 3);
    QVERIFY2(produce("frozen", 0, 1000).ok(), "produce");
    Reader reader(source("frozen"));
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(1000), reader.state());
    const int node = leaderOf("frozen", 0);
    QVERIFY(node >= 0);

    // Its connections stay open: nothing but the missing answers tells.
    m_cluster->pauseNode(node);
    const bool said = reader.untilSays("no answer from 127.0.0.1:", 15s);
    const bool moved = QTest::qWaitFor([&] { return leadsNothing("frozen", node); }, 20'000);
    const Status produced = produce("frozen", 1000, 500);
    const bool read = reader.untilRead(1500);
    m_cluster->resumeNode(node);
    QVERIFY2(said && moved && read, reader.state());
    QVERIFY2(produced.ok(), text(produced));
    QVERIFY2(produce("frozen", 1500, 500).ok(), "produce");
    QVERIFY2(reader.untilRead(2000), reader.state());
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(reader.untilSilent("no answer"), reader.state());
}

/// The only replica's broker is gone, and with it what makes the partition readable at all.
void TestRealFaults::saysThatAPartitionHasNoLeader() {
    m_cluster->createTopic(u"orphan"_s, 1, 1, {u"min.insync.replicas=1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(everyNodeShows(accessTo(*m_cluster), "orphan", 1), 20'000);
    createTopic("family", 3);
    QVERIFY2(produce("orphan", 0, 500).ok(), "produce");
    KafkaSourceOptions options = source("orphan");
    options.topics.push_back("family");
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(500), reader.state());
    const int node = leaderOf("orphan", 0);
    QVERIFY(node >= 0);

    m_cluster->killNode(node);
    QVERIFY2(reader.untilSays("no leader for orphan[0] since "), reader.state());
    // The others are read meanwhile, and nobody takes the partition for forgotten.
    QTRY_VERIFY_WITH_TIMEOUT(leadsNothing("family", node), 20'000);
    const Status produced = produce("family", 0, 300);
    QVERIFY2(produced.ok(), text(produced));
    QVERIFY2(reader.untilRead(800), reader.state());
    QVERIFY2(reader.says("no leader for orphan[0] since ") && !reader.says("stalled"), reader.state());

    // One that starts now waits for it, and reads the others.
    Reader late(options);
    QCOMPARE(text(late.source->open({})), "ok");
    QVERIFY2(late.untilRead(300), late.state());
    QVERIFY2(late.says("waiting for a leader of orphan[0]"), late.state());

    QVERIFY(m_cluster->startNode(node));
    QVERIFY2(reader.untilSilent("no leader"), reader.state());
    const Status more = produce("orphan", 500, 500);
    QVERIFY2(more.ok(), text(more));
    QVERIFY2(reader.untilRead(1300), reader.state());
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(late.untilRead(1300), late.state());
    QVERIFY2(!late.says("waiting for"), late.state());
}

void TestRealFaults::comesBackAfterEveryBrokerWasAway() {
    createTopic("dark", 3);
    QVERIFY2(produce("dark", 0, 1000).ok(), "produce");
    Reader reader(source("dark"));
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(1000), reader.state());
    for (int node = 0; node < m_cluster->nodes(); ++node)
        m_cluster->killNode(node);
    QVERIFY2(reader.untilSays("; reconnecting since "), reader.state());
    QVERIFY(m_cluster->startDeadNodes());
    QTRY_VERIFY_WITH_TIMEOUT(leadsNothing("dark", -1), 30'000);
    const Status produced = produce("dark", 1000, 1000);
    QVERIFY2(produced.ok(), text(produced));
    QVERIFY2(reader.untilRead(2000), reader.state());
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(reader.untilSilent("reconnecting"), reader.state());
}

void TestRealFaults::readsATopicThatIsMadeAnew() {
    createTopic("phoenix", 1);
    QVERIFY2(produce("phoenix", 0, 50).ok(), "produce");
    KafkaSourceOptions options = source("phoenix");
    options.access.properties["topic.metadata.refresh.interval.ms"] = "1000";
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(50), reader.state());
    m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--delete"_s, u"--topic"_s, u"phoenix"_s});
    QVERIFY2(reader.untilSays("which was deleted"), reader.state());
    // Nobody made it by asking for it.
    QVERIFY(!m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s}).contains("phoenix"));

    // More records than before, so that the old offset is there, with another record.
    createTopic("phoenix", 1);
    QVERIFY2(produce("phoenix", 1000, 80).ok(), "produce");
    QVERIFY2(reader.untilRead(50 + 80), reader.state());
    const auto& items = reader.all.streams.at({"phoenix", 0});
    QCOMPARE(items[50].offset, 0);
    QCOMPARE(items[50].value, std::string("1000"));
    QCOMPARE(items.back().value, std::string("1079"));
    QVERIFY2(reader.says("phoenix[0] was deleted after offset 49 was read"), reader.state());
    QVERIFY2(reader.untilSilent("waiting for"), reader.state());
}

void TestRealFaults::deleteRecords(const QString& topic, int before) {
    QTemporaryDir folder;
    QFile request(folder.filePath(u"delete.json"_s));
    QVERIFY(request.open(QIODevice::WriteOnly));
    request.write(QStringLiteral(R"({"version":1,"partitions":[{"topic":"%1","partition":0,"offset":%2}]})")
                      .arg(topic)
                      .arg(before)
                      .toUtf8());
    request.close();
    m_cluster->run(u"org.apache.kafka.tools.DeleteRecordsCommand"_s,
                   {u"--offset-json-file"_s, request.fileName()});
}

void TestRealFaults::namesTheOffsetsThatWereDeleted() {
    createTopic("short", 1);
    QVERIFY2(produce("short", 0, 100).ok(), "produce");
    Reader reader(source("short"));
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(100), reader.state());
    reader.source->pause();
    QVERIFY2(produce("short", 100, 300).ok(), "produce");
    deleteRecords(u"short"_s, 250);
    reader.source->resume();
    QVERIFY2(reader.untilRead(100 + 150), reader.state());
    QVERIFY2(reader.says("150 offsets lost"), reader.state());
    QVERIFY2(reader.says("offsets 100 to 249 of short[0] were gone before they were read"), reader.state());
    QCOMPARE(reader.all.streams.at({"short", 0})[100].offset, 250);
}

/// All there was is gone, and the broker starts a new segment behind it.
void TestRealFaults::namesTheOffsetsThatRetentionTook() {
    createTopic("brief", 1);
    QVERIFY2(produce("brief", 0, 100).ok(), "produce");
    Reader reader(source("brief"));
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(100), reader.state());
    reader.source->pause();
    QVERIFY2(produce("brief", 100, 300).ok(), "produce");
    m_cluster->run(u"kafka.admin.ConfigCommand"_s,
                   {u"--alter"_s, u"--entity-type"_s, u"topics"_s, u"--entity-name"_s, u"brief"_s,
                    u"--add-config"_s, u"retention.ms=1"_s});
    const auto first = [&] {
        const auto access = accessTo(*m_cluster);
        auto handle = openReader(access, nullptr);
        const PartitionListPtr list = makePartitionList(1);
        rd_kafka_topic_partition_list_add(list.get(), "brief", 0);
        return handle && queryOffsets(*handle, *list, OffsetEnd::Low, 5s) ? list->elems[0].offset : -1;
    };
    QTRY_COMPARE_WITH_TIMEOUT(first(), 400, 30'000);
    reader.source->resume();
    QVERIFY2(reader.untilSays("offsets 100 to 399 of brief[0] were gone before they were read"),
             reader.state());
    QVERIFY2(reader.says("300 offsets lost"), reader.state());
    m_cluster->run(u"kafka.admin.ConfigCommand"_s,
                   {u"--alter"_s, u"--entity-type"_s, u"topics"_s, u"--entity-name"_s, u"brief"_s,
                    u"--delete-config"_s, u"retention.ms"_s});
    QVERIFY2(produce("brief", 400, 50).ok(), "produce");
    QVERIFY2(reader.untilRead(150), reader.state());
    QCOMPARE(reader.all.streams.at({"brief", 0})[100].offset, 400);
}

/// A bounded read must not wait for records that are no more.
void TestRealFaults::endsWhereItsTargetWasDeleted() {
    createTopic("ended", 1);
    QVERIFY2(produce("ended", 0, 100).ok(), "produce");
    KafkaSourceOptions options = source("ended");
    options.stopAtEnd = true;
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");
    reader.source->pause();
    deleteRecords(u"ended"_s, 100);
    reader.source->resume();
    readInto(reader.all, *reader.source, never, 20s);
    QVERIFY2(reader.all.ended, reader.state());
    QCOMPARE(reader.all.records, 0u);
    QVERIFY2(reader.says("offsets 0 to 99 of ended[0] were gone before they were read"), reader.state());
}

void TestRealFaults::outlivesItsTokens() {
    createTopic("tokens", 1);
    m_cluster->allow(u"svc-bench"_s, u"Read"_s, {u"--topic"_s, u"tokens"_s});
    m_issuer.setLifetime(4s);
    config::Connection connection;
    connection.name = "tokens";
    connection.bootstrapServers = m_cluster->bootstrapServers(Listener::Sasl);
    connection.properties = m_cluster->properties(Listener::Sasl);
    connection.tokens.method = config::TokenConnection::Method::ClientCredentials;
    connection.tokens.endpoint = m_issuer.tokenUrl();
    connection.tokens.clientId = TokenIssuer::kClientId;
    auto access = makeClusterAccess(connection, {{"oauth.client.secret", TokenIssuer::kClientSecret}});
    QVERIFY(access.has_value());
    QTRY_VERIFY_WITH_TIMEOUT(everyNodeShows(*access, "tokens", 1), 20'000);
    KafkaSourceOptions options = source("tokens");
    options.access = *access;
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");

    // Over several sessions, each of which the broker ends.
    const int before = m_issuer.tokensIssued();
    QVERIFY2(produce("tokens", 0, 100).ok(), "produce");
    readInto(reader.all, *reader.source,
             [&](const Collected&) { return m_issuer.tokensIssued() > before + 2; });
    QVERIFY2(reader.untilRead(100), reader.state());

    m_issuer.answerWith(503, R"({"error":"temporarily_unavailable"})");
    QVERIFY2(reader.untilSays("login refused, trying again since"), reader.state());
    QVERIFY2(produce("tokens", 100, 100).ok(), "produce");
    m_issuer.answerWith(200, {});
    QVERIFY2(reader.untilRead(200), reader.state());
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(reader.untilSilent("login refused"), reader.state());
    m_issuer.setLifetime(3600s);
}

void TestRealFaults::limitReaders(const QString& change) {
    m_cluster->run(u"kafka.admin.ConfigCommand"_s,
                   {u"--alter"_s, u"--entity-type"_s, u"clients"_s, u"--entity-name"_s, u"slow-reader"_s,
                    change,
                    change == u"--add-config"_s ? u"consumer_byte_rate=200000"_s : u"consumer_byte_rate"_s});
}

void TestRealFaults::isNotTakenForStalledWhileThrottled() {
    createTopic("throttled", 1);
    limitReaders(u"--add-config"_s);
    QVERIFY2(produceBytes("throttled", 60, 50'000).ok(), "produce");
    KafkaSourceOptions options = source("throttled");
    options.access.properties["client.id"] = "slow-reader";
    options.access.properties["max.partition.fetch.bytes"] = "262144";
    options.stallTimeout = 2s;
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilSays("throttled by 127.0.0.1:"), reader.state());
    QVERIFY2(reader.untilRead(60), reader.state());
    limitReaders(u"--delete-config"_s);
    QVERIFY(reader.all.isContiguous());
    QVERIFY2(!reader.says("stalled"), reader.state());
    QVERIFY2(reader.untilSilent("throttled"), reader.state());
}

void TestRealFaults::readsLargeMessages() {
    createTopic("large", 1, {u"max.message.bytes=10485760"_s});
    const Status produced = produceBytes("large", 3, kLargeBytes);
    QVERIFY2(produced.ok(), text(produced));
    // Each is five times of max.partition.fetch.bytes.
    Reader reader(source("large"));
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilRead(3), reader.state());
    for (const auto& item : reader.all.streams.at({"large", 0}))
        QCOMPARE(item.value.size(), kLargeBytes);
}

void TestRealFaults::namesTheLimitOfAResponse() {
    KafkaSourceOptions options = source("large");
    options.access.properties["fetch.max.bytes"] = "1048576";
    options.access.properties["receive.message.max.bytes"] = "2097152";
    Reader reader(options);
    QCOMPARE(text(reader.source->open({})), "ok");
    QVERIFY2(reader.untilSays("larger than receive.message.max.bytes"), reader.state());
    QCOMPARE(reader.all.records, 0u);
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealFaults)
#include "tst_real_faults.moc"
