#include "core/browse/row_store.h"
#include "pipelines/browse/browser.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

#include <set>
#include <thread>

using namespace std::chrono_literals;

namespace eventflow::browse::test {

using kafka::test::produceNumbers;
using kafka::test::startBroker;
using kafka::test::text;

struct Values final : MatchSink {
    std::vector<std::string> values;
    std::vector<Timestamp> times;
    std::set<std::pair<std::int32_t, std::int64_t>> places;

    void onMatch(const Record& record) override {
        values.emplace_back(record.value.value_or("(null)"));
        times.push_back(record.tsArrival);
        places.insert({record.stream->partition, record.offset});
    }
};

kafka::ClusterAccess accessTo(const std::string& servers) {
    kafka::ClusterAccess access;
    access.bootstrapServers = servers;
    return access;
}

/// On the embedded broker; what it can't do (times, transactions, compaction) is tested on a real one.
class TestBrowser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesTheNewestFirst();
    void pagesToTheBeginningAndSeesWhatIsNew();
    void startsAtTheOldest();
    void readsAroundAnOffset();
    void filtersAndCounts();
    void saysWhatIsNotThere();
    void scansRanges_data();
    void scansRanges();
    void followsTheTail();
    void cancelsAScanOfADeadCluster();
    void aStopWaitsForNoMoreThanAFewRecords_data();
    void aStopWaitsForNoMoreThanAFewRecords();
    void aSlowSinkDoesNotMakeAPollLonger();
    void countsWhatIsNewer();

private:
    [[nodiscard]] kafka::ClusterAccess access() const { return accessTo(m_broker->bootstrapServers()); }
    [[nodiscard]] static ScanRequest requestOf(const std::string& topic) {
        ScanRequest request;
        request.topics = {{topic, {}}};
        return request;
    }
    std::unique_ptr<Browser> browse(const std::string& topic, const BrowseStart& start = {},
                                    const FilterRequest& filter = {}) {
        auto browser = Browser::open(access(), requestOf(topic), filter, start, 5s, {});
        return browser ? std::move(*browser) : nullptr;
    }

    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
};

void TestBrowser::init() {
    m_broker = startBroker();
    QVERIFY(m_broker != nullptr);
    QVERIFY(m_broker->createTopic("numbers", 4).ok());
    QVERIFY(m_broker->createTopic("empty", 100).ok());
    QVERIFY(produceNumbers(*m_broker, "numbers", 0, 1000).ok());
}

void TestBrowser::givesTheNewestFirst() {
    const auto browser = browse("numbers");
    QVERIFY(browser != nullptr);
    Values page;
    const auto end = browser->older(100, page, {});
    QVERIFY(end && *end == ScanEnd::Matches);
    QCOMPARE(page.values.size(), 100u);
    QVERIFY(std::is_sorted(page.times.rbegin(), page.times.rend()));
}

void TestBrowser::pagesToTheBeginningAndSeesWhatIsNew() {
    const auto browser = browse("numbers");
    QVERIFY(browser != nullptr);
    Values all;
    for (int page = 0; page < 50; ++page) {
        const auto end = browser->older(77, all, {});
        QVERIFY(end);
        if (*end == ScanEnd::Complete) break;
    }
    QCOMPARE(all.values.size(), 1000u);
    QCOMPARE(all.places.size(), 1000u);

    Values none;
    QVERIFY(*browser->newer(100, none, {}) == ScanEnd::Complete);
    QVERIFY(none.values.empty());
    QVERIFY(produceNumbers(*m_broker, "numbers", 1000, 150).ok());
    Values fresh;
    QVERIFY(*browser->newer(100, fresh, {}) == ScanEnd::Matches);
    QVERIFY(*browser->newer(100, fresh, {}) == ScanEnd::Complete);
    QCOMPARE(fresh.values.size(), 150u);
    QCOMPARE(std::set<std::string>(fresh.values.begin(), fresh.values.end()).count("1149"), 1u);
}

void TestBrowser::startsAtTheOldest() {
    const auto browser = browse("numbers", {BrowseStart::Kind::Oldest, {}});
    Values page;
    QVERIFY(*browser->newer(50, page, {}) == ScanEnd::Matches);
    QCOMPARE(page.values.size(), 50u);
    QVERIFY(std::is_sorted(page.times.begin(), page.times.end()));
    Values before;
    QVERIFY(*browser->older(50, before, {}) == ScanEnd::Complete);
    QVERIFY(before.values.empty());
}

void TestBrowser::readsAroundAnOffset() {
    ScanRequest request = requestOf("numbers");
    request.topics.front().partitions = {2};
    auto browser =
        Browser::open(access(), request, {}, {BrowseStart::Kind::Around, Bound::offset(20)}, 5s, {});
    QVERIFY(browser);
    Values before;
    Values after;
    QVERIFY((*browser)->older(3, before, {}));
    QVERIFY((*browser)->newer(3, after, {}));
    using Places = std::set<std::pair<std::int32_t, std::int64_t>>;
    QVERIFY((before.places == Places{{2, 17}, {2, 18}, {2, 19}}));
    QVERIFY((after.places == Places{{2, 20}, {2, 21}, {2, 22}}));
}

