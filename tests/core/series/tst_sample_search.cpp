#include "core/series/sample_search.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace eventflow;

namespace {

std::vector<Sample> samplesAt(const std::vector<std::int64_t>& times) {
    std::vector<Sample> samples;
    for (const std::int64_t ns : times)
        samples.push_back({timestampFromNs(ns), 0});
    return samples;
}

} // namespace

class TestSampleSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatABinarySearchFinds_data() {
        QTest::addColumn<double>("unevenness");
        for (const double unevenness : {0.0, 0.3, 1.0, 4.0, 12.0})
            QTest::addRow("%g", unevenness) << unevenness;
    }
    void findsWhatABinarySearchFinds() {
        QFETCH(double, unevenness);
        std::mt19937_64 random(9);
        std::normal_distribution<double> noise(0, unevenness);
        for (const int size : {0, 1, 2, 3, 7, 64, 1000}) {
            std::vector<std::int64_t> times;
            std::int64_t ns = -5000;
            for (int i = 0; i < size; ++i)
                times.push_back(ns +=
                                1 + static_cast<std::int64_t>(100 * std::exp(std::min(noise(random), 25.0))));
            const std::vector<Sample> samples = samplesAt(times);
            times.insert(times.end(), {-5000, -4999, 0, ns + 1, ns + 1000});
            for (const std::int64_t time : times)
                for (const std::int64_t near : {time - 1, time, time + 1}) {
                    const auto expected =
                        std::ranges::upper_bound(samples, timestampFromNs(near), {}, &Sample::ts);
                    const auto found = firstAfter(samples, timestampFromNs(near));
                    QCOMPARE(found - std::span(samples).begin(), expected - samples.begin());
                }
        }
    }

    void searchesAllOfTime() {
        const std::vector<Sample> samples =
            samplesAt({toNs(Timestamp::min()), -1, 0, toNs(Timestamp::max())});
        const auto at = [&](Timestamp ts) { return firstAfter(samples, ts) - std::span(samples).begin(); };
        QCOMPARE(at(Timestamp::min()), 1);
        QCOMPARE(at(timestampFromNs(-1)), 2);
        QCOMPARE(at(timestampFromNs(5)), 3);
        QCOMPARE(at(Timestamp::max()), 4);
    }
};

QTEST_GUILESS_MAIN(TestSampleSearch)
#include "tst_sample_search.moc"
