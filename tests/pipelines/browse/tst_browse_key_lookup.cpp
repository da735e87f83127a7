#include "pipelines/browse/key_lookup.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

#include <set>

using namespace std::chrono_literals;

namespace eventflow::browse::test {

using kafka::test::makeProducer;
using kafka::test::startBroker;

struct Found final : MatchSink {
    std::vector<std::string> values;
    std::set<std::int32_t> partitions;

    void onMatch(const Record& record) override {
        values.emplace_back(record.value.value_or("(null)"));
        partitions.insert(record.stream->partition);
    }
};

/// Finding the records of one key by reading the partition that it belongs to, and only that.
class TestKeyLookup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsTheKeysPartitionOnly_data();
    void readsTheKeysPartitionOnly();
    void countsPartitionsThatAreEmpty();
    void looksElsewhereWhenItIsNotThere();
    void looksElsewhereInEveryTopicForItself();
    void looksOnlyWhereItIsTold();
    void endsAtTheLimit();
    void tellsWhatDoesNotExist();

private:
    /// `count` records of the key, each in `partition`.
    bool put(const std::string& topic, std::int32_t partition, const std::string& key, int count) {
        for (int i = 0; i < count; ++i) {
            kafka::OutgoingRecord record;
            const std::string value = key + '-' + std::to_string(i);
            record.key = key;
            record.value = value;
            record.partition = partition;
            if (!m_producer->produce(topic, record, {}).ok()) return false;
        }
        return m_producer->flush(10s).ok();
    }
    Result<ScanEnd> find(const ScanRequest& request, const KeyLookup& lookup) {
        m_found = std::make_unique<Found>();
        m_progress = std::make_unique<ScanProgress>();
        kafka::ClusterAccess access;
        access.bootstrapServers = m_broker->bootstrapServers();
        return findKey(access, request, lookup, {}, *m_found, *m_progress, 5s, {});
    }
    static ScanRequest requestOf(const std::string& topic) {
        ScanRequest request;
        request.topics = {{topic, {}}};
        request.order = ScanOrder::OldestFirst;
        return request;
    }
    [[nodiscard]] std::uint64_t read() const { return m_progress->snapshot().records; }

    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
    std::unique_ptr<kafka::KafkaProducer> m_producer;
    std::unique_ptr<Found> m_found;
    std::unique_ptr<ScanProgress> m_progress;
};

constexpr std::int32_t kPartitions = 6;

void TestKeyLookup::initTestCase() {
    m_broker = startBroker();
    QVERIFY(m_broker != nullptr);
    m_producer = makeProducer(*m_broker);
    QVERIFY(m_producer != nullptr);
    // Every partition has ten records of a key of its own, and 90 others.
    QVERIFY(m_broker->createTopic("orders", kPartitions).ok());
    for (std::int32_t partition = 0; partition < kPartitions; ++partition)
        QVERIFY(put("orders", partition, "other", 90));
}

void TestKeyLookup::readsTheKeysPartitionOnly_data() {
    QTest::addColumn<int>("partitioner");
    QTest::newRow("murmur2") << static_cast<int>(Partitioner::Murmur2);
    QTest::newRow("crc32") << static_cast<int>(Partitioner::Crc32);
    QTest::newRow("fnv1a") << static_cast<int>(Partitioner::Fnv1a);
}

void TestKeyLookup::readsTheKeysPartitionOnly() {
    QFETCH(int, partitioner);
    const auto how = static_cast<Partitioner>(partitioner);
    const std::string key = std::string("key of ") + toString(how);
    const std::int32_t home = partitionOf(how, key, kPartitions);
    QVERIFY(put("orders", home, key, 10));
    const auto end = find(requestOf("orders"), {key, how, true});
    QVERIFY(end && *end == ScanEnd::Complete);
    QCOMPARE(m_found->values.size(), 10u);
    QCOMPARE(m_found->values.back(), key + "-9");
    QCOMPARE(m_found->partitions, std::set{home});
    // Those of one partition: earlier rows may have added to it.
    QVERIFY2(read() >= 100 && read() <= 120, std::to_string(read()).c_str());
    QVERIFY(m_progress->snapshot().notes.empty());
}

