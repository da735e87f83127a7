#include "kafka_test_support.h"

#include "pipelines/kafka/client_statistics.h"
#include "pipelines/kafka/stall_watchdog.h"

using namespace eventflow;
using namespace eventflow::kafka;
using namespace eventflow::kafka::test;

using Observation = StallWatchdog::Observation;
using Verdict = StallWatchdog::Verdict;
using std::chrono::microseconds;

/// What the client's statistics say, and what follows from it.
class TestKafkaHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatMatters();
    void refusesWhatIsNoDocument_data();
    void refusesWhatIsNoDocument();
    void takesAnyTypeAnywhere();
    void barksAtWhatStandsStill_data();
    void barksAtWhatStandsStill();
    void barksOnceAPatience();
    void forgetsWhatStoodStillInARest();
    void fetchesAForgottenPartitionAnew();
    void staysSilentWhileTheReaderRests();
    void tellsOfTheBrokerWhileTheReaderRests();
    void keepsTheLastThrottleOfEachBroker();
};

void TestKafkaHealth::readsWhatMatters() {
    const auto read = parseStatistics(R"({"ts":1500,"replyq":2,"rxmsgs":7,"rxmsg_bytes":900,"brokers":{
        "a":{"nodeid":-1,"nodename":":0/internal","source":"internal","state":"INIT"},
        "b":{"nodeid":2,"nodename":"h:9092","source":"learned","state":"UP","stateage":5,"rxidle":70,
             "waitresp_cnt":1,"txerrs":1,"rxerrs":2,"req_timeouts":3,"connects":4,"disconnects":5,
             "rtt":{"p50":10,"p99":20},"throttle":{"avg":30}}},
        "topics":{"t":{"topic":"t","partitions":{
            "0":{"partition":0,"leader":2,"fetch_state":"active","fetchq_cnt":3,"fetchq_size":600,
                 "next_offset":50,"app_offset":40,"hi_offset":60,"ls_offset":55},
            "1":{"partition":1,"leader":2,"fetch_state":"none"},
            "-1":{"partition":-1,"leader":-1,"fetch_state":"active"}}}}})");
    QVERIFY(read.has_value());
    QCOMPARE(read->time, microseconds(1500));
    QCOMPARE(read->messages, 7);
    QCOMPARE(read->bytes, 900);
    QCOMPARE(read->brokers.size(), std::size_t(1));
    const BrokerStatistics& broker = read->brokers.front();
    QVERIFY(broker.isUp());
    QCOMPARE(broker.rttP99, microseconds(20));
    QCOMPARE(broker.throttle, milliseconds(30));
    QCOMPARE(broker.idle, microseconds(70));
    QCOMPARE(broker.requestErrors, 3);
    QCOMPARE(broker.requestTimeouts, 3);
    QCOMPARE(broker.disconnects, 5);
    QCOMPARE(read->broker(2), &broker);
    QCOMPARE(read->broker(-1), nullptr);
    QCOMPARE(read->partitions.size(), std::size_t(1));
    QCOMPARE(read->partitions.front().lag(), 15);
    QCOMPARE(read->partitions.front().openTransactionSpan(), 5);
    QCOMPARE(read->partitions.front().queuedBytes, 600);
}

void TestKafkaHealth::refusesWhatIsNoDocument_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QByteArray() << static_cast<int>(ErrorCode::Corrupt);
    QTest::newRow("cut") << QByteArray(R"({"ts":1)") << static_cast<int>(ErrorCode::Corrupt);
    QTest::newRow("no object") << QByteArray("[1]") << static_cast<int>(ErrorCode::Corrupt);
    QTest::newRow("too large") << QByteArray(kMaxStatisticsBytes + 1, ' ')
                               << static_cast<int>(ErrorCode::LimitExceeded);
}

void TestKafkaHealth::refusesWhatIsNoDocument() {
    QFETCH(QByteArray, json);
    QFETCH(int, code);
    const auto read = parseStatistics({json.constData(), static_cast<std::size_t>(json.size())});
    QVERIFY(!read.has_value());
    QCOMPARE(static_cast<int>(read.error().code), code);
}

