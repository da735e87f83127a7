#include "pipelines/browse/merged_scan.h"
#include "pipelines/browse/stream_scan.h"
#include "tests/pipelines/browse/fake_ranges.h"

#include <QTest>

#include <set>

using namespace std::chrono_literals;

namespace eventflow::browse::test {

using Place = std::pair<std::uint32_t, std::int64_t>;

struct Found final : MatchSink {
    struct Item {
        Place place;
        Timestamp ts;
    };
    std::vector<Item> items;
    std::stop_source* stopAfter = nullptr;
    std::size_t stopAt = 0;

    void onMatch(const Record& record) override {
        items.push_back({{record.stream->index, record.offset}, record.tsArrival});
        if (stopAfter && items.size() == stopAt) stopAfter->request_stop();
    }
    [[nodiscard]] std::set<Place> places() const {
        std::set<Place> all;
        for (const Item& item : items)
            all.insert(item.place);
        return all;
    }
};

/// Topics as they are: empty partitions, gaps, timestamps that go back.
struct Cluster {
    Cluster(unsigned seed, bool ordered) {
        std::mt19937 random(seed);
        const auto roll = [&](std::int64_t sides) { return static_cast<std::int64_t>(random()) % sides; };
        const std::int64_t count = roll(6) + 1;
        for (std::int64_t i = 0; i < count; ++i) {
            PlannedStream& planned = plan.streams.emplace_back();
            planned.stream = {"topic", static_cast<std::int32_t>(i), static_cast<std::uint32_t>(i)};
            auto& items = streams.emplace_back();
            std::int64_t offset = roll(50);
            planned.low = offset;
            std::int64_t ms = 1'700'000'000'000 + roll(5000);
            const std::int64_t records = roll(5) == 0 ? 0 : roll(400);
            for (std::int64_t r = 0; r < records; ++r) {
                // Compaction: now and then hundreds of offsets are gone.
                offset += roll(20) == 0 ? roll(300) + 1 : 1;
                ms += roll(40) - (ordered ? 0 : 20);
                items.push_back({offset, timestampFromMs(ms)});
                all.insert({static_cast<std::uint32_t>(i), offset});
            }
            planned.high = offset + roll(200) + 1;
            planned.range = {planned.low, planned.high};
        }
    }
    ScanPlan plan;
    std::vector<std::vector<FakeRanges::Item>> streams;
    std::set<Place> all;
};

struct Bench {
    explicit Bench(const Cluster& cluster, unsigned seed)
        : ranges(cluster.plan, cluster.streams, seed),
          filter(*RecordFilter::compile({})),
          judge(cluster.plan, *filter, progress) {}

    FakeRanges ranges;
    ScanProgress progress;
    std::unique_ptr<RecordFilter> filter;
    ScanJudge judge;
};

class TestMergedScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesMissNothingAndRepeatNothing_data();
    void pagesMissNothingAndRepeatNothing();
    void pagesAreCutsOfOneSequence();
    void bothDirectionsGiveTheSameSequence();
    void newestComesFirst();
    void goesOnAfterBeingStopped();
    void keepsRecordLimits();
    void readsLittleForOnePage();
    void findsWhatMatchesInOrder();
    void streamsEverythingOnce();
};

void TestMergedScan::pagesMissNothingAndRepeatNothing_data() {
    QTest::addColumn<int>("direction");
    QTest::addColumn<bool>("ordered");
    QTest::newRow("older, ordered timestamps") << 0 << true;
    QTest::newRow("older, any timestamps") << 0 << false;
    QTest::newRow("newer, ordered timestamps") << 1 << true;
    QTest::newRow("newer, any timestamps") << 1 << false;
}

