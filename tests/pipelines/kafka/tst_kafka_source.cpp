#include "kafka_test_support.h"

#include <algorithm>
#include <set>

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

class TestKafkaSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_broker = startBroker(2)); }
    void readsEveryRecordOnceInPartitionOrder();
    void keepsBatchesSmall();
    void keepsBytesKeysHeadersAndTimestamps();
    void resumesWhereItStopped();
    void startsAtTheEndWhenAsked();
    void readsEverythingAcrossPauses();
    void givesNothingWhilePaused();
    void endsAtTheWatermarksOfTheBeginning();
    void endsAtOnceWhenThereIsNothing();
    void saysSoWhenAnOffsetIsGone();
    void readsAgainWhenTheLogIsShorterThanThePosition();
    void readsEveryTopicButInternalOnes();
    void waitsForAMissingTopicAndDoesNotCreateIt();
    void failsForAMissingTopicWhenBounded();
    void findsTopicsThatAppearLater();
    void readsOtherPartitionsWhileOneHasNoLeader();
    void reportsARefusedTopic();
    void stopsWaitingOnRequest();
    void namesTheSameClusterTheSame();

private:
    std::unique_ptr<EmbeddedBroker> m_broker;
};

void TestKafkaSource::readsEveryRecordOnceInPartitionOrder() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("numbers", 8).ok());
    QCOMPARE(text(produceNumbers(*broker, "numbers", 0, 20000)), "ok");

    const auto source = makeKafkaSource(sourceOptions(*broker, {"numbers"}));
    QCOMPARE(text(source->open({})), "ok");
    const Collected all =
        readAll(*source, [](const Collected& c) { return c.records >= 20000 && c.allCaughtUp; });
    QCOMPARE(all.records, std::size_t(20000));
    QVERIFY(all.isContiguous());
    std::set<int> seen;
    for (const auto& [name, items] : all.streams) {
        QCOMPARE(items.front().offset, 0);
        int last = -1;
        for (const auto& item : items) {
            const int number = std::stoi(item.value);
            QVERIFY(number > last); // one producer, so numbers rise within a partition
            last = number;
            seen.insert(number);
        }
        QCOMPARE(all.positions.at(name), std::int64_t(items.size()));
    }
    QCOMPARE(seen.size(), std::size_t(20000));
}