void TestKafkaHealth::takesAnyTypeAnywhere() {
    const auto read = parseStatistics(R"({"ts":"x","brokers":{"a":1,"b":{"nodeid":99999999999,"rtt":[]}},
        "topics":{"t":{"partitions":{"0":{"partition":0,"next_offset":-1001,"hi_offset":null},"1":7}}}})");
    QVERIFY(read.has_value());
    QCOMPARE(read->brokers.front().id, -1);
    QCOMPARE(read->partitions.size(), std::size_t(1));
    QCOMPARE(read->partitions.front().fetchedTo, PartitionStatistics::kUnknown);
    QCOMPARE(read->partitions.front().lag(), 0);
}

void TestKafkaHealth::barksAtWhatStandsStill_data() {
    QTest::addColumn<Observation>("now");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char* name, const Observation& now, Verdict verdict) {
        QTest::newRow(name) << now << static_cast<int>(verdict);
    };
    // delivered, fetched, queued, high, stable, readable, served
    row("behind", {10, 10, 0, 20, 20, -1, true}, Verdict::Stalled);
    row("behind, without transactions", {10, 10, 0, 20, -1, -1, true}, Verdict::Stalled);
    row("at its end", {10, 10, 0, 10, 10, -1, true}, Verdict::Quiet);
    row("at its end, as a broker confirms", {10, 10, 0, 10, 10, 10, true}, Verdict::Quiet);
    row("at an end that is an old one", {10, 10, 0, 10, 10, 15, true}, Verdict::Stalled);
    row("records wait for the program", {10, 15, 5, 20, 20, -1, true}, Verdict::Fine);
    row("the broker is away", {10, 10, 0, 20, 20, -1, false}, Verdict::Fine);
    row("before an open transaction", {10, 10, 0, 20, 10, -1, true}, Verdict::OpenTransaction);
    row("as a broker confirms", {10, 10, 0, 20, 10, 10, true}, Verdict::OpenTransaction);
    row("that ended meanwhile", {10, 10, 0, 20, 10, 20, true}, Verdict::Stalled);
    row("started from a name for a place", {-1, 10, 0, 20, 20, -1, true}, Verdict::Fine);
}

void TestKafkaHealth::barksAtWhatStandsStill() {
    QFETCH(Observation, now);
    QFETCH(int, verdict);
    StallWatchdog dog(seconds(30));
    const StallWatchdog::Time start{seconds(1000)};
    QCOMPARE(static_cast<int>(dog.observe(0, now, start)), static_cast<int>(Verdict::Fine));
    QCOMPARE(static_cast<int>(dog.observe(0, now, start + seconds(29))), static_cast<int>(Verdict::Fine));
    QCOMPARE(static_cast<int>(dog.observe(0, now, start + seconds(30))), verdict);
}

void TestKafkaHealth::barksOnceAPatience() {
    StallWatchdog dog(seconds(30));
    const StallWatchdog::Time start{seconds(1000)};
    Observation now{10, 10, 0, 20, 20, -1, true};
    QCOMPARE(dog.observe(0, now, start), Verdict::Fine);
    QCOMPARE(dog.observe(0, now, start + seconds(30)), Verdict::Stalled);
    QCOMPARE(dog.observe(0, now, start + seconds(35)), Verdict::Fine);
    QCOMPARE(dog.observe(0, now, start + seconds(60)), Verdict::Stalled);
    // Aborted records move the client and not the program.
    now.fetched = 15;
    QCOMPARE(dog.observe(0, now, start + seconds(90)), Verdict::Fine);
    QCOMPARE(dog.since(0), std::optional(start + seconds(90)));
    QCOMPARE(dog.since(1), std::nullopt);
}

void TestKafkaHealth::forgetsWhatStoodStillInARest() {
    StallWatchdog dog(seconds(30));
    const StallWatchdog::Time start{seconds(1000)};
    const Observation now{10, 10, 0, 20, 20, -1, true};
    QCOMPARE(dog.observe(0, now, start), Verdict::Fine);
    dog.restart();
    QCOMPARE(dog.observe(0, now, start + seconds(300)), Verdict::Fine);
}

