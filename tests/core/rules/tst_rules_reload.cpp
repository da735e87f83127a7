#include "scripted_rules.h"

#include "core/base/json_writer.h"
#include "core/series/series_source.h"

#include <QTest>

#include <random>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::test;

namespace {

std::string described(const std::vector<AlertTransition>& transitions) {
    std::string out;
    for (const AlertTransition& t : transitions) {
        if (!out.empty()) out += '\n';
        out += t.alert.labels.toString() + ' ' + toString(t.from) + " → " + toString(t.alert.state) + " @" +
               std::to_string(toNs(t.tick) / 60'000'000'000) + ": " + t.reason;
    }
    return out;
}

std::string lines(const std::vector<AlertTransition>& transitions) {
    std::string out;
    for (const AlertTransition& t : transitions)
        out += toJsonLine(t) + '\n';
    return out;
}

} // namespace

class TestReload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsStateById() {
        RuleEngine engine(oneRule("    for: 3m\n"), ScriptedLoad().host("a", "50 95x10 50").evaluation());
        engine.start(minute(0));
        QCOMPARE(timeline(run(engine, 1, 2)), std::string("pending@1"));
        engine.reload(oneRule("    for: 3m\n    annotations: {summary: new}\n"));
        const auto transitions = run(engine, 3, 5);
        QCOMPARE(timeline(transitions), std::string("firing@4"));
        QCOMPARE(std::string(transitions[0].alert.annotations.get("summary")), std::string("new"));
    }

    void dropsBackToPendingWhenForIsRaised() {
        RuleEngine engine(oneRule("    for: 1m\n"), ScriptedLoad().host("a", "50 95x10 50").evaluation());
        engine.start(minute(0));
        QCOMPARE(timeline(run(engine, 1, 3)), std::string("pending@1 firing@2"));
        engine.reload(oneRule("    for: 5m\n"));
        const auto transitions = run(engine, 4, 8);
        QCOMPARE(timeline(transitions), std::string("pending@4 firing@6"));
        QCOMPARE(transitions[0].reason, std::string("held 3m < for 5m, which was raised"));
    }

