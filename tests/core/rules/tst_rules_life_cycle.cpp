#include "scripted_rules.h"

#include "core/series/series_source.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {

/// What a rule writes: labels, minute, value (`stale` for a marker).
struct Written {
    std::vector<std::string> lines;

    RuleEngine::SampleSink sink() {
        return [this](const Labels& labels, Timestamp ts, double value) {
            lines.push_back(
                labels.toString() + " @" + std::to_string(toNs(ts) / 60'000'000'000) + ' ' +
                (isStaleMarker(value) ? std::string("stale") : std::to_string(static_cast<int>(value))));
        };
    }
};

} // namespace

class TestLifeCycle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void follows_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* rule, const char* values, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(rule) << QString::fromLatin1(values)
                                << QString::fromLatin1(expected);
        };
        const char* const kFor = "    for: 3m\n";
        // Measured with promtool 2.42: true from 10m, false from 15m.
        row("for and keep_firing_for as promtool", "    for: 3m\n    keep_firing_for: 5m\n",
            "50x10 95x5 50x20", "pending@10 firing@13 recovering@15 resolved@20");
        row("no for fires at once", "", "50 95 50", "firing@1 resolved@2");
        row("for holds at exactly its length", kFor, "50 95x4 50", "pending@1 firing@4 resolved@5");
        row("for not reached is dropped", kFor, "50 95x3 50x2", "pending@1 inactive@4");
        row("for starts again after a gap", kFor, "50 95 95 _ 95x4 50",
            "pending@1 inactive@3 pending@4 firing@7 resolved@8");
        row("for shorter than the interval fires at the second evaluation", "    for: 10s\n", "50 95 95 50",
            "pending@1 firing@2 resolved@3");
        row("a resolved alert is a new one when true again", "", "95 95 50 95 50",
            "firing@1 resolved@2 firing@3 resolved@4");
        row("recovering fires again", "    keep_firing_for: 3m\n", "50 95 50 50 95 50x5",
            "firing@1 recovering@2 firing@4 recovering@5 resolved@8");
        row("an error changes nothing", kFor, "50 95 E 95 95 E 50", "pending@1 firing@4 resolved@6");
        row("an error while recovering changes nothing", "    keep_firing_for: 2m\n", "50 95 50 E E 50",
            "firing@1 recovering@2 resolved@5");
        row("a vanished series resolves", "", "50 95 _ _", "firing@1 resolved@2");
        row("hysteresis holds between the thresholds", "    resolve_when: load < 80\n",
            "50 95 85 85 95 85 79 85", "firing@1 resolved@6");
        row("hysteresis does not raise", "    resolve_when: load < 80\n", "50 85 85 50", "");
        row("hysteresis does not hold what is pending", "    for: 3m\n    resolve_when: load < 80\n",
            "50 95 85 85", "pending@1 inactive@2");
        row("a vanished series ends hysteresis", "    resolve_when: load < 80\n", "50 95 85 _",
            "firing@1 resolved@3");
        row("hysteresis, then keep_firing_for", "    resolve_when: load < 80\n    keep_firing_for: 2m\n",
            "50 95 85 79 79 79", "firing@1 recovering@3 resolved@5");
        row("resolve_when has to hold for all of keep_firing_for",
            "    resolve_when: load < 80\n    keep_firing_for: 2m\n", "50 95 79 85 79 79 79",
            "firing@1 recovering@2 firing@3 recovering@4 resolved@6");
        row("NaN is not above a threshold", "", "50 nan 95 nan", "firing@2 resolved@3");
    }
    void follows() {
        QFETCH(QString, rule);
        QFETCH(QString, values);
        QFETCH(QString, expected);
        RuleEngine engine(oneRule(rule.toStdString()),
                          ScriptedLoad().host("a", values.toStdString()).evaluation());
        engine.start(minute(0));
        QCOMPARE(QString::fromStdString(timeline(run(engine, 1, 40))), expected);
    }

    void keepsAlertsApartByTheirLabels() {
        RuleEngine engine(oneRule("    for: 1m\n"),
                          ScriptedLoad().host("b", "50 95 95 50").host("a", "50 50 95 95 50").evaluation());
        engine.start(minute(0));
        QCOMPARE(timeline(run(engine, 1, 6), true),
                 std::string("b:pending@1 a:pending@2 b:firing@2 a:firing@3 b:resolved@3 a:resolved@4"));
    }

    void saysWhyInPlainWords() {
        RuleEngine engine(oneRule("    for: 3m\n    keep_firing_for: 5m\n"),
                          ScriptedLoad().host("a", "50x10 95x5 50x20").evaluation());
        engine.start(minute(0));
        const auto transitions = run(engine, 1, 30);
        QCOMPARE(transitions.size(), std::size_t(4));
        QCOMPARE(transitions[0].reason, std::string("condition holds, for 3m begins"));
        QCOMPARE(transitions[1].reason, std::string("held 3m ≥ for 3m"));
        QCOMPARE(transitions[2].reason, std::string("condition no longer holds, keep_firing_for 5m begins"));
        QCOMPARE(transitions[3].reason, std::string("not held for 5m ≥ keep_firing_for 5m"));
    }

    void carriesTheCurrentValueWhenResolved() {
        RuleEngine engine(oneRule("    annotations: {summary: '{{ $labels.host }} at {{ $value }}'}\n"),
                          ScriptedLoad().host("a", "50 95 42 42").evaluation());
        engine.start(minute(0));
        const auto transitions = run(engine, 1, 3);
        QCOMPARE(transitions[0].alert.value, 95.0);
        QCOMPARE(transitions[1].alert.value, 42.0);
        QCOMPARE(std::string(transitions[1].alert.annotations.get("summary")), std::string("a at 42"));
        QCOMPARE(transitions[1].from, AlertState::Firing);
    }

    void setsTheTimesOfTheAlert() {
        RuleEngine engine(oneRule("    for: 2m\n"), ScriptedLoad().host("a", "50 95x4 50").evaluation());
        engine.start(minute(0));
        const auto transitions = run(engine, 1, 6);
        const Alert& resolved = transitions.back().alert;
        QVERIFY(resolved.activeAt == minute(1));
        QVERIFY(resolved.firedAt == minute(3));
        QVERIFY(resolved.resolvedAt == minute(5));
        QCOMPARE(resolved.labels.toString(), std::string("{alertname=\"Busy\", host=\"a\"}"));
    }

    void remembersResolvedAlertsFor15Minutes() {
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95 50x30").evaluation());
        engine.start(minute(0));
        run(engine, 1, 17);
        QCOMPARE(engine.resolvedAlerts().size(), std::size_t(1)); // resolved at minute 2
        QVERIFY(engine.activeAlerts().empty());
        run(engine, 18, 18);
        QVERIFY(engine.resolvedAlerts().empty());
    }

    void refusesTwoAlertsWithOneLabelSet() {
        RuleEngine engine(oneRule("    labels: {host: ''}\n"),
                          ScriptedLoad().host("a", "50 95 95 95").host("b", "50 50 95 50").evaluation());
        engine.start(minute(0));
        // At minute 2 both hosts make {alertname="Busy"}: an error, so the alert of minute 1 stays.
        QCOMPARE(timeline(run(engine, 1, 3)), std::string("firing@1"));
        const RuleHealth health = engine.health().front();
        QCOMPARE(health.evaluations, std::uint64_t(3));
        QCOMPARE(health.errors, std::uint64_t(1));
        QVERIFY(health.lastError.empty());
    }

    void keepsStateAboveTheLimit() {
        RuleEngine engine(
            oneRule("", "  limit: 1\n"),
            ScriptedLoad().host("a", "50 95 95 50 50").host("b", "50 50 95 95 50").evaluation());
        engine.start(minute(0));
        QCOMPARE(timeline(run(engine, 1, 2), true), std::string("a:firing@1"));
        QVERIFY(engine.health().front().lastError.find("limit of 1") != std::string::npos);
        QCOMPARE(timeline(run(engine, 3, 4), true), std::string("a:resolved@3 b:firing@3 b:resolved@4"));
    }

    void writesTheAlertsSeriesAndEndsIt() {
        Written written;
        RuleEngine engine(oneRule("    for: 1m\n"), ScriptedLoad().host("a", "50 95 95 50 50").evaluation());
        engine.start(minute(0));
        run(engine, 1, 4, written.sink());
        const std::string pending = "ALERTS{alertname=\"Busy\", alertstate=\"pending\", host=\"a\"}";
        const std::string firing = "ALERTS{alertname=\"Busy\", alertstate=\"firing\", host=\"a\"}";
        const std::string since = "ALERTS_FOR_STATE{alertname=\"Busy\", host=\"a\"}";
        QCOMPARE(written.lines, (std::vector<std::string>{
                                    pending + " @1 1", since + " @1 60", firing + " @2 1", since + " @2 60",
                                    pending + " @2 stale", firing + " @3 stale", since + " @3 stale"}));
    }

    void writesRecordingRules() {
        const auto loaded = loadRuleText("groups:\n- name: g\n  interval: 1m\n  query_offset: 1m\n"
                                         "  labels: {team: sre, host: x}\n  rules:\n"
                                         "  - {record: 'a:load', expr: load, labels: {host: ''}}\n",
                                         "r.yaml");
        QVERIFY(loaded.rules != nullptr);
        Written written;
        RuleEngine engine(loaded.rules, ScriptedLoad().host("a", "91 _ 93 _ _").evaluation());
        engine.start(minute(0));
        std::vector<AlertTransition> none = run(engine, 1, 5, written.sink());
        QVERIFY(none.empty());
        QCOMPARE(written.lines,
                 (std::vector<std::string>{"a:load{team=\"sre\"} @0 91", "a:load{team=\"sre\"} @1 stale",
                                           "a:load{team=\"sre\"} @2 93", "a:load{team=\"sre\"} @3 stale"}));
    }

    void evaluatesOnTheGridAndSkipsNothing() {
        auto rules = oneRule("");
        rules->groups[0].interval = std::chrono::seconds(40);
        std::vector<std::int64_t> at;
        RuleEngine engine(
            rules,
            [&](const Rule&, RulePart, const SeriesSource&, Timestamp t) -> Result<promql::InstantVector> {
                at.push_back(toNs(t) / 1'000'000'000);
                return promql::InstantVector{};
            });
        const NoSeries source;
        const RuleEngine::SampleSink sink = [](const Labels&, Timestamp, double) {};
        std::vector<AlertTransition> out;
        QVERIFY(engine.nextTick() == Timestamp::max());
        engine.start(timestampFromNs(90'000'000'000));
        QVERIFY(engine.nextTick() == timestampFromNs(120'000'000'000));
        QVERIFY(engine.lastTick() == kNoTime);
        engine.advance(timestampFromNs(119'999'999'999), source, sink, out);
        QVERIFY(at.empty());
        engine.advance(timestampFromNs(250'000'000'000), source, sink, out);
        QCOMPARE(at, (std::vector<std::int64_t>{120, 160, 200, 240}));
        engine.advance(timestampFromNs(200'000'000'000), source, sink, out); // a watermark never goes back
        QCOMPARE(at.size(), std::size_t(4));
        QVERIFY(engine.lastTick() == timestampFromNs(240'000'000'000));
    }

    void startsAtTheFirstWatermarkWhenNotTold() {
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "95x9").evaluation());
        QCOMPARE(timeline(run(engine, 5, 7)), std::string("firing@6"));
    }
};

QTEST_GUILESS_MAIN(TestLifeCycle)
#include "tst_rules_life_cycle.moc"
