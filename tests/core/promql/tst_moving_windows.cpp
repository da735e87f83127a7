#include "core/promql/query_memory.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"
#include "tests/core/promql/promql_fixture.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <random>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

Timestamp second(int s) {
    return Timestamp(std::chrono::seconds(s));
}

/// The head's samples without anything that is remembered of them.
class Forgetful final : public SeriesSource {
public:
    explicit Forgetful(const SeriesHead& head) : m_head(head) {}
    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        return m_head.select(matchers, after, until, out);
    }

private:
    const SeriesHead& m_head;
};

/// Series with about a sample a second and everything that may happen to one.
class RandomSeries {
public:
    static constexpr std::size_t kSeries = 5;

    explicit RandomSeries(unsigned seed) : m_random(seed) {
        for (std::size_t i = 0; i < kSeries; ++i)
            m_identities.push_back(m_catalog.findOrAdd(
                Labels({{"__name__", i < 3 ? "load" : "hits"}, {"n", std::to_string(i)}}), {}));
    }

    int pick(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }

    void advance(int from, int to) {
        for (int s = from; s < to; ++s)
            for (std::size_t i = 0; i < kSeries; ++i)
                if (!inGap(i)) append(i, second(s) + std::chrono::milliseconds(pick(3) * 300), next(i));
    }
    /// Between samples or in place of one, or behind the newest of a series in a gap.
    void late(int now) {
        const auto series = static_cast<std::size_t>(pick(kSeries));
        append(series, second(now - pick(4000)) + std::chrono::milliseconds(pick(4) * 300), next(series));
    }
    void forgetUntil(Timestamp ts) {
        m_head.truncateBefore(ts);
        for (auto& samples : m_samples)
            samples.erase(samples.begin(), samples.upper_bound(ts));
    }

    [[nodiscard]] const SeriesHead& head() const { return m_head; }
    /// In the window, without stale markers.
    [[nodiscard]] std::vector<double> values(const Labels& labels, Timestamp after, Timestamp until) const {
        const auto series = static_cast<std::size_t>(std::stoi(std::string(labels.get("n"))));
        const auto& samples = m_samples[series];
        std::vector<double> out;
        for (auto it = samples.upper_bound(after); it != samples.end() && it->first <= until; ++it)
            if (!isStaleMarker(it->second)) out.push_back(it->second);
        return out;
    }

private:
    bool inGap(std::size_t series) {
        if (m_gap[series] > 0) return --m_gap[series] > 0;
        if (pick(2000) == 0) m_gap[series] = 1 + pick(900);
        return false;
    }
    double next(std::size_t series) {
        if (series == 1 && pick(700) == 0) return std::numeric_limits<double>::quiet_NaN();
        if (series == 2 && pick(900) == 0) return std::numeric_limits<double>::infinity();
        if (pick(1500) == 0) return staleMarker();
        if (series < 3) return pick(20) == 0 ? m_last : m_last = std::ldexp(pick(1000) - 400, pick(60) - 30);
        // Counters; the last restarts often.
        if (pick(series == 3 ? 1500 : 20) == 0) m_counter[series] = 0;
        return m_counter[series] += pick(3) == 0 ? 0 : pick(1000) / 7.0;
    }
    void append(std::size_t series, Timestamp ts, double value) {
        m_head.append(*m_identities[series], ts, value);
        m_samples[series][ts] = value;
    }

    std::mt19937 m_random;
    SeriesCatalog m_catalog{100};
    SeriesHead m_head;
    std::vector<SeriesIdentity*> m_identities;
    std::map<Timestamp, double> m_samples[kSeries];
    int m_gap[kSeries] = {};
    double m_counter[kSeries] = {};
    double m_last = 0;
};

const std::vector<Expression>& expressions() {
    static const std::vector<Expression> all = [] {
        std::vector<Expression> parsed;
        for (const char* text : {"load",
                                 "hits offset 2m",
                                 "load @ 1500",
                                 "sum_over_time(load[5m])",
                                 "sum_over_time(load[1h])",
                                 "avg_over_time(load[20m])",
                                 "avg_over_time(hits[1h] offset 3m)",
                                 "avg_over_time(load[30m] offset -1m)",
                                 "min_over_time(load[47m])",
                                 "max_over_time(load[1h]) - min_over_time(load[1h])",
                                 "max_over_time(load[33m] @ 1500)",
                                 "count_over_time(load[10m])",
                                 "rate(hits[1h])",
                                 "rate(hits[9m])",
                                 "increase(hits[1h]) - increase(hits[1h] offset 30m)",
                                 "delta(load[25m])",
                                 "changes(load[1h])",
                                 "changes(hits[17m])",
                                 "resets(hits[1h])",
                                 "resets(load[9m] offset 1s)",
                                 "max_over_time(rate(hits[10m])[20m:1m])",
                                 "sum_over_time(hits[1h:10s])",
                                 "stddev_over_time(load[10m])",
                                 "ts_of_max_over_time(load[10m])"})
            parsed.push_back(*Expression::parse(text));
        return parsed;
    }();
    return all;
}