void TestKafkaSource::keepsBatchesSmall() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("mixed", 1).ok());
    const auto producer = makeProducer(*broker);
    const std::string large(100'000, 'x');
    for (int i = 0; i < 5000; ++i)
        QVERIFY(producer->produce("mixed", {}, "small", {}, kNoTime, {}).ok());
    for (int i = 0; i < 40; ++i)
        QVERIFY(producer->produce("mixed", {}, large, {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");

    auto options = sourceOptions(*broker, {"mixed"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    RecordBatch batch;
    std::size_t records = 0;
    for (bool end = false; !end; end = batch.endOfInput) {
        batch.clear();
        const auto outcome = source->read(batch, milliseconds(100), {});
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().detail.c_str());
        QVERIFY(batch.records.size() <= 2000);
        // Behind small records a chunk of 256 large ones can follow; there are only 40.
        QVERIFY(batch.bytes <= 6 * 1024 * 1024);
        std::size_t bytes = 0;
        for (const Record& record : batch.records)
            bytes += record.value->size();
        QCOMPARE(batch.bytes, bytes);
        records += batch.records.size();
    }
    QCOMPARE(records, std::size_t(5040));
    QCOMPARE(source->progress(), 1.0);
}

void TestKafkaSource::keepsBytesKeysHeadersAndTimestamps() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("exact", 1).ok());
    const auto producer = makeProducer(*broker);
    const std::string_view binary("a\0b", 3);
    const Header headers[] = {
        {"trace", "1"}, {"trace", "2"}, {"none", std::nullopt}, {"empty", ""}, {"bin", binary}};
    const Timestamp at = timestampFromMs(1'700'000'000'123);
    QVERIFY(producer->produce("exact", binary, binary, headers, at, {}).ok());
    QVERIFY(producer->produce("exact", std::nullopt, std::nullopt, {}, at, {}).ok());
    QVERIFY(producer->produce("exact", "", "", {}, at, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");

    auto options = sourceOptions(*broker, {"exact"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    RecordBatch batch;
    while (batch.records.size() < 3)
        QVERIFY(source->read(batch, milliseconds(100), {}).has_value());

    const Record& full = batch.records[0];
    QVERIFY(full.key == binary);
    QVERIFY(full.value == binary);
    for (std::size_t i = 0; i < kValuePadding; ++i)
        QCOMPARE(full.value->data()[full.value->size() + i], '\0');
    QVERIFY(full.tsArrival == at);
    QCOMPARE(full.headers.size(), std::size(headers));
    for (std::size_t i = 0; i < std::size(headers); ++i) {
        QVERIFY(full.headers[i].name == headers[i].name);
        QVERIFY(full.headers[i].value == headers[i].value);
    }
    QVERIFY(!batch.records[1].key.has_value());
    QVERIFY(!batch.records[1].value.has_value());
    QVERIFY(batch.records[1].headers.empty());
    QVERIFY(batch.records[2].key == "");
    QVERIFY(batch.records[2].value == "");
}

void TestKafkaSource::resumesWhereItStopped() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("resumed", 4).ok());
    QCOMPARE(text(produceNumbers(*broker, "resumed", 0, 6000)), "ok");
    Collected all;
    for (std::size_t part = 1; part <= 3; ++part) {
        const auto source = makeKafkaSource(sourceOptions(*broker, {"resumed"}));
        QCOMPARE(text(source->open(all.positions)), "ok");
        readInto(all, *source, atLeast(part == 3 ? 6000 : part * 1500));
    }
    QCOMPARE(all.records, std::size_t(6000));
    QVERIFY(all.isContiguous());
}

void TestKafkaSource::startsAtTheEndWhenAsked() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("tail", 2).ok());
    QCOMPARE(text(produceNumbers(*broker, "tail", 0, 100)), "ok");
    auto options = sourceOptions(*broker, {"tail"});
    options.start = StartAt::Latest;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({{{"tail", 0}, 0}})), "ok");
    QCOMPARE(text(produceNumbers(*broker, "tail", 100, 50)), "ok");
    const Collected all =
        readAll(*source, [](const Collected& c) { return c.records >= 50 && c.allCaughtUp; });
    QCOMPARE(all.records, std::size_t(50));
    for (const auto& [name, items] : all.streams)
        for (const auto& item : items)
            QVERIFY(std::stoi(item.value) >= 100);
}

void TestKafkaSource::readsEverythingAcrossPauses() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("paused", 4).ok());
    QCOMPARE(text(produceNumbers(*broker, "paused", 0, 30000)), "ok");
    const auto source = makeKafkaSource(sourceOptions(*broker, {"paused"}));
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    for (std::size_t goal = 3000; goal <= 30000; goal += 3000) {
        readInto(all, *source, atLeast(goal));
        source->pause();
        source->resume();
    }
    readInto(all, *source, [](const Collected& c) { return c.allCaughtUp && c.records >= 30000; });
    QCOMPARE(all.records, std::size_t(30000));
    QVERIFY(all.isContiguous());
}

void TestKafkaSource::givesNothingWhilePaused() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("held", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "held", 0, 10)), "ok");
    const auto source = makeKafkaSource(sourceOptions(*broker, {"held"}));
    QCOMPARE(text(source->open({})), "ok");
    source->pause();
    QCOMPARE(readAll(*source, atLeast(1), milliseconds(300)).records, std::size_t(0));
    source->resume();
    const Collected all = readAll(*source, atLeast(10));
    QCOMPARE(all.records, std::size_t(10));
    QVERIFY(all.isContiguous());
}

