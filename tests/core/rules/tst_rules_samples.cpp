#include "head_bench.h"

#include "core/rules/sample_ticks.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {
const std::string kEach = "    evaluate: each_sample\n";
} // namespace

class TestSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesASpikeBetweenTicks() {
        for (const bool each : {false, true}) {
            HeadBench bench("    expr: load > 90\n" + (each ? kEach : std::string()));
            for (const auto& [s, value] : {std::pair(10, 50.0), {20, 95.0}, {30, 50.0}, {70, 50.0}})
                bench.sample("a", s, value);
            bench.advanceMinutes(2);
            QCOMPARE(bench.timeline(), each ? std::string("firing@20 resolved@30") : std::string());
        }
    }

    void looksAtEachSeriesAlone() {
        HeadBench bench("    expr: load > 90\n" + kEach);
        bench.sample("a", 10, 95);
        bench.sample("b", 15, 95);
        bench.sample("a", 20, 50);
        bench.sample("b", 50, 50);
        bench.advance(60);
        QCOMPARE(bench.timeline({"host"}),
                 std::string("a:firing@10 b:firing@15 a:resolved@20 b:resolved@50"));
    }

    void looksAtTheWholeWhereSeriesBelongTogether() {
        HeadBench bench("    expr: sum(load) > 90\n" + kEach);
        bench.sample("a", 10, 50);
        bench.sample("b", 20, 50);
        bench.sample("a", 30, 10);
        bench.advance(60);
        QCOMPARE(bench.timeline(), std::string("firing@20 resolved@30"));
    }

    void countsForBetweenTicks() {
        HeadBench bench("    expr: load > 90\n    for: 30s\n" + kEach);
        for (int s = 5; s <= 55; s += 10)
            bench.sample("a", s, s > 10 ? 95 : 50);
        bench.advance(60);
        QCOMPARE(bench.timeline(), std::string("pending@15 firing@45"));
    }

    void seesSamplesBehindTheLastTickAtTheEnd() {
        HeadBench bench("    expr: load > 90\n" + kEach);
        bench.sample("a", 70, 95);
        bench.sample("a", 80, 50);
        bench.advance(60);
        bench.finish(80);
        QCOMPARE(bench.timeline(), std::string("firing@70 resolved@80"));
        bench.restart();
        bench.advance(120);
        QCOMPARE(bench.transitions.size(), std::size_t(2));
    }

    void shiftsSamplesByOffsets() {
        HeadBench bench("    expr: load offset 20s > 90\n" + kEach);
        bench.sample("a", 10, 95);
        bench.sample("a", 20, 50);
        bench.advance(60);
        QCOMPARE(bench.timeline(), std::string("firing@30 resolved@40"));
    }

    void doesNotDependOnHowItIsAdvanced() {
        const std::string rule = "    expr: avg_over_time(load[30s]) > 60\n"
                                 "    resolve_when: avg_over_time(load[30s]) < 40\n    for: 20s\n"
                                 "    keep_firing_for: 10s\n" +
                                 kEach;
        std::string expected;
        for (const int step : {1, 7, 60, 600}) {
            HeadBench bench(rule);
            std::mt19937 random(3);
            std::int64_t fed = 0;
            for (std::int64_t until = step; until < 600 + step; until += step) {
                // The watermark is behind the samples, as lateness has it.
                for (; fed <= until + 30 && fed < 600; ++fed)
                    for (const char* host : {"a", "b", "c"})
                        if (const auto roll = random() % 300; roll < 100)
                            bench.sample(host, fed, double(roll));
                bench.advance(std::min<std::int64_t>(until, 600));
                if (step == 7) bench.restart();
            }
            const std::string found = bench.timeline({"host"});
            if (expected.empty()) expected = found;
            QCOMPARE(found, expected);
        }
        QVERIFY(expected.size() > 200);
    }

    void agreesWithEvaluatingTheWholeEveryTime() {
        // An aggregation by all labels is the same rule, but has to be evaluated as a whole. Without for,
        // since that is looked at when any series has a sample then.
        const std::string tail = "    resolve_when: EXPR < 40\n    keep_firing_for: 0s\n" + kEach;
        std::vector<std::string> found;
        for (const std::string expr : {"load", "sum by (host) (load)"}) {
            std::string rule = "    expr: EXPR > 60\n" + tail;
            for (std::size_t at = 0; (at = rule.find("EXPR")) != std::string::npos;)
                rule.replace(at, 4, expr);
            HeadBench bench(rule);
            std::mt19937 random(5);
            for (int s = 1; s < 900; ++s)
                bench.sample(std::string(1, char('a' + random() % 5)), s, double(random() % 100));
            bench.advanceMinutes(14);
            found.push_back(bench.timeline({"host"}));
        }
        QCOMPARE(found[0], found[1]);
        QVERIFY(found[0].size() > 1000);
    }

    void knowsWhatDependsOnOneSeries_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* text, bool expected) {
            QTest::newRow(text) << QByteArray(text) << expected;
        };
        row("load > 90", true);
        row("rate(requests[5m]) * 60 > 90", true);
        row("errors / requests > 0.1", true);
        row("errors / on (job) requests > 0.1", false);
        row("errors / ignoring (code) group_left requests > 0.1", false);
        row("sum(load) > 90", false);
        row("absent(load)", false);
        row("absent_over_time(load[5m])", false);
        row("max_over_time(rate(x[1m])[10m:]) > 1", true);
        row("load > scalar(limit)", false);
        row("ALERTS > 0", false);
        row("{job=\"a\"} > 0", false);
        row("load > 90 unless maintenance == 1", true);
        row("label_replace(load, \"a\", \"b\", \"c\", \"d\") > 1", false);
    }
    void knowsWhatDependsOnOneSeries() {
        QFETCH(QByteArray, expression);
        QFETCH(bool, expected);
        QCOMPARE(isPerSeries(*promql::Expression::parse(expression.toStdString())), expected);
    }

    void isRefusedWhenThereAreTooMany() {
        HeadBench bench("    expr: sum(load) > 90\n" + kEach, "1h");
        for (int i = 0; i < 3; ++i)
            for (int s = 1; s < 3600; ++s)
                bench.sample(std::string(1, char('a' + i)), s, 50);
        bench.advance(3600);
        QVERIFY(bench.engine().health()[0].lastError.empty()); // 3 599 times
        const LoadResult loaded =
            loadRuleText("groups:\n- name: g\n  interval: 6h\n  rules:\n"
                         "  - {alert: A, expr: sum(load) > 90, evaluate: each_sample}\n",
                         "r.yaml");
        QVERIFY(loaded.rules != nullptr);
        HeadBench many("    expr: sum(load) > 90\n" + kEach, "6h");
        for (int s = 1; s <= 10'001; ++s)
            many.sample("a", s, 50);
        many.advance(6 * 3600);
        QCOMPARE(many.engine().health()[0].errors, std::uint64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_rules_samples.moc"