void TestKafkaHealth::fetchesAForgottenPartitionAnew() {
    const auto broker = startBroker(1);
    QVERIFY(broker != nullptr);
    QVERIFY(broker->createTopic("stuck", 2).ok());
    QCOMPARE(text(produceNumbers(*broker, "stuck", 0, 200)), "ok");
    KafkaSourceOptions options = sourceOptions(*broker, {"stuck"});
    options.healthInterval = milliseconds(100);
    options.stallTimeout = milliseconds(400);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, [](const Collected& c) { return c.records >= 200 && c.allCaughtUp; });
    // Each fetch fails without a word to the program, while the broker is up and knows of more.
    broker->injectErrors(EmbeddedBroker::Request::Fetch, EmbeddedBroker::Fault::RequestTimedOut, 100'000);
    QCOMPARE(text(produceNumbers(*broker, "stuck", 200, 200)), "ok");
    readInto(all, *source, [&](const Collected&) {
        return source->describe().find("stalled partition") != std::string::npos;
    });
    QVERIFY2(source->describe().find("restarted, last: stuck[") != std::string::npos,
             source->describe().c_str());
    broker->clearErrors(EmbeddedBroker::Request::Fetch);
    readInto(all, *source, atLeast(400));
    QCOMPARE(all.records, std::size_t(400));
    QVERIFY(all.isContiguous());
}

void TestKafkaHealth::staysSilentWhileTheReaderRests() {
    const auto broker = startBroker(1);
    QVERIFY(broker != nullptr);
    QVERIFY(broker->createTopic("rest", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "rest", 0, 100)), "ok");
    KafkaSourceOptions options = sourceOptions(*broker, {"rest"});
    options.healthInterval = milliseconds(50);
    options.stallTimeout = milliseconds(200);
    const auto source = makeKafkaSource(options);
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, atLeast(100));
    source->pause();
    QCOMPARE(text(produceNumbers(*broker, "rest", 100, 100)), "ok");
    readInto(all, *source, never, seconds(1));
    QCOMPARE(all.records, std::size_t(100));
    source->resume();
    readInto(all, *source, atLeast(200));
    QCOMPARE(all.records, std::size_t(200));
    QVERIFY(all.isContiguous());
    QVERIFY2(source->describe().find("stalled") == std::string::npos, source->describe().c_str());
}

/// Nobody reads, as when the pipeline is full: what the client says is taken all the same.
void TestKafkaHealth::tellsOfTheBrokerWhileTheReaderRests() {
    const auto broker = startBroker(1);
    QVERIFY(broker != nullptr);
    QVERIFY(broker->createTopic("rest", 1).ok());
    QCOMPARE(text(produceNumbers(*broker, "rest", 0, 100)), "ok");
    KafkaSourceOptions options = sourceOptions(*broker, {"rest"});
    options.healthInterval = milliseconds(50);
    const auto source = makeKafkaSource(options);
    source->tend(); // not open yet: nothing to do
    QCOMPARE(text(source->open({})), "ok");
    Collected all;
    readInto(all, *source, atLeast(100));
    source->pause();
    const auto says = [&](const char* words) {
        source->tend();
        return source->describe().find(words) != std::string::npos;
    };
    QVERIFY(!says("reconnecting"));
    QCOMPARE(text(broker->setDown()), "ok");
    QTRY_VERIFY_WITH_TIMEOUT(says("reconnecting to 127.0.0.1:"), 10'000);
    QCOMPARE(text(broker->setUp()), "ok");
    QTRY_VERIFY_WITH_TIMEOUT(!says("reconnecting"), 20'000);
    QCOMPARE(text(produceNumbers(*broker, "rest", 100, 100)), "ok");
    source->resume();
    readInto(all, *source, atLeast(200));
    QCOMPARE(all.records, std::size_t(200));
    QVERIFY(all.isContiguous());
}

void TestKafkaHealth::keepsTheLastThrottleOfEachBroker() {
    KafkaEvents events;
    QVERIFY(!events.throttleOf(1));
    events.addThrottle(1, milliseconds(40));
    events.addThrottle(2, milliseconds(7));
    events.addThrottle(1, milliseconds(30));
    events.addThrottle(1, milliseconds(0));
    QCOMPARE(events.throttleOf(1)->delay, milliseconds(30));
    QCOMPARE(events.throttleOf(2)->delay, milliseconds(7));
    QCOMPARE(events.throttled(), milliseconds(77));
    // What a hostile cluster calls itself does not fill the memory.
    for (int broker = 10; broker < 10'000; ++broker)
        events.addThrottle(broker, milliseconds(1));
    QVERIFY(!events.throttleOf(9999));
    events.addThrottle(1, milliseconds(50));
    QCOMPARE(events.throttleOf(1)->delay, milliseconds(50));
}

QTEST_GUILESS_MAIN(TestKafkaHealth)
#include "tst_kafka_health.moc"