    void firesWhenForIsLowered() {
        RuleEngine engine(oneRule("    for: 9m\n"), ScriptedLoad().host("a", "50 95x10 50").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        engine.reload(oneRule("    for: 2m\n"));
        QCOMPARE(timeline(run(engine, 4, 4)), std::string("firing@4"));
    }

    void endsAlertsOfARuleThatIsGone() {
        std::vector<std::string> stale;
        const RuleEngine::SampleSink sink = [&](const Labels& labels, Timestamp, double value) {
            if (isStaleMarker(value)) stale.push_back(labels.toString());
        };
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        engine.reload(std::make_shared<RuleSet>());
        QVERIFY(engine.activeAlerts().empty());
        const auto transitions = run(engine, 4, 5, sink);
        QCOMPARE(described(transitions),
                 std::string("{alertname=\"Busy\", host=\"a\"} firing → resolved @3: the rule is gone"));
        QVERIFY(transitions[0].alert.resolvedAt == minute(3));
        QCOMPARE(stale,
                 (std::vector<std::string>{"ALERTS{alertname=\"Busy\", alertstate=\"firing\", host=\"a\"}",
                                           "ALERTS_FOR_STATE{alertname=\"Busy\", host=\"a\"}"}));
    }

    void goesOnUnderANewNameWithTheSameId() {
        RuleEngine engine(oneRule("    id: busy-1\n"), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        auto renamed = oneRule("    id: busy-1\n");
        renamed->groups[0].rules[0].name = "VeryBusy";
        engine.reload(renamed);
        QCOMPARE(
            described(run(engine, 4, 5)),
            std::string(
                "{alertname=\"Busy\", host=\"a\"} firing → resolved @3: the rule was renamed to VeryBusy, "
                "under which the alert goes on\n"
                "{alertname=\"VeryBusy\", host=\"a\"} inactive → firing @3: the rule was renamed"));
        QVERIFY(engine.activeAlerts().front().activeAt == minute(1));
    }

    void startsAnewWhenTheLabelsChange() {
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        engine.reload(oneRule("    labels: {severity: page}\n"));
        QCOMPARE(
            described(run(engine, 4, 4)),
            std::string(
                "{alertname=\"Busy\", host=\"a\"} firing → resolved @3: the labels of the rule were changed\n"
                "{alertname=\"Busy\", host=\"a\", severity=\"page\"} inactive → firing @4: condition holds, "
                "the rule has no for"));
    }

    void reportsWhatItDoes() {
        const auto set = [](const std::string& rules) {
            const auto loaded =
                loadRuleText("groups:\n- name: g\n  interval: 1m\n  rules:\n" + rules, "r.yaml");
            if (loaded.rules == nullptr) qFatal("%s", loaded.findings.front().message.c_str());
            return loaded.rules;
        };
        RuleEngine engine(set("  - {alert: Same, expr: load > 90}\n"
                              "  - {alert: Raised, expr: load > 90, for: 1m}\n"
                              "  - {alert: Labelled, expr: load > 90}\n"
                              "  - {alert: Edited, expr: load > 90}\n"
                              "  - {alert: Quiet, expr: load > 90, for: 1h}\n"
                              "  - {alert: Dropped, expr: load > 90}\n"),
                          ScriptedLoad().host("a", "50 95x20").host("b", "50 95x20").evaluation());
        engine.start(minute(0));
        run(engine, 1, 4);
        const auto next = set("  - {alert: Same, expr: load > 90}\n"
                              "  - {alert: Raised, expr: load > 90, for: 10m}\n"
                              "  - {alert: Labelled, expr: load > 90, labels: {severity: page}}\n"
                              "  - {alert: Edited, expr: load > 91}\n"
                              "  - {alert: Quiet, expr: load > 90, for: 2h}\n"
                              "  - {alert: Added, expr: load > 90}\n");
        const std::string before = engine.saveState();
        const ReloadReport preview = engine.previewReload(next);
        QCOMPARE(engine.saveState(), before);
        const std::vector<ReloadedRule> expected{
            {"g/Same", "Same", "g", ReloadOutcome::Kept, false, 2, 0, 0},
            {"g/Raised", "Raised", "g", ReloadOutcome::RePending, true, 2, 0, 2},
            {"g/Labelled", "Labelled", "g", ReloadOutcome::Reset, true, 0, 2, 0},
            {"g/Edited", "Edited", "g", ReloadOutcome::Kept, true, 2, 0, 0},
            {"g/Quiet", "Quiet", "g", ReloadOutcome::Kept, true, 2, 0, 0},
            {"g/Added", "Added", "g", ReloadOutcome::New, false, 0, 0, 0},
            {"g/Dropped", "Dropped", "g", ReloadOutcome::Gone, false, 0, 2, 0}};
        QVERIFY(preview.rules == expected);
        QVERIFY(engine.reload(next) == preview);
        QCOMPARE(preview.summary(),
                 std::string("3 rules kept, 4 changed, 1 re-pending, 1 reset, 1 new, 1 gone; "
                             "alerts: 8 go on, 2 of them pending again, 4 end"));
        // What was announced is what happens.
        int pendingAgain = 0;
        for (const AlertTransition& t : run(engine, 5, 5))
            pendingAgain += t.from == AlertState::Firing && t.alert.state == AlertState::Pending ? 1 : 0;
        QCOMPARE(pendingAgain, 2);
    }

    void goesOnFromASavedState_data() {
        QTest::addColumn<QString>("rule");
        QTest::newRow("plain") << QString();
        QTest::newRow("for") << QStringLiteral("    for: 2m\n");
        QTest::newRow("for and keep") << QStringLiteral("    for: 2m\n    keep_firing_for: 3m\n");
        QTest::newRow("hysteresis") << QStringLiteral(
            "    for: 1m\n    keep_firing_for: 2m\n    resolve_when: load < 80\n"
            "    labels: {severity: '{{ $labels.host }}-x'}\n"
            "    annotations: {summary: 'at {{ $value }}'}\n");
    }
    void goesOnFromASavedState() {
        QFETCH(QString, rule);
        std::mt19937 random(7);
        ScriptedLoad load;
        for (const char* host : {"a", "b", "c"}) {
            std::string values;
            for (int i = 0; i < 80; ++i) {
                static constexpr const char* kValues[] = {"50", "85", "95", "95", "97", "_", "inf", "nan"};
                values += std::string(kValues[random() % 8]) + ' ';
                if (random() % 40 == 0) values += "E ";
            }
            load.host(host, values);
        }
        const auto rules = oneRule(rule.toStdString());
        const NoSeries source;
        std::vector<std::string> samples;
        std::vector<std::string> samplesRestored;
        const auto recorder = [](std::vector<std::string>& into) {
            return [&into](const Labels& labels, Timestamp ts, double value) {
                into.push_back(labels.toString() + formatIso8601(ts) +
                               (isStaleMarker(value) ? "stale" : formatDouble(value)));
            };
        };

        RuleEngine uninterrupted(rules, load.evaluation());
        uninterrupted.start(minute(0));
        std::vector<AlertTransition> expected;
        std::vector<AlertTransition> actual;
        std::string state;
        for (int m = 1; m <= 80; ++m) {
            uninterrupted.advance(minute(m), source, recorder(samples), expected);
            RuleEngine restarted(rules, load.evaluation());
            if (m == 1)
                restarted.start(minute(0));
            else
                QVERIFY(restarted.restoreState(state).ok());
            restarted.advance(minute(m), source, recorder(samplesRestored), actual);
            state = restarted.saveState();
            QCOMPARE(state, uninterrupted.saveState());
        }
        QVERIFY(expected.size() > 20);
        QCOMPARE(lines(actual), lines(expected));
        QCOMPARE(samplesRestored, samples);
    }

    void endsRestoredAlertsOfRulesThatAreGone() {
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        RuleEngine later(std::make_shared<RuleSet>(), ScriptedLoad().evaluation());
        QVERIFY(later.restoreState(engine.saveState()).ok());
        QCOMPARE(timeline(run(later, 4, 4)), std::string("resolved@3"));
    }

    void keepsAnnouncementsOverARestart() {
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        const auto empty = std::make_shared<RuleSet>();
        engine.reload(empty);
        RuleEngine later(empty, ScriptedLoad().evaluation());
        QVERIFY(later.restoreState(engine.saveState()).ok());
        QCOMPARE(described(run(later, 4, 4)), described(run(engine, 4, 4)));
    }

    void refusesGarbageAndChangesNothing_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("hello");
        QTest::newRow("another JSON") << QByteArray("[1,2]");
        QTest::newRow("another version") << QByteArray(R"({"version":2})");
        QTest::newRow("nothing but a version") << QByteArray(R"({"version":1})");
        QTest::newRow("a state that is none") << QByteArray(
            R"({"version":1,"groups":[],"announcements":[],"ended_series":[],"rules":[{"id":"g/Busy",)"
            R"("series":[],"alerts":[{"rule_id":"","rule":"","group":"","state":"asleep","labels":{},)"
            R"("annotations":{},"value":1,"active_at":1,"series":{}}]}]})");
        QTest::newRow("recovering since never") << QByteArray(
            R"({"version":1,"groups":[],"announcements":[],"ended_series":[],"rules":[{"id":"g/Busy",)"
            R"("series":[],"alerts":[{"rule_id":"","rule":"","group":"","state":"recovering","labels":{},)"
            R"("annotations":{},"value":1,"active_at":1,"series":{}}]}]})");
        QTest::newRow("a time at the end of time")
            << QByteArray(R"({"version":1,"last_tick":9223372036854775807,"groups":[],"announcements":[],)"
                          R"("ended_series":[],"rules":[]})");
        QTest::newRow("a time before all time")
            << QByteArray(R"({"version":1,"last_tick":-9223372036854775808,"groups":[],"announcements":[],)"
                          R"("ended_series":[],"rules":[]})");
        QTest::newRow("a label that is a number") << QByteArray(
            R"({"version":1,"groups":[],"announcements":[],"ended_series":[{"a":1}],"rules":[]})");
    }
    void refusesGarbageAndChangesNothing() {
        QFETCH(QByteArray, text);
        RuleEngine engine(oneRule(""), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        const std::string before = engine.saveState();
        const Status status = engine.restoreState(text.toStdString());
        QVERIFY(!status);
        QCOMPARE(status.error().code, ErrorCode::ParseError);
        QCOMPARE(engine.saveState(), before);
    }

    void survivesEveryTruncationOfAState() {
        RuleEngine engine(oneRule("    for: 1m\n"), ScriptedLoad().host("a", "50 95x10").evaluation());
        engine.start(minute(0));
        run(engine, 1, 3);
        const std::string state = engine.saveState();
        for (std::size_t length = 0; length < state.size(); ++length)
            QVERIFY(!engine.restoreState(state.substr(0, length)));
        QVERIFY(engine.restoreState(state).ok());
    }
};

QTEST_GUILESS_MAIN(TestReload)
#include "tst_rules_reload.moc"