void TestBrowser::filtersAndCounts() {
    const auto browser = browse("numbers", {}, {"int(raw) % 100 == 7", {}, {}});
    QVERIFY(browser != nullptr);
    Values found;
    QVERIFY(*browser->older(0, found, {}) == ScanEnd::Complete);
    QCOMPARE(found.values.size(), 10u);
    const auto counts = browser->progress().snapshot();
    QCOMPARE(counts.records, 1000u);
    QCOMPARE(counts.matched, 10u);
    QCOMPARE(counts.filterErrors, 0u);

    const auto failing = browse("numbers", {}, {"payload.missing == 1", {}, {}});
    QVERIFY(failing->older(0, found, {}));
    QCOMPARE(failing->progress().snapshot().filterErrors, 1000u);
    QVERIFY(!failing->progress().snapshot().filterError.empty());
    QCOMPARE(found.values.size(), 10u);
}

void TestBrowser::saysWhatIsNotThere() {
    const auto absent = Browser::open(access(), requestOf("absent"), {}, {}, 2s, {});
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::NotFound);
    ScanRequest request = requestOf("numbers");
    request.topics.front().partitions = {4};
    const auto partition = Browser::open(access(), request, {}, {}, 2s, {});
    QVERIFY(!partition);
    QVERIFY2(partition.error().detail.find("numbers[4]") != std::string::npos, text(partition.error()));
    const auto syntax = Browser::open(access(), requestOf("numbers"), {"offset >", {}, {}}, {}, 2s, {});
    QVERIFY(!syntax);
}

void TestBrowser::scansRanges_data() {
    QTest::addColumn<int>("order");
    QTest::newRow("newest first") << int(ScanOrder::NewestFirst);
    QTest::newRow("oldest first") << int(ScanOrder::OldestFirst);
    QTest::newRow("as read") << int(ScanOrder::AsRead);
}

void TestBrowser::scansRanges() {
    QFETCH(int, order);
    ScanRequest request = requestOf("numbers");
    request.order = static_cast<ScanOrder>(order);
    request.from = Bound::offset(10);
    request.to = Bound::beforeEnd(5);
    auto cluster = ClusterReader::open(access(), bulkTuning(request.isolation, 0));
    QVERIFY(cluster);
    const auto plan = planScan(**cluster, request, 5s);
    QVERIFY(plan);
    auto filter = RecordFilter::compile({});
    Values values;
    ScanProgress progress;
    const auto end = runScan(**cluster, *plan, request, **filter, values, progress, {});
    QVERIFY2(end, end ? "" : text(end.error()));
    QVERIFY(*end == ScanEnd::Complete);
    std::size_t expected = 0;
    for (const PlannedStream& stream : plan->streams)
        if (stream.high > 15) expected += static_cast<std::size_t>(stream.high - 15);
    QCOMPARE(values.places.size(), expected);
    QCOMPARE(values.values.size(), expected);
    for (const auto& [partition, offset] : values.places)
        QVERIFY(offset >= 10);
    QCOMPARE(progress.snapshot().offsetsDone, progress.snapshot().offsetsTotal);
}

void TestBrowser::followsTheTail() {
    ScanRequest request = requestOf("numbers");
    request.order = ScanOrder::AsRead;
    request.from = Bound::end();
    request.follow = true;
    request.limits.matches = 30;
    auto cluster = ClusterReader::open(access(), bulkTuning(request.isolation, 0));
    const auto plan = planScan(**cluster, request, 5s);
    QVERIFY(plan);
    QVERIFY(produceNumbers(*m_broker, "numbers", 5000, 30).ok());
    auto filter = RecordFilter::compile({});
    Values values;
    ScanProgress progress;
    QVERIFY(*runScan(**cluster, *plan, request, **filter, values, progress, {}) == ScanEnd::Matches);
    // A burst comes whole, not only its first record.
    QCOMPARE(std::set<std::string>(values.values.begin(), values.values.end()).size(), 30u);
}

void TestBrowser::cancelsAScanOfADeadCluster() {
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(300ms);
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    const auto browser =
        Browser::open(accessTo("127.0.0.1:1"), requestOf("numbers"), {}, {}, 20s, stop.get_token());
    const auto done = std::chrono::steady_clock::now();
    canceller.join();
    QVERIFY(!browser);
    QCOMPARE(browser.error().code, ErrorCode::Cancelled);
    QVERIFY(done - asked < 500ms);
}

/// As a filter that takes long for each record. Stops after some of them, and counts what still comes.
struct SlowSink final : MatchSink {
    static constexpr std::chrono::milliseconds kEach{2};
    std::stop_source stop;
    std::size_t stopAfter = 40;
    std::size_t seen = 0;
    std::chrono::steady_clock::time_point asked;

