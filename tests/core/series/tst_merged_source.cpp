#include "core/series/head.h"
#include "core/series/merged_source.h"
#include "core/series/series_catalog.h"

#include <QTest>

#include <map>
#include <random>

using namespace eventflow;

namespace {

using Model = std::map<Labels, std::map<Timestamp, double>>;

Timestamp second(int s) {
    return Timestamp(std::chrono::seconds(s));
}

Labels labelsOf(int metric, int host) {
    return Labels({{std::string(kMetricNameLabel), "m" + std::to_string(metric)},
                   {"host", "h" + std::to_string(host)}});
}

/// A head with labels of its own, as a store has them: equal, but not at the same address.
struct Part {
    SeriesCatalog catalog{100};
    SeriesHead head;
    void add(const Labels& labels, Timestamp ts, double value) {
        head.append(*catalog.findOrAdd(labels, ""), ts, value);
    }
};

} // namespace

class TestMergedSource : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesEverySampleOnceAndTheNewerOneOfTwo_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void givesEverySampleOnceAndTheNewerOneOfTwo() {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        Part older, newer;
        Model model;
        // The newer part begins somewhere within the older one and repeats, corrects and fills in.
        for (int i = 0; i < 400; ++i) {
            const Labels labels = labelsOf(pick(2), pick(4));
            const Timestamp ts = second(pick(60));
            older.add(labels, ts, i);
            model[labels][ts] = i;
        }
        for (int i = 0; i < pick(200); ++i) {
            const Labels labels = labelsOf(pick(3), pick(5));
            const Timestamp ts = second(40 + pick(60));
            newer.add(labels, ts, 1000 + i);
            model[labels][ts] = 1000 + i;
        }
        const MergedSource both(older.head, newer.head);
        const std::vector<LabelMatcher> matchers{*LabelMatcher::create("host", MatchOp::NotEqual, "h1")};
        for (int round = 0; round < 20; ++round) {
            const Timestamp after = second(pick(80)), until = after + std::chrono::seconds(pick(60));
            std::map<Labels, std::map<Timestamp, double>> expected, found;
            for (const auto& [labels, samples] : model)
                for (const auto& [ts, value] : samples)
                    if (labels.get("host") != "h1" && ts > after && ts <= until) expected[labels][ts] = value;
            std::vector<SeriesSlice> slices;
            QVERIFY(both.select(matchers, after, until, slices).ok());
            for (std::size_t i = 0; i < slices.size(); ++i) {
                QVERIFY(i == 0 || *slices[i - 1].labels < *slices[i].labels);
                for (const Sample& sample : slices[i].samples) {
                    auto& series = found[*slices[i].labels];
                    QVERIFY(series.empty() || series.rbegin()->first < sample.ts);
                    series[sample.ts] = sample.value;
                }
            }
            QVERIFY(found == expected);
        }
    }

    void earlierSlicesStayWhenMoreIsSelected() {
        Part older, newer;
        const Labels labels = labelsOf(1, 1);
        older.add(labels, second(1), 1);
        newer.add(labels, second(2), 2);
        const MergedSource both(older.head, newer.head);
        std::vector<SeriesSlice> slices;
        for (int i = 0; i < 50; ++i)
            QVERIFY(both.select({}, second(0), second(9), slices).ok());
        QCOMPARE(slices.size(), std::size_t(50));
        for (const SeriesSlice& slice : slices) {
            QCOMPARE(slice.samples.size(), std::size_t(2));
            QCOMPARE(slice.samples.back().value, 2.0);
        }
    }
};

QTEST_GUILESS_MAIN(TestMergedSource)
#include "tst_merged_source.moc"