void TestMergedScan::pagesMissNothingAndRepeatNothing() {
    QFETCH(int, direction);
    QFETCH(bool, ordered);
    for (unsigned seed = 0; seed < 150; ++seed) {
        const Cluster cluster(seed, ordered);
        Bench bench(cluster, seed + 1000);
        MergedScan scan(bench.ranges, cluster.plan, cluster.plan.ranges(), bench.judge,
                        direction == 0 ? Direction::Older : Direction::Newer);
        Found found;
        std::mt19937 random(seed);
        for (;;) {
            const std::size_t before = found.items.size();
            const std::uint64_t count = random() % 90 + 1;
            const auto end = scan.next(count, found, ScanBudget({}), {});
            QVERIFY(end);
            if (*end == ScanEnd::Complete) break;
            QCOMPARE(*end, ScanEnd::Matches);
            QCOMPARE(found.items.size() - before, count);
        }
        QCOMPARE(found.items.size(), cluster.all.size());
        QVERIFY(found.places() == cluster.all);
    }
}

void TestMergedScan::pagesAreCutsOfOneSequence() {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Cluster cluster(seed, false);
        Bench whole(cluster, 1);
        Bench paged(cluster, 2);
        MergedScan once(whole.ranges, cluster.plan, cluster.plan.ranges(), whole.judge, Direction::Older);
        MergedScan pages(paged.ranges, cluster.plan, cluster.plan.ranges(), paged.judge, Direction::Older);
        Found all;
        Found cut;
        QVERIFY(once.next(0, all, ScanBudget({}), {}));
        while (*pages.next(7, cut, ScanBudget({}), {}) != ScanEnd::Complete) {
        }
        QCOMPARE(cut.items.size(), all.items.size());
        for (std::size_t i = 0; i < all.items.size(); ++i)
            QVERIFY(cut.items[i].place == all.items[i].place);
    }
}

void TestMergedScan::bothDirectionsGiveTheSameSequence() {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Cluster cluster(seed, true);
        Bench one(cluster, 1);
        Bench two(cluster, 2);
        Found older;
        Found newer;
        QVERIFY(MergedScan(one.ranges, cluster.plan, cluster.plan.ranges(), one.judge, Direction::Older)
                    .next(0, older, ScanBudget({}), {}));
        QVERIFY(MergedScan(two.ranges, cluster.plan, cluster.plan.ranges(), two.judge, Direction::Newer)
                    .next(0, newer, ScanBudget({}), {}));
        std::reverse(newer.items.begin(), newer.items.end());
        QCOMPARE(older.items.size(), newer.items.size());
        for (std::size_t i = 0; i < older.items.size(); ++i)
            QVERIFY(older.items[i].place == newer.items[i].place);
    }
}

void TestMergedScan::newestComesFirst() {
    const Cluster cluster(4, true);
    Bench bench(cluster, 1);
    MergedScan scan(bench.ranges, cluster.plan, cluster.plan.ranges(), bench.judge, Direction::Older);
    Found found;
    QVERIFY(scan.next(100, found, ScanBudget({}), {}));
    QCOMPARE(found.items.size(), 100u);
    std::vector<Timestamp> all;
    for (const auto& stream : cluster.streams)
        for (const auto& item : stream)
            all.push_back(item.ts);
    std::sort(all.rbegin(), all.rend());
    for (std::size_t i = 0; i < 100; ++i)
        QVERIFY(found.items[i].ts == all[i]);
}

void TestMergedScan::goesOnAfterBeingStopped() {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Cluster cluster(seed, false);
        if (cluster.all.size() < 20) continue;
        Bench bench(cluster, seed);
        MergedScan scan(bench.ranges, cluster.plan, cluster.plan.ranges(), bench.judge, Direction::Older);
        Found found;
        std::stop_source stop;
        found.stopAfter = &stop;
        found.stopAt = seed % 19 + 1;
        const auto end = scan.next(0, found, ScanBudget({}), stop.get_token());
        QVERIFY(*end == ScanEnd::Cancelled);
        QCOMPARE(found.items.size(), found.stopAt);
        QVERIFY(*scan.next(0, found, ScanBudget({}), {}) == ScanEnd::Complete);
        QCOMPARE(found.items.size(), cluster.all.size());
        QVERIFY(found.places() == cluster.all);
    }
}

