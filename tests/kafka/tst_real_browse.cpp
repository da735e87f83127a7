#include "pipelines/browse/browser.h"
#include "tests/kafka/real_cluster_support.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

#include <QElapsedTimer>
#include <QTemporaryFile>

#include <set>
#include <thread>

using namespace Qt::StringLiterals;

namespace eventflow::browse::test {

using namespace std::chrono_literals;
using kafka::test::RealCluster;
using kafka::test::text;

struct Values final : MatchSink {
    struct Item {
        std::int32_t partition = 0;
        std::int64_t offset = 0;
        Timestamp ts = kNoTime;
        std::string value;
    };
    std::vector<Item> items;
    std::function<void()> onEach;

    void onMatch(const Record& record) override {
        items.push_back({record.stream->partition, record.offset, record.tsArrival,
                         std::string(record.value.value_or("(null)"))});
        if (onEach) onEach();
    }
    [[nodiscard]] std::set<std::string> values() const {
        std::set<std::string> all;
        for (const Item& item : items)
            all.insert(item.value);
        return all;
    }
};

/// Browsing Apache Kafka: what librdkafka's mock can't do.
class TestRealBrowse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsATimeRangeInSpiteOfDisorder();
    void looksAroundATime();
    void hidesWhatWasAborted_data();
    void hidesWhatWasAborted();
    void stepsOverWhatWasCompacted();
    void readsLargeMessages();
    void doesNotWaitForEmptyPartitions();
    void saysWhatWasDeletedMeanwhile();
    void isCancelledAtOnce();
    void leavesNoTrace();

private:
    [[nodiscard]] kafka::ClusterAccess access() const {
        kafka::ClusterAccess to;
        to.bootstrapServers = m_cluster->bootstrapServers();
        return to;
    }
    Status produce(const std::string& topic, const std::vector<std::pair<std::int64_t, std::string>>& records,
                   std::map<std::string, std::string> properties = {});
    Result<ScanEnd> scan(const ScanRequest& request, Values& values, ScanProgress& progress,
                         const std::stop_token& stop = {});

    std::unique_ptr<RealCluster> m_cluster;
};

constexpr std::int64_t kStart = 1'700'000'000'000;

ScanRequest requestOf(const std::string& topic, ScanOrder order = ScanOrder::OldestFirst) {
    ScanRequest request;
    request.topics = {{topic, {}}};
    request.order = order;
    return request;
}

void TestRealBrowse::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    kafka::test::ClusterOptions options;
    options.properties = {u"log.cleaner.backoff.ms=200"_s, u"log.segment.delete.delay.ms=0"_s,
                          u"log.retention.ms=-1"_s};
    m_cluster = RealCluster::start(options);
    QVERIFY(m_cluster != nullptr);
}

Status TestRealBrowse::produce(const std::string& topic,
                               const std::vector<std::pair<std::int64_t, std::string>>& records,
                               std::map<std::string, std::string> properties) {
    kafka::ClusterAccess to = access();
    to.properties = std::move(properties);
    auto producer = kafka::KafkaProducer::create(to, kafka::test::permitFor(to));
    if (!producer) return producer.error();
    for (const auto& [ms, value] : records) {
        const std::string key = value.substr(0, 8);
        const Status status = (*producer)->produce(topic, key, value, {}, timestampFromMs(ms), {});
        if (!status) return status;
    }
    return (*producer)->flush(20s);
}

Result<ScanEnd> TestRealBrowse::scan(const ScanRequest& request, Values& values, ScanProgress& progress,
                                     const std::stop_token& stop) {
    auto cluster =
        ClusterReader::open(access(), bulkTuning(request.isolation, request.limits.bytesPerSecond));
    if (!cluster) return cluster.error();
    auto plan = planScan(**cluster, request, 5s);
    if (!plan) return plan.error();
    auto filter = RecordFilter::compile({});
    return runScan(**cluster, *plan, request, **filter, values, progress, stop);
}