/// A partition without records counts all the same when the key's is computed.
void TestKeyLookup::countsPartitionsThatAreEmpty() {
    QVERIFY(m_broker->createTopic("sparse", kPartitions).ok());
    std::string key;
    // One that goes elsewhere if the partitions behind its own are not counted.
    for (int i = 0; key.empty(); ++i) {
        const std::string candidate = "k" + std::to_string(i);
        const std::int32_t home = partitionOf(Partitioner::Murmur2, candidate, kPartitions);
        if (home != partitionOf(Partitioner::Murmur2, candidate, home + 1)) key = candidate;
    }
    QVERIFY(put("sparse", partitionOf(Partitioner::Murmur2, key, kPartitions), key, 4));
    const auto end = find(requestOf("sparse"), {key, Partitioner::Murmur2, false});
    QVERIFY(end && *end == ScanEnd::Complete);
    QCOMPARE(m_found->values.size(), 4u);
}

void TestKeyLookup::looksElsewhereWhenItIsNotThere() {
    const std::string key = "moved";
    const std::int32_t away = (partitionOf(Partitioner::Murmur2, key, kPartitions) + 1) % kPartitions;
    QVERIFY(put("orders", away, key, 3));
    QVERIFY(find(requestOf("orders"), {key, Partitioner::Murmur2, true}).has_value());
    QCOMPARE(m_found->values.size(), 3u);
    QCOMPARE(m_found->partitions, std::set{away});
    const auto notes = m_progress->snapshot().notes;
    QCOMPARE(notes.size(), 1u);
    QVERIFY2(notes.front().find("all others were read too") != std::string::npos, notes.front().c_str());

    QVERIFY(find(requestOf("orders"), {key, Partitioner::Murmur2, false}).has_value());
    QCOMPARE(m_found->values.size(), 0u);
    QVERIFY(read() < 200);
}

/// What one topic has at home says nothing about another topic.
void TestKeyLookup::looksElsewhereInEveryTopicForItself() {
    const std::string key = "wanderer";
    const std::int32_t home = partitionOf(Partitioner::Murmur2, key, kPartitions);
    const std::int32_t away = (home + 1) % kPartitions;
    for (const char* topic : {"at-home", "elsewhere"})
        QVERIFY(m_broker->createTopic(topic, kPartitions).ok());
    QVERIFY(put("at-home", home, key, 2));
    QVERIFY(put("at-home", away, "other", 50));
    QVERIFY(put("elsewhere", away, key, 3));
    ScanRequest request = requestOf("at-home");
    request.topics.push_back({"elsewhere", {}});
    const auto end = find(request, {key, Partitioner::Murmur2, true});
    QVERIFY(end && *end == ScanEnd::Complete);
    QCOMPARE(m_found->values.size(), 5u);
    QCOMPARE(read(), 5u); // nothing of the topic that had it at home
    const auto notes = m_progress->snapshot().notes;
    QCOMPARE(notes.size(), 1u);
    QVERIFY2(notes.front().find("gives it in elsewhere;") != std::string::npos, notes.front().c_str());
}

void TestKeyLookup::looksOnlyWhereItIsTold() {
    const std::string key = "chosen";
    const std::int32_t home = partitionOf(Partitioner::Murmur2, key, kPartitions);
    const std::int32_t away = (home + 2) % kPartitions;
    QVERIFY(put("orders", home, key, 2));
    QVERIFY(put("orders", away, key, 5));
    ScanRequest request = requestOf("orders");
    request.topics.front().partitions = {away};
    QVERIFY(find(request, {key, Partitioner::Murmur2, true}).has_value());
    QCOMPARE(m_found->values.size(), 5u);
    QCOMPARE(m_found->partitions, std::set{away});
}

void TestKeyLookup::endsAtTheLimit() {
    ScanRequest request = requestOf("orders");
    request.limits.matches = 7;
    const auto end = find(request, {"other", Partitioner::Murmur2, true});
    QVERIFY(end && *end == ScanEnd::Matches);
    QCOMPARE(m_found->values.size(), 7u);
}

void TestKeyLookup::tellsWhatDoesNotExist() {
    const auto end = find(requestOf("absent"), {"key", Partitioner::Murmur2, true});
    QVERIFY(!end);
    QVERIFY2(end.error().detail.find("absent") != std::string::npos, end.error().detail.c_str());
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestKeyLookup)
#include "tst_browse_key_lookup.moc"