    void onMatch(const Record&) override {
        std::this_thread::sleep_for(kEach);
        if (++seen != stopAfter) return;
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    }
    [[nodiscard]] std::size_t afterwards() const { return seen - stopAfter; }
};
/// What one delivery may hand out to a sink of that slowness.
constexpr std::size_t kMostInASlice =
    static_cast<std::size_t>(kPollSlice / SlowSink::kEach) + KafkaRanges::kRecordsPerLook;

void TestBrowser::aStopWaitsForNoMoreThanAFewRecords_data() {
    scansRanges_data();
}

void TestBrowser::aStopWaitsForNoMoreThanAFewRecords() {
    QFETCH(int, order);
    ScanRequest request = requestOf("numbers");
    request.order = static_cast<ScanOrder>(order);
    auto cluster = ClusterReader::open(access(), bulkTuning(request.isolation, 0));
    QVERIFY(cluster);
    const auto plan = planScan(**cluster, request, 5s);
    QVERIFY(plan);
    auto filter = RecordFilter::compile({});
    SlowSink sink;
    ScanProgress progress;
    const auto end = runScan(**cluster, *plan, request, **filter, sink, progress, sink.stop.get_token());
    cluster->reset(); // closing the client is a part of stopping
    const auto took = std::chrono::steady_clock::now() - sink.asked;
    QVERIFY(end && *end == ScanEnd::Cancelled);
    QVERIFY2(sink.afterwards() <= kMostInASlice, qPrintable(QString::number(sink.afterwards())));
    QCOMPARE(progress.snapshot().matched, sink.seen);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    qInfo("stopped after %lld ms", static_cast<long long>(ms));
    QVERIFY2(ms < 1000, qPrintable(QString::number(ms))); // a loaded machine; what is asserted is above
}

/// Counts the records of a poll, each of which takes long.
struct SlowRanges final : RangeSink {
    std::size_t records = 0;
    bool ended = false;
    void onRecord(std::uint32_t, const Record&) override {
        ++records;
        std::this_thread::sleep_for(SlowSink::kEach);
    }
    void onRangeEnd(std::uint32_t, std::int64_t) override { ended = true; }
    void onLost(std::uint32_t, OffsetRange) override {}
    void onCaughtUp(std::uint32_t) override {}
};

void TestBrowser::aSlowSinkDoesNotMakeAPollLonger() {
    auto cluster = ClusterReader::open(access(), bulkTuning(Isolation::ReadCommitted, 0));
    QVERIFY(cluster);
    const auto plan = planScan(**cluster, requestOf("numbers"), 5s);
    QVERIFY(plan);
    KafkaRanges ranges((*cluster)->handle(), *plan);
    const OffsetRange range = plan->streams[0].range;
    QVERIFY(ranges.start(0, range).ok());
    SlowRanges sink;
    std::size_t before = 0;
    for (int i = 0; i < 500 && !sink.ended; ++i) {
        before = sink.records;
        QVERIFY(ranges.poll(sink, kPollSlice).ok());
        QVERIFY(sink.records - before <= kMostInASlice);
    }
    // What was put off is delivered by the next polls, once and to the end.
    QCOMPARE(sink.records, static_cast<std::size_t>(range.to - range.from));

    // What was put off of a range that is given up does not come into the next one.
    QVERIFY(ranges.start(0, range).ok());
    SlowRanges given;
    while (given.records == 0)
        QVERIFY(ranges.poll(given, kPollSlice).ok());
    QVERIFY(ranges.start(0, {range.from, range.from + 3}).ok());
    SlowRanges next;
    for (int i = 0; i < 500 && !next.ended; ++i)
        QVERIFY(ranges.poll(next, kPollSlice).ok());
    QCOMPARE(next.records, std::size_t(3));
}

void TestBrowser::countsWhatIsNewer() {
    const auto browser = browse("numbers");
    Values page;
    QVERIFY(browser->older(50, page, {}));
    QCOMPARE(browser->newerOffsets().value(), std::uint64_t(0));
    QVERIFY(produceNumbers(*m_broker, "numbers", 1000, 70).ok());
    QTRY_COMPARE(browser->newerOffsets().value(), std::uint64_t(70));
    Values fresh;
    QVERIFY(*browser->newer(30, fresh, {}) == ScanEnd::Matches);
    QCOMPARE(browser->newerOffsets().value(), std::uint64_t(40));

    ScanRequest ended = requestOf("numbers");
    ended.to = Bound::offset(10);
    auto bounded = Browser::open(access(), ended, {}, {}, 5s, {});
    QVERIFY(bounded);
    QCOMPARE((*bounded)->newerOffsets().value(), std::uint64_t(0));
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestBrowser)
#include "tst_browse_browser.moc"