void TestRealBrowse::findsATimeRangeInSpiteOfDisorder() {
    m_cluster->createTopic(u"times"_s, 3);
    std::vector<std::pair<std::int64_t, std::string>> records;
    std::set<std::string> expected;
    for (int i = 0; i < 3000; ++i) {
        // Every tenth record is up to 20 s older than those around it.
        const std::int64_t late = i % 10 == 0 ? (i * 7919) % 20'000 : 0;
        const std::int64_t ms = kStart + i * 100 - late;
        records.emplace_back(ms, "v" + std::to_string(i));
        if (ms >= kStart + 100'000 && ms < kStart + 200'000) expected.insert(records.back().second);
    }
    const Status produced = produce("times", records);
    QVERIFY2(produced.ok(), text(produced));

    for (const ScanOrder order : {ScanOrder::OldestFirst, ScanOrder::NewestFirst, ScanOrder::AsRead}) {
        ScanRequest request = requestOf("times", order);
        request.from = Bound::at(timestampFromMs(kStart + 100'000));
        request.to = Bound::at(timestampFromMs(kStart + 200'000));
        Values values;
        ScanProgress progress;
        const auto end = scan(request, values, progress);
        QVERIFY2(end, end ? "" : text(end.error()));
        QVERIFY(*end == ScanEnd::Complete);
        QCOMPARE(values.items.size(), expected.size());
        QVERIFY(values.values() == expected);
        QVERIFY(progress.snapshot().disorder > 5s);
        QVERIFY(progress.snapshot().outsideOfTime > 0);
        // It is a part of the topic that was read, not all of it.
        QVERIFY(progress.snapshot().records < 2000);
    }
}

void TestRealBrowse::looksAroundATime() {
    const BrowseStart start{BrowseStart::Kind::Around, Bound::at(timestampFromMs(kStart + 150'000))};
    auto browser = Browser::open(access(), requestOf("times"), {}, start, 5s, {});
    QVERIFY(browser);
    Values before;
    Values after;
    QVERIFY((*browser)->older(50, before, {}));
    QVERIFY((*browser)->newer(50, after, {}));
    QCOMPARE(before.items.size(), 50u);
    QCOMPARE(after.items.size(), 50u);
    QVERIFY(after.items.front().ts >= timestampFromMs(kStart + 150'000));
    for (const auto& item : after.items)
        QVERIFY(item.ts >= timestampFromMs(kStart + 129'000) && item.ts < timestampFromMs(kStart + 160'000));
    for (const auto& item : before.items)
        QVERIFY(item.ts < timestampFromMs(kStart + 150'000));
}

void TestRealBrowse::hidesWhatWasAborted_data() {
    QTest::addColumn<int>("isolation");
    QTest::addColumn<int>("records");
    QTest::newRow("read_committed") << int(Isolation::ReadCommitted) << 200;
    QTest::newRow("read_uncommitted") << int(Isolation::ReadUncommitted) << 500;
}

void TestRealBrowse::hidesWhatWasAborted() {
    QFETCH(int, isolation);
    QFETCH(int, records);
    const QString topic = u"transactions-%1"_s.arg(isolation);
    m_cluster->createTopic(topic, 1);
    kafka::ConfPtr conf(rd_kafka_conf_new());
    const auto set = [&](const char* name, const std::string& value) {
        return rd_kafka_conf_set(conf.get(), name, value.c_str(), nullptr, 0) == RD_KAFKA_CONF_OK;
    };
    QVERIFY(set("bootstrap.servers", m_cluster->bootstrapServers()));
    QVERIFY(set("transactional.id", "test-" + std::to_string(isolation)));
    auto producer = kafka::KafkaHandle::open(RD_KAFKA_PRODUCER, std::move(conf));
    QVERIFY(producer);
    rd_kafka_t* client = producer->get();
    QVERIFY(kafka::ErrorPtr(rd_kafka_init_transactions(client, 20'000)) == nullptr);
    const kafka::TopicPtr to(rd_kafka_topic_new(client, topic.toUtf8().constData(), nullptr));
    // Committed, aborted, committed, aborted, aborted: the log ends in records that nobody may see.
    for (int transaction = 0; transaction < 5; ++transaction) {
        QVERIFY(kafka::ErrorPtr(rd_kafka_begin_transaction(client)) == nullptr);
        for (int i = 0; i < 100; ++i) {
            std::string value = std::to_string(transaction) + ':' + std::to_string(i);
            QVERIFY(rd_kafka_produce(to.get(), 0, RD_KAFKA_MSG_F_COPY, value.data(), value.size(), nullptr, 0,
                                     nullptr) == 0);
        }
        const bool commit = transaction == 0 || transaction == 2;
        QVERIFY(rd_kafka_flush(client, 10'000) == RD_KAFKA_RESP_ERR_NO_ERROR);
        const kafka::ErrorPtr done(commit ? rd_kafka_commit_transaction(client, 20'000)
                                          : rd_kafka_abort_transaction(client, 20'000));
        QVERIFY(done == nullptr);
    }
    for (const ScanOrder order : {ScanOrder::NewestFirst, ScanOrder::OldestFirst, ScanOrder::AsRead}) {
        ScanRequest request = requestOf(topic.toStdString(), order);
        request.isolation = static_cast<Isolation>(isolation);
        Values values;
        ScanProgress progress;
        QElapsedTimer timer;
        timer.start();
        const auto end = scan(request, values, progress);
        QVERIFY2(end, end ? "" : text(end.error()));
        QVERIFY(*end == ScanEnd::Complete);
        QCOMPARE(values.items.size(), static_cast<std::size_t>(records));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }
}

void TestRealBrowse::stepsOverWhatWasCompacted() {
    m_cluster->createTopic(u"compacted"_s, 1, 1,
                           {u"cleanup.policy=compact"_s, u"segment.ms=100"_s, u"segment.bytes=1048576"_s,
                            u"min.cleanable.dirty.ratio=0.01"_s, u"max.compaction.lag.ms=100"_s});
    for (int round = 0; round < 4; ++round) {
        std::vector<std::pair<std::int64_t, std::string>> records;
        for (int i = 0; i < 500; ++i)
            records.emplace_back(kStart + round * 1000, "same-key-" + std::to_string(round * 1000 + i));
        QVERIFY(produce("compacted", records).ok());
    }
    const auto count = [&](ScanOrder order, std::uint64_t& span) {
        Values values;
        ScanProgress progress;
        const auto end = scan(requestOf("compacted", order), values, progress);
        span = progress.snapshot().offsetsTotal;
        return end && *end == ScanEnd::Complete ? values.items.size() : 0;
    };
    std::uint64_t span = 0;
    // One key: all but the active segment shrinks to a single record.
    QTRY_VERIFY_WITH_TIMEOUT(count(ScanOrder::AsRead, span) < 1000, 30'000);
    QCOMPARE(span, 2000u);
    QElapsedTimer timer;
    timer.start();
    const std::size_t newest = count(ScanOrder::NewestFirst, span);
    QCOMPARE(newest, count(ScanOrder::OldestFirst, span));
    QCOMPARE(newest, count(ScanOrder::AsRead, span));
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
}

void TestRealBrowse::readsLargeMessages() {
    m_cluster->createTopic(u"large"_s, 2, 1, {u"max.message.bytes=20000000"_s});
    std::vector<std::pair<std::int64_t, std::string>> records;
    for (int i = 0; i < 6; ++i)
        records.emplace_back(kStart + i,
                             std::to_string(i) + std::string(8'000'000, static_cast<char>('a' + i)));
    const Status produced =
        produce("large", records, {{"message.max.bytes", "10000000"}, {"compression.type", "none"}});
    QVERIFY2(produced.ok(), text(produced));
    auto browser = Browser::open(access(), requestOf("large"), {}, {}, 5s, {});
    QVERIFY(browser);
    Values values;
    const auto end = (*browser)->older(6, values, {});
    QVERIFY2(end, end ? "" : text(end.error()));
    QCOMPARE(values.items.size(), 6u);
    for (const auto& [ms, value] : records)
        QVERIFY(values.values().contains(value));
}

void TestRealBrowse::doesNotWaitForEmptyPartitions() {
    m_cluster->createTopic(u"sparse"_s, 100);
    QVERIFY(produce("sparse", {{kStart, "only"}}).ok());
    auto browser = Browser::open(access(), requestOf("sparse"), {}, {}, 5s, {});
    QVERIFY2(browser, browser ? "" : text(browser.error()));
    QCOMPARE((*browser)->plan().emptyStreams(), 99u);
    Values values;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(*(*browser)->older(10, values, {}) == ScanEnd::Complete);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(values.items.size(), 1u);
}

void TestRealBrowse::saysWhatWasDeletedMeanwhile() {
    m_cluster->createTopic(u"deleted"_s, 1);
    std::vector<std::pair<std::int64_t, std::string>> records;
    for (int i = 0; i < 100; ++i)
        records.emplace_back(kStart + i, std::to_string(i));
    QVERIFY(produce("deleted", records).ok());
    const ScanRequest request = requestOf("deleted", ScanOrder::AsRead);
    auto cluster = ClusterReader::open(access(), bulkTuning(request.isolation, 0));
    const auto plan = planScan(**cluster, request, 5s);
    QVERIFY(plan);
    QTemporaryFile json;
    QVERIFY(json.open());
    json.write(R"({"version":1,"partitions":[{"topic":"deleted","partition":0,"offset":40}]})");
    json.close();
    m_cluster->run(u"org.apache.kafka.tools.DeleteRecordsCommand"_s,
                   {u"--offset-json-file"_s, json.fileName()});
    auto filter = RecordFilter::compile({});
    Values values;
    ScanProgress progress;
    const auto end = runScan(**cluster, *plan, request, **filter, values, progress, {});
    QVERIFY2(end, end ? "" : text(end.error()));
    QCOMPARE(values.items.size(), 60u);
    QCOMPARE(progress.snapshot().offsetsLost, 40u);
    QVERIFY(!progress.snapshot().notes.empty());
}

void TestRealBrowse::isCancelledAtOnce() {
    m_cluster->createTopic(u"many"_s, 4);
    std::vector<std::pair<std::int64_t, std::string>> records;
    for (int i = 0; i < 200'000; ++i)
        records.emplace_back(kStart + i, std::to_string(i) + std::string(100, 'x'));
    QVERIFY(produce("many", records).ok());
    for (const ScanOrder order : {ScanOrder::NewestFirst, ScanOrder::AsRead}) {
        std::stop_source stop;
        QElapsedTimer timer;
        Values values;
        values.onEach = [&] {
            if (values.items.size() != 5000) return;
            timer.start();
            stop.request_stop();
        };
        ScanProgress progress;
        const auto end = scan(requestOf("many", order), values, progress, stop.get_token());
        const qint64 took = timer.elapsed();
        QVERIFY(end && *end == ScanEnd::Cancelled);
        // What was found is kept. 100 ms are promised; other programs may be running here.
        QVERIFY(values.items.size() >= 5000);
        QVERIFY2(took < 400, qPrintable(QString::number(took)));
    }
}

void TestRealBrowse::leavesNoTrace() {
    const QByteArray groups =
        m_cluster->run(u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s, {u"--list"_s});
    QCOMPARE(groups.trimmed(), ""_ba);
    const QByteArray topics = m_cluster->run(u"org.apache.kafka.tools.TopicCommand"_s, {u"--list"_s});
    QVERIFY(!topics.contains("__consumer_offsets"));
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestRealBrowse)
#include "tst_real_browse.moc"
