#include "head_bench.h"

#include <QTest>

#include <cmath>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {
/// A window of a minute, so that a series is missing at once when a sample is.
const std::string kExpr = "    expr: last_over_time(load[1m]) > 90\n";
} // namespace

class TestMissing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void follows_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b"); // another series, or none
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* rule, const char* a, const char* b,
                            const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(rule) << QString::fromLatin1(a)
                                << QString::fromLatin1(b) << QString::fromLatin1(expected);
        };
        row("resolve is the default", "", "95 _", "", "a:firing@60 a:resolved@120");
        row("resolve waits when told so", "    missing_evals: 2\n", "95 _ 95 _ _", "",
            "a:firing@60 a:resolved@300");
        row("resolve does not reset for within missing_evals", "    for: 2m\n    missing_evals: 2\n",
            "95 _ 95 95", "", "a:pending@60 a:firing@240");
        row("keep keeps while nothing is there", "    on_missing: keep\n", "95 _x5 95 50", "",
            "a:firing@60 a:resolved@480");
        row("keep ends one series that is gone for two evaluations", "    on_missing: keep\n", "95 _x5",
            "10x9", "a:firing@60 a:resolved@180");
        row("keep bridges one gap of one series", "    on_missing: keep\n", "95 _ 95 50", "10x9",
            "a:firing@60 a:resolved@240");
        row("keep: a gap does not count for for", "    on_missing: keep\n    for: 2m\n", "95 _x5 95 95 50",
            "", "a:pending@60 a:firing@480 a:resolved@540");
        row("keep: false after a gap is false", "    on_missing: keep\n    for: 2m\n", "95 _x3 50", "",
            "a:pending@60 a:inactive@300");
        row("alert fires for what never alerted", "    on_missing: alert\n", "50 _x3 50", "10x9",
            "a:firing@180 a:resolved@300");
        row("alert: at once when told so", "    on_missing: alert\n    missing_evals: 1\n", "50 _ 50", "",
            "a:firing@120 a:resolved@180");
        row("alert: for counts from when it acts", "    on_missing: alert\n    for: 1m\n", "50 _x4 50", "",
            "a:pending@180 a:firing@240 a:resolved@360");
        row("alert: what fires goes on", "    on_missing: alert\n", "95 _x4 50", "",
            "a:firing@60 a:resolved@360");
        row("zero is no more than the threshold", "    on_missing: zero\n", "95 _ _", "",
            "a:firing@60 a:resolved@120");
    }
    void follows() {
        QFETCH(QString, rule);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(QString, expected);
        for (const bool restarting : {false, true}) {
            HeadBench bench(kExpr + rule.toStdString());
            bench.minutes("a", a.toStdString());
            bench.minutes("b", b.toStdString());
            for (int m = 1; m <= 9; ++m) {
                bench.advance(m * 60);
                if (restarting) bench.restart();
            }
            QCOMPARE(QString::fromStdString(bench.timeline({"host"})).section(u' ', 0, expected.count(u' ')),
                     expected);
        }
    }

    void zeroMeetsAThresholdBelow() {
        HeadBench bench("    expr: count_over_time(load[1m]) < 1\n    on_missing: zero\n    for: 1m\n");
        bench.minutes("a", "5 5 _x3 5");
        bench.advanceMinutes(7);
        QCOMPARE(bench.timeline(), std::string("pending@180 firing@240 resolved@360 pending@420"));
        QCOMPARE(bench.transitions[1].alert.value, 0.0);
        QCOMPARE(std::string(bench.transitions[1].alert.labels.get("host")), std::string("a"));
    }

    void zeroEndsHysteresis() {
        HeadBench bench("    expr: last_over_time(load[1m]) > 90\n"
                        "    resolve_when: last_over_time(load[1m]) < 80\n    on_missing: zero\n");
        bench.minutes("a", "95 85 _");
        bench.advanceMinutes(3);
        QCOMPARE(bench.timeline(), std::string("firing@60 resolved@180"));
        QCOMPARE(bench.transitions[1].alert.value, 0.0);
    }

    void saysWhichKindOfMissingItWas() {
        HeadBench alone(kExpr + "    on_missing: alert\n");
        alone.minutes("a", "50");
        alone.advanceMinutes(3);
        QCOMPARE(alone.transitions.at(0).reason,
                 std::string("NoData: no value for 2 evaluations, on_missing is alert, the rule has no for"));
        QVERIFY(std::isnan(alone.transitions.at(0).alert.value));

        HeadBench besides(kExpr);
        besides.minutes("a", "95");
        besides.minutes("b", "10x3");
        besides.advanceMinutes(2);
        QCOMPARE(besides.transitions.at(1).reason,
                 std::string("MissingSeries: the series has no value any more"));
    }

    void forgetsASeriesAfterADay() {
        HeadBench bench(kExpr + "    on_missing: alert\n");
        bench.minutes("a", "50");
        bench.advanceMinutes(3);
        bench.advance(25 * 3600);
        QCOMPARE(bench.timeline(), std::string("firing@180 resolved@86520"));
    }

    void takesThePolicyFromRuleGroupAndFile() {
        const auto loaded = loadRuleText("on_missing: keep\nmissing_evals: 5\ngroups:\n"
                                         "- name: g\n  on_missing: alert\n  rules:\n"
                                         "  - {alert: A, expr: up > 1}\n"
                                         "  - {alert: B, expr: up > 1, on_missing: zero, missing_evals: 3}\n"
                                         "- name: h\n  rules: [{alert: C, expr: up > 1}]\n",
                                         "r.yaml");
        QVERIFY(loaded.rules != nullptr);
        const auto rule = [&](std::size_t g, std::size_t r) { return loaded.rules->groups[g].rules[r]; };
        QVERIFY(rule(0, 0).onMissing == OnMissing::Alert && rule(0, 0).missingEvals == 5);
        QVERIFY(rule(0, 1).onMissing == OnMissing::Zero && rule(0, 1).missingEvals == 3);
        QVERIFY(rule(1, 0).onMissing == OnMissing::Keep && rule(1, 0).missingEvals == 5);
    }
};

QTEST_GUILESS_MAIN(TestMissing)
#include "tst_rules_missing.moc"
