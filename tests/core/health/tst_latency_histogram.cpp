#include "core/health/latency_histogram.h"

#include <QtTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace eventflow::health;
using std::chrono::nanoseconds;

class TestLatencyHistogram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quantileIsAtMostAnEighthTooHigh() {
        std::mt19937_64 random(9);
        std::lognormal_distribution<double> latency(12, 3);
        LatencyHistogram histogram;
        std::vector<std::int64_t> exact;
        for (int i = 0; i < 50'000; ++i) {
            const auto ns = static_cast<std::int64_t>(latency(random));
            exact.push_back(ns);
            histogram.record(nanoseconds(ns));
        }
        std::ranges::sort(exact);
        for (const double q : {0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto rank = static_cast<std::size_t>(std::ceil(q * double(exact.size()))) - 1;
            const double expected = double(exact[rank]);
            const double got = double(histogram.quantile(q).count());
            QVERIFY2(got >= expected && got <= expected * 1.125 + 1, qPrintable(QString::number(q)));
        }
    }
    void emptyHistogramHasNoQuantile() { QCOMPARE(LatencyHistogram().quantile(0.5), nanoseconds(0)); }
    void takesExtremes() {
        LatencyHistogram histogram;
        histogram.record(nanoseconds(-5));
        histogram.record(nanoseconds::max());
        QCOMPARE(histogram.count(), std::uint64_t(2));
        QCOMPARE(histogram.quantile(0.0), nanoseconds(0));
        QCOMPARE(histogram.quantile(1.0), nanoseconds::max());
    }
    void mergingAddsCounts() {
        LatencyHistogram a;
        LatencyHistogram b;
        a.record(nanoseconds(10));
        b.record(nanoseconds(1'000'000));
        a.merge(b);
        QCOMPARE(a.count(), std::uint64_t(2));
        QVERIFY(a.quantile(1.0) >= nanoseconds(1'000'000));
    }
};

QTEST_GUILESS_MAIN(TestLatencyHistogram)
#include "tst_latency_histogram.moc"
