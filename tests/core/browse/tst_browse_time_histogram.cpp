#include "core/browse/time_histogram.h"

#include <QTest>

#include <map>
#include <random>

namespace eventflow::browse::test {

class TestTimeHistogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsCountingOneByOne();
    void staysBoundedForAnySpan();
    void countsStreamsApart();
    void keepsRecordsWithoutTimeApart();
};

void TestTimeHistogram::equalsCountingOneByOne() {
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937_64 random(seed);
        const std::int64_t span = std::int64_t(1) << (random() % 40);
        TimeHistogram histogram;
        std::vector<std::pair<std::int64_t, bool>> added;
        for (int i = 0; i < 500; ++i) {
            const auto ms = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span)) +
                            1'600'000'000'000 - span / 2;
            const bool matched = random() % 3 == 0;
            histogram.add(timestampFromMs(ms), static_cast<std::uint32_t>(i % 70), matched);
            added.emplace_back(ms, matched);
        }
        const std::int64_t width = histogram.width().count();
        const std::int64_t start = toMs(histogram.start());
        QCOMPARE(start % width, 0);
        std::vector<TimeHistogram::Bucket> exact(histogram.buckets().size());
        for (const auto& [ms, matched] : added) {
            const auto place = static_cast<std::size_t>((ms - start) / width);
            QVERIFY(ms >= start && place < exact.size());
            ++exact[place].scanned;
            exact[place].matched += matched ? 1 : 0;
        }
        for (std::size_t i = 0; i < exact.size(); ++i) {
            QCOMPARE(histogram.buckets()[i].scanned, exact[i].scanned);
            QCOMPARE(histogram.buckets()[i].matched, exact[i].matched);
        }
    }
}

void TestTimeHistogram::staysBoundedForAnySpan() {
    TimeHistogram histogram;
    histogram.add(timestampFromMs(0), 0, true);
    histogram.add(timestampFromNs(std::numeric_limits<std::int64_t>::max()), 0, true);
    histogram.add(timestampFromNs(std::numeric_limits<std::int64_t>::min() + 1), 0, true);
    QVERIFY(histogram.buckets().size() <= TimeHistogram::kMaxBuckets);
    std::uint64_t total = 0;
    for (const auto& bucket : histogram.buckets())
        total += bucket.scanned;
    QCOMPARE(total, 3u);
}

void TestTimeHistogram::countsStreamsApart() {
    TimeHistogram histogram;
    for (int i = 0; i < 5000; ++i)
        histogram.add(timestampFromMs(i * 1000), static_cast<std::uint32_t>(i % 3), i % 2 == 0);
    std::vector<std::uint64_t> sum(histogram.buckets().size());
    for (std::uint32_t stream = 0; stream < 3; ++stream) {
        const auto buckets = histogram.bucketsOf(stream);
        QCOMPARE(buckets.size(), sum.size());
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += buckets[i].scanned;
    }
    for (std::size_t i = 0; i < sum.size(); ++i)
        QCOMPARE(sum[i], histogram.buckets()[i].scanned);
    QVERIFY(histogram.bucketsOf(3).empty());
}

void TestTimeHistogram::keepsRecordsWithoutTimeApart() {
    TimeHistogram histogram;
    histogram.add(kNoTime, 0, true);
    QVERIFY(histogram.empty());
    QCOMPARE(histogram.undated().matched, 1u);
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestTimeHistogram)
#include "tst_browse_time_histogram.moc"