void TestMergedScan::keepsRecordLimits() {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Cluster cluster(seed, false);
        if (cluster.all.size() < 300) continue;
        Bench bench(cluster, seed);
        MergedScan scan(bench.ranges, cluster.plan, cluster.plan.ranges(), bench.judge, Direction::Older);
        Found found;
        ScanLimits limits;
        limits.records = 200;
        QVERIFY(*scan.next(0, found, ScanBudget(limits), {}) == ScanEnd::Records);
        QVERIFY(!found.items.empty());
        // A limit may cut a chunk, which is read again; nothing is lost by that.
        QVERIFY(*scan.next(0, found, ScanBudget({}), {}) == ScanEnd::Complete);
        QCOMPARE(found.items.size(), cluster.all.size());
        QVERIFY(found.places() == cluster.all);
    }
}

void TestMergedScan::readsLittleForOnePage() {
    Cluster cluster(0, true);
    cluster.plan.streams.clear();
    cluster.streams.clear();
    for (std::uint32_t i = 0; i < 4; ++i) {
        PlannedStream& planned = cluster.plan.streams.emplace_back();
        planned.stream = {"topic", static_cast<std::int32_t>(i), i};
        planned.range = {0, 100'000};
        auto& items = cluster.streams.emplace_back();
        for (std::int64_t offset = 0; offset < 100'000; ++offset)
            items.push_back({offset, timestampFromMs(offset)});
    }
    Bench bench(cluster, 1);
    MergedScan scan(bench.ranges, cluster.plan, cluster.plan.ranges(), bench.judge, Direction::Older);
    Found found;
    QVERIFY(scan.next(100, found, ScanBudget({}), {}));
    QCOMPARE(found.items.size(), 100u);
    QVERIFY2(bench.ranges.delivered <= 400, qPrintable(QString::number(bench.ranges.delivered)));
}

void TestMergedScan::findsWhatMatchesInOrder() {
    const Cluster cluster(4, false);
    Bench all(cluster, 1);
    Bench some(cluster, 2);
    some.filter = *RecordFilter::compile({"offset % 3 == 0", {}, {}});
    ScanJudge judge(cluster.plan, *some.filter, some.progress);
    Found everything;
    Found thirds;
    QVERIFY(MergedScan(all.ranges, cluster.plan, cluster.plan.ranges(), all.judge, Direction::Older)
                .next(0, everything, ScanBudget({}), {}));
    QVERIFY(MergedScan(some.ranges, cluster.plan, cluster.plan.ranges(), judge, Direction::Older)
                .next(0, thirds, ScanBudget({}), {}));
    std::erase_if(everything.items, [](const Found::Item& item) { return item.place.second % 3 != 0; });
    QVERIFY(!thirds.items.empty());
    QCOMPARE(thirds.items.size(), everything.items.size());
    for (std::size_t i = 0; i < thirds.items.size(); ++i)
        QVERIFY(thirds.items[i].place == everything.items[i].place);
}

void TestMergedScan::streamsEverythingOnce() {
    for (unsigned seed = 0; seed < 60; ++seed) {
        const Cluster cluster(seed, false);
        Bench bench(cluster, seed);
        StreamScan scan(bench.ranges, cluster.plan, bench.judge);
        Found found;
        QVERIFY(*scan.run(false, found, ScanBudget({}), {}) == ScanEnd::Complete);
        QCOMPARE(found.items.size(), cluster.all.size());
        QVERIFY(found.places() == cluster.all);
        QCOMPARE(bench.progress.counts().offsetsDone, static_cast<std::uint64_t>(cluster.plan.offsetSpan()));
    }
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestMergedScan)
#include "tst_browse_merged_scan.moc"
