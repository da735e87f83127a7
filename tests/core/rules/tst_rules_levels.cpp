#include "head_bench.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {

/// The example of Kapacitor's documentation.
constexpr const char* kLevels = "    levels:\n"
                                "    - {severity: info, expr: load > 60, resolve_when: load < 50}\n"
                                "    - {severity: warning, expr: load > 70, resolve_when: load < 60}\n"
                                "    - {severity: critical, expr: load > 80, resolve_when: load < 70}\n";
constexpr const char* kWithoutReset = "    levels:\n"
                                      "    - {severity: info, expr: load > 60}\n"
                                      "    - {severity: critical, expr: load > 80}\n";

} // namespace

class TestLevels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void follows_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& rule, const char* values,
                            const char* expected) {
            QTest::newRow(name) << QString::fromStdString(rule) << QString::fromLatin1(values)
                                << QString::fromLatin1(expected);
        };
        row("as Kapacitor's documentation has it", kLevels, "61 73 64 85 62 56 47",
            "info:firing@60 warning:firing@120 critical:firing@240 info:firing@300 info:resolved@420");
        row("up by more than one", kLevels, "85 40", "critical:firing@60 critical:resolved@120");
        row("each level ends at its own", kLevels, "85 75 69 65 59 55 49",
            "critical:firing@60 info:firing@180 info:resolved@420");
        row("without resolve_when the conditions decide", kWithoutReset, "61 85 61 60",
            "info:firing@60 critical:firing@120 info:firing@180 info:resolved@240");
        row("for counts for the alert, not for a level", std::string("    for: 2m\n") + kLevels,
            "61 85 61 75", "info:pending@60 critical:pending@120 info:firing@180 warning:firing@240");
        row("a pending alert has no hysteresis", std::string("    for: 5m\n") + kLevels, "85 65 55",
            "critical:pending@60 info:pending@120 info:inactive@180");
        row("recovering keeps its level", std::string("    keep_firing_for: 2m\n") + kLevels, "85 40 40 40",
            "critical:firing@60 critical:recovering@120 critical:resolved@240");
        row("recovering fires again at another level", std::string("    keep_firing_for: 5m\n") + kLevels,
            "85 40 61", "critical:firing@60 critical:recovering@120 info:firing@180");
        row("a missing series ends it", kLevels, "85 _x6", "critical:firing@60 critical:resolved@360");
    }
    void follows() {
        QFETCH(QString, rule);
        QFETCH(QString, values);
        QFETCH(QString, expected);
        for (const bool restarting : {false, true}) {
            HeadBench bench(rule.toStdString());
            bench.minutes("a", values.toStdString());
            for (int m = 1; m <= 9; ++m) {
                bench.advance(m * 60);
                if (restarting) bench.restart();
            }
            QCOMPARE(
                QString::fromStdString(bench.timeline({"severity"})).section(u' ', 0, expected.count(u' ')),
                expected);
        }
    }

    void staysTheSameAlert() {
        HeadBench bench(kLevels);
        bench.minutes("a", "61 85 62 40");
        bench.advanceMinutes(4);
        QCOMPARE(bench.transitions.size(), std::size_t(4));
        for (const AlertTransition& t : bench.transitions) {
            QCOMPARE(fingerprint(t.alert), fingerprint(bench.transitions[0].alert));
            QVERIFY(t.alert.activeAt == second(60));
        }
        QCOMPARE(bench.transitions[1].reason, std::string("severity info → critical"));
        QCOMPARE(bench.transitions[1].from, AlertState::Firing);
        QVERIFY(bench.transitions[1].alert.firedAt == second(60));
        const Explanation& explanation = *bench.transitions[1].explanation;
        QCOMPARE(explanation.parts.size(), std::size_t(6));
        QCOMPARE(explanation.parts[4].name, std::string("level critical expr"));
        QVERIFY(explanation.parts[4].terms[0].verdict == true);
    }

    void movesItsAlertsSeriesAlong() {
        HeadBench bench(kLevels);
        bench.minutes("a", "61 85");
        bench.advanceMinutes(2);
        std::vector<SeriesSlice> slices;
        const std::vector<LabelMatcher> alerts{*LabelMatcher::create("__name__", MatchOp::Equal, "ALERTS")};
        QVERIFY(bench.head().select(alerts, second(0), second(120), slices).ok());
        QCOMPARE(slices.size(), std::size_t(2));
        QCOMPARE(std::string(slices[0].labels->get("severity")), std::string("critical"));
        QVERIFY(isStaleMarker(slices[1].samples.back().value));
    }

    void endsWhenItsLevelIsGone() {
        HeadBench bench(kLevels);
        bench.minutes("a", "85 85");
        bench.advance(60);
        const auto changed = loadRuleText(
            std::string("groups:\n- name: g\n  interval: 1m\n  rules:\n  - alert: A\n") + kWithoutReset,
            "r.yaml");
        const auto report = bench.engine().previewReload(changed.rules);
        QCOMPARE(report.count(ReloadOutcome::Kept), std::size_t(1)); // critical is still there
        const auto gone = loadRuleText("groups:\n- name: g\n  interval: 1m\n  rules:\n  - alert: A\n"
                                       "    levels: [{severity: page, expr: load > 60}]\n",
                                       "r.yaml");
        QCOMPARE(bench.engine().reload(gone.rules).count(ReloadOutcome::Reset), std::size_t(1));
        bench.advance(120);
        QCOMPARE(bench.timeline({"severity"}),
                 std::string("critical:firing@60 critical:resolved@60 page:firing@120"));
    }
};

QTEST_GUILESS_MAIN(TestLevels)
#include "tst_rules_levels.moc"