bool sameBits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool sameBits(const InstantVector& a, const InstantVector& b) {
    return std::ranges::equal(a, b, [](const VectorSample& x, const VectorSample& y) {
        return x.labels == y.labels && sameBits(x.value, y.value);
    });
}

bool sameBits(const RangeVector& a, const RangeVector& b) {
    const auto sameSample = [](const Sample& x, const Sample& y) {
        return x.ts == y.ts && sameBits(x.value, y.value);
    };
    return std::ranges::equal(a, b, [&](const SeriesResult& x, const SeriesResult& y) {
        return x.labels == y.labels && std::ranges::equal(x.samples, y.samples, sameSample);
    });
}

InstantVector valueAt(const Expression& expression, const SeriesSource& source, Timestamp at,
                      QueryMemory* memory) {
    const auto value = evaluate(expression, source, at, {}, memory);
    return value ? std::get<InstantVector>(*value) : InstantVector{};
}

} // namespace

/// Windows over many samples are put together from blocks that are remembered; nobody must notice.
class TestMovingWindows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void giveWhatAFreshEvaluationGives_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void giveWhatAFreshEvaluationGives() {
        QFETCH(unsigned, seed);
        RandomSeries series(seed);
        const Forgetful fresh(series.head());
        QueryMemory memory(true);
        int now = 0;
        std::size_t elements = 0;
        while (now < 9000) {
            const int step = 1 + series.pick(60);
            series.advance(now, now + step);
            now += step;
            if (series.pick(4) == 0) series.late(now);
            if (series.pick(20) == 0) series.forgetUntil(second(now - 1800 - series.pick(4000)));
            const Timestamp at = second(now - series.pick(4) * series.pick(40));
            for (const Expression& expression : expressions()) {
                const InstantVector remembered = valueAt(expression, series.head(), at, &memory);
                elements += remembered.size();
                QVERIFY2(sameBits(remembered, valueAt(expression, fresh, at, nullptr)),
                         expression.text().c_str());
            }
        }
        QVERIFY(elements > 10'000);
    }

    void giveWhatAFreshRangeQueryGives() {
        RandomSeries series(11);
        series.advance(0, 5000);
        const Forgetful fresh(series.head());
        for (const Expression& expression : expressions())
            for (const int step : {7, 60, 900}) {
                const auto remembered = evaluateRange(expression, series.head(), second(500), second(5000),
                                                      std::chrono::seconds(step));
                const auto scanned =
                    evaluateRange(expression, fresh, second(500), second(5000), std::chrono::seconds(step));
                QVERIFY(remembered && scanned);
                QVERIFY2(sameBits(*remembered, *scanned), expression.text().c_str());
            }
    }

    /// Against a sum in higher precision.
    void sumsAndMeansAreExactToTwelveDigits() {
        RandomSeries series(5);
        QueryMemory memory(true);
        const Expression sum = *Expression::parse("sum_over_time({n=~\"0|3|4\"}[1h])");
        const Expression mean = *Expression::parse("avg_over_time({n=~\"0|3|4\"}[1h])");
        for (int now = 0; now < 8000; now += 15) {
            series.advance(now, now + 15);
            if (series.pick(4) == 0) series.late(now);
            for (const Expression* expression : {&sum, &mean})
                for (const VectorSample& element :
                     valueAt(*expression, series.head(), second(now), &memory)) {
                    const auto values = series.values(element.labels, second(now - 3600), second(now));
                    long double expected = 0;
                    long double magnitude = 0;
                    for (const double value : values) {
                        expected += value;
                        magnitude += std::fabs(value);
                    }
                    const long double n =
                        expression == &mean ? static_cast<long double>(values.size()) : 1.0L;
                    QVERIFY(std::fabs(element.value - expected / n) <= 1e-12L * magnitude / n);
                }
        }
    }

    /// Where a sum overflows or is infinite, a mean is still what a running mean gives.
    void sumsThatOverflowAreScanned_data() {
        QTest::addColumn<QByteArray>("values");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* values, const char* query, const char* expected) {
            QTest::newRow(query) << QByteArray(values) << QByteArray(query) << QByteArray(expected);
        };
        row("1e308x999", "avg_over_time(x[10m]) / 1e308 > bool 0.999", "{} 1");
        row("1e308x999", "sum_over_time(x[10m])", "{} +Inf");
        row("1x500 Inf 1x500", "avg_over_time(x[10m])", "{} +Inf");
        row("1x500 Inf -Inf 1x500", "sum_over_time(x[10m])", "{} NaN");
        row("1x500 NaN 1x500", "avg_over_time(x[10m])", "{} NaN");
        row("1x500 NaN 1x500", "max_over_time(x[10m])", "{} 1");
    }
    void sumsThatOverflowAreScanned() {
        QFETCH(QByteArray, values);
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, expected);
        TestSeries series;
        series.add("x", values.toStdString(), std::chrono::seconds(1));
        QCOMPARE(result(query.toStdString(), series, "15m"), expected.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestMovingWindows)
#include "tst_moving_windows.moc"