void TestKafkaSource::endsAtTheWatermarksOfTheBeginning() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("bounded", 4).ok());
    QCOMPARE(text(produceNumbers(*broker, "bounded", 0, 5000)), "ok");
    auto options = sourceOptions(*broker, {"bounded"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    QVERIFY(source->bounded());
    QCOMPARE(source->progress(), 0.0);
    QCOMPARE(text(produceNumbers(*broker, "bounded", 5000, 500)), "ok");
    const Collected all = readAll(*source, never);
    QVERIFY(all.ended);
    QCOMPARE(all.records, std::size_t(5000));
    QVERIFY(all.isContiguous());
    QCOMPARE(source->progress(), 1.0);
    for (const auto& [name, items] : all.streams)
        QCOMPARE(all.positions.at(name), std::int64_t(items.size()));
}

void TestKafkaSource::endsAtOnceWhenThereIsNothing() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("empty", 3).ok());
    auto options = sourceOptions(*broker, {"empty"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    const Collected all = readAll(*source, never, seconds(5));
    QVERIFY(all.ended);
    QCOMPARE(all.records, std::size_t(0));
    QCOMPARE(all.positions.size(), std::size_t(3));
}

void TestKafkaSource::saysSoWhenAnOffsetIsGone() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("cut", 1).ok());
    // Incompressible and above what a partition holds: its beginning is dropped.
    const auto producer = makeProducer(*broker, {{"compression.type", "none"}, {"batch.size", "100000"}});
    const std::string value(50'000, 'x');
    for (int i = 0; i < 200; ++i)
        QVERIFY(producer->produce("cut", {}, value, {}, kNoTime, {}).ok());
    QCOMPARE(text(producer->flush(seconds(10))), "ok");

    auto options = sourceOptions(*broker, {"cut"});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({{{"cut", 0}, 5}})), "ok");
    const Collected all = readAll(*source, never);
    QVERIFY(all.ended);
    const auto& items = all.streams.at({"cut", 0});
    QVERIFY(items.front().offset > 5);
    QCOMPARE(items.back().offset, 199);
    QVERIFY(all.isContiguous());
    const QByteArray line = QByteArray::fromStdString(source->describe());
    const QByteArray lost =
        "offsets 5 to " + QByteArray::number(qlonglong(items.front().offset - 1)) + " of cut[0]";
    QVERIFY2(line.contains(lost), line.constData());
}

void TestKafkaSource::readsAgainWhenTheLogIsShorterThanThePosition() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("remade", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "remade", 0, 20)), "ok");
    const auto source = makeKafkaSource(sourceOptions(*broker, {"remade"}));
    QCOMPARE(text(source->open({{{"remade", 0}, 5000}})), "ok");
    const Collected all = readAll(*source, atLeast(20));
    QCOMPARE(all.records, std::size_t(20));
    const QByteArray line = QByteArray::fromStdString(source->describe());
    QVERIFY2(line.contains("remade[0] ended before offset 5000"), line.constData());
}

void TestKafkaSource::readsEveryTopicButInternalOnes() {
    const auto broker = startBroker();
    for (const char* topic : {"orders", "metrics", "__consumer_offsets", "_schemas"}) {
        QVERIFY(broker->createTopic(topic, 1).ok());
        QCOMPARE(text(produceNumbers(*broker, topic, 0, 10)), "ok");
    }
    auto options = sourceOptions(*broker, {});
    options.stopAtEnd = true;
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    const Collected all = readAll(*source, never);
    QCOMPARE(all.records, std::size_t(20));
    QVERIFY(all.streams.contains({"orders", 0}));
    QVERIFY(all.streams.contains({"metrics", 0}));
    QCOMPARE(QByteArray::fromStdString(source->describe()),
             QByteArray::fromStdString(broker->bootstrapServers()) + ", 2 topics, 2 partitions");
}

void TestKafkaSource::waitsForAMissingTopicAndDoesNotCreateIt() {
    EmbeddedBroker* const broker = m_broker.get();
    auto options = sourceOptions(*broker, {"later"});
    options.metadataInterval = milliseconds(100);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    QCOMPARE(readAll(*source, atLeast(1), milliseconds(200)).records, std::size_t(0));
    const QByteArray line = QByteArray::fromStdString(source->describe());
    QVERIFY2(line.contains("waiting for topic \"later\""), line.constData());
    // Had the reader created it, this would be refused.
    QCOMPARE(text(broker->createTopic("later", 2)), "ok");
    QCOMPARE(text(produceNumbers(*broker, "later", 0, 100)), "ok");
    QCOMPARE(readAll(*source, atLeast(100)).records, std::size_t(100));
    QVERIFY(source->describe().find("waiting") == std::string::npos);
}

