#include "tests/core/promql/promql_fixture.h"

#include <QTest>

#include <cmath>
#include <map>
#include <random>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

Timestamp second(int s) {
    return Timestamp(std::chrono::seconds(s));
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

class TestRange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        std::mt19937 random(7);
        for (const char* host : {"a", "b", "c"})
            for (const char* disk : {"x", "y"}) {
                std::string values;
                for (int i = 0; i < 200; ++i) {
                    const auto kind = random() % 12;
                    values += kind == 0 ? "_ " : kind == 1 ? "stale " : std::to_string(random() % 100) + ' ';
                }
                m_series.add(std::string("m{host=\"") + host + "\",disk=\"" + disk + "\"}", values,
                             std::chrono::seconds(15));
            }
    }

    /// The definition of a range query: the instant values at each step.
    void agreesWithInstantQueries_data() {
        QTest::addColumn<QByteArray>("query");
        for (const char* query : {"m",
                                  "m offset 1m",
                                  "m offset -1m",
                                  "m @ 600",
                                  "rate(m[2m])",
                                  "increase(m[1m] smoothed)",
                                  "changes(m[1m] anchored)",
                                  "m smoothed",
                                  "sum by (host) (m)",
                                  "topk(2, m)",
                                  "avg without (disk) (m) > 40",
                                  "m / on(host, disk) m offset 30s",
                                  "m * on(host) group_left() sum by (host) (m)",
                                  "m and on(host) (m > 50)",
                                  "m unless m offset 1m > 30",
                                  "m or on() vector(1)",
                                  "max_over_time(sum(m)[2m:30s])",
                                  "avg_over_time(rate(m[1m])[3m:20s] offset 1m)",
                                  "max_over_time(max_over_time(m[30s:10s])[1m:15s])",
                                  "label_replace(m, \"z\", \"$1\", \"host\", \"(.)\")",
                                  "quantile_over_time(0.9, m[5m])",
                                  "absent(m{host=\"a\"})",
                                  "count_values(\"v\", m > 90)",
                                  "time()",
                                  "scalar(sum(m)) + 1",
                                  "timestamp(m)",
                                  "vector(time())",
                                  "sort_desc(m)"})
            QTest::newRow(query) << QByteArray(query);
    }
    void agreesWithInstantQueries() {
        QFETCH(QByteArray, query);
        const auto expression = Expression::parse(query.toStdString());
        QVERIFY2(expression.has_value(), expression ? "" : expression.error().detail.c_str());
        const Duration step = std::chrono::seconds(7);
        const auto range = evaluateRange(*expression, m_series, second(100), second(3300), step);
        QVERIFY2(range.has_value(), range ? "" : range.error().detail.c_str());

        std::map<Labels, std::vector<Sample>> expected;
        for (Timestamp at = second(100); at <= second(3300); at += step) {
            const auto value = evaluate(*expression, m_series, at);
            QVERIFY2(value.has_value(), value ? "" : value.error().detail.c_str());
            if (const auto* scalar = std::get_if<double>(&*value))
                expected[Labels()].push_back({at, *scalar});
            else
                for (const VectorSample& sample : std::get<InstantVector>(*value))
                    expected[sample.labels].push_back({at, sample.value});
        }
        QCOMPARE(range->size(), expected.size());
        auto it = expected.begin();
        for (const SeriesResult& series : *range) {
            QVERIFY(series.labels == it->first);
            QCOMPARE(series.samples.size(), it->second.size());
            for (std::size_t i = 0; i < series.samples.size(); ++i) {
                QVERIFY(series.samples[i].ts == it->second[i].ts);
                QVERIFY(same(series.samples[i].value, it->second[i].value));
            }
            ++it;
        }
    }

    void loadsEachSelectorOnce() {
        const auto expression = Expression::parse("rate(m[1m]) + on(host, disk) m");
        const int before = m_series.selects();
        QVERIFY(evaluateRange(*expression, m_series, second(0), second(1000), std::chrono::seconds(1))
                    .has_value());
        QCOMPARE(m_series.selects() - before, 2);
    }

    void knowsTheTimesOfTheQuery() {
        const auto expression = Expression::parse("step() + 10 * range() + 0 * start() + 0 * end()");
        const auto range =
            evaluateRange(*expression, m_series, second(0), second(60), std::chrono::seconds(30));
        QVERIFY(range.has_value());
        QCOMPARE(range->front().samples.size(), 3U);
        QCOMPARE(range->front().samples.back().value, 630.0);
    }

    void refusesWhatHasNoMeaning_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("step");
        QTest::newRow("range vector") << QByteArray("m[5m]") << 100 << 10;
        QTest::newRow("string") << QByteArray("\"a\"") << 100 << 10;
        QTest::newRow("no step") << QByteArray("m") << 100 << 0;
        QTest::newRow("ends before it starts") << QByteArray("m") << -1 << 10;
    }
    void refusesWhatHasNoMeaning() {
        QFETCH(QByteArray, query);
        QFETCH(int, end);
        QFETCH(int, step);
        const auto expression = Expression::parse(query.toStdString());
        const auto range =
            evaluateRange(*expression, m_series, second(0), second(end), std::chrono::seconds(step));
        QVERIFY(!range.has_value());
        QCOMPARE(static_cast<int>(range.error().code), static_cast<int>(ErrorCode::InvalidArgument));
    }

    void stopsAtTheSampleBudget() {
        const auto expression = Expression::parse("vector(1)");
        EvalOptions options;
        options.maxSamples = 1000;
        const auto range = evaluateRange(*expression, m_series, second(0),
                                         Timestamp::max() - std::chrono::seconds(1), Duration(1), options);
        QVERIFY(!range.has_value());
        QCOMPARE(static_cast<int>(range.error().code), static_cast<int>(ErrorCode::LimitExceeded));
    }

private:
    TestSeries m_series;
};

QTEST_GUILESS_MAIN(TestRange)
#include "tst_range.moc"