void TestKafkaSource::failsForAMissingTopicWhenBounded() {
    EmbeddedBroker* const broker = m_broker.get();
    auto options = sourceOptions(*broker, {"nowhere"});
    options.stopAtEnd = true;
    const Status status = makeKafkaSource(options)->open({});
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::NotFound);
    QVERIFY(text(status).contains("topic \"nowhere\" does not exist"));
}

void TestKafkaSource::findsTopicsThatAppearLater() {
    const auto broker = startBroker();
    QVERIFY(broker->createTopic("first", 1).ok());
    auto options = sourceOptions(*broker, {});
    options.start = StartAt::Latest;
    options.metadataInterval = milliseconds(100);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    QVERIFY(broker->createTopic("second", 2).ok());
    QCOMPARE(text(produceNumbers(*broker, "second", 0, 40)), "ok");
    // From its beginning although the source started at the end: all of it is new.
    const Collected all = readAll(*source, atLeast(40));
    QCOMPARE(all.records, std::size_t(40));
    QVERIFY(all.isContiguous());
}

void TestKafkaSource::readsOtherPartitionsWhileOneHasNoLeader() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("lame", 2).ok());
    QCOMPARE(text(produceNumbers(*broker, "lame", 0, 200)), "ok");
    QVERIFY(broker->moveLeader("lame", 1, -1).ok());
    auto options = sourceOptions(*broker, {"lame"});
    options.metadataInterval = milliseconds(100);
    options.connectTimeout = milliseconds(1000);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, [](const Collected& c) { return c.allCaughtUp && c.records > 0; });
    QVERIFY(all.records < 200);
    QVERIFY2(source->describe().find("waiting for a leader of lame[1]") != std::string::npos,
             source->describe().c_str());
    QVERIFY(broker->moveLeader("lame", 1, 1).ok());
    readInto(all, *source, atLeast(200));
    QCOMPARE(all.records, std::size_t(200));
    QVERIFY(all.isContiguous());
}

void TestKafkaSource::reportsARefusedTopic() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("secret", 1).ok());
    const auto source = makeKafkaSource(sourceOptions(*broker, {"secret"}));
    QCOMPARE(text(source->open({})), "ok");
    broker->injectErrors(EmbeddedBroker::Request::Fetch, EmbeddedBroker::Fault::TopicAuthorizationFailed,
                         100);
    const Collected all = readAll(*source, never, seconds(5));
    broker->clearErrors(EmbeddedBroker::Request::Fetch);
    QVERIFY(all.error.has_value());
    QCOMPARE(all.error->code, ErrorCode::PermissionDenied);
    QVERIFY2(text(*all.error).contains("secret"), text(*all.error).constData());
}

void TestKafkaSource::stopsWaitingOnRequest() {
    EmbeddedBroker* const broker = m_broker.get();
    QVERIFY(broker->createTopic("quiet", 1).ok());
    const auto source = makeKafkaSource(sourceOptions(*broker, {"quiet"}));
    QCOMPARE(text(source->open({})), "ok");
    readAll(*source, [](const Collected& c) { return c.allCaughtUp; });
    std::stop_source stop;
    stop.request_stop();
    RecordBatch batch;
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = source->read(batch, seconds(30), stop.get_token());
    QVERIFY(outcome.has_value());
    QVERIFY(std::chrono::steady_clock::now() - start < seconds(5));
}

void TestKafkaSource::namesTheSameClusterTheSame() {
    KafkaSourceOptions options;
    options.access.bootstrapServers = "b:9092, a:9092";
    QCOMPARE(makeKafkaSource(options)->id(), std::string("kafka:a:9092,b:9092"));
    options.access.bootstrapServers = "a:9092,b:9092,a:9092";
    QCOMPARE(makeKafkaSource(options)->id(), std::string("kafka:a:9092,b:9092"));
}

QTEST_GUILESS_MAIN(TestKafkaSource)
#include "tst_kafka_source.moc"
