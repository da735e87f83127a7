#include "core/rules/backtest/incidents.h"
#include "core/rules/backtest/transition_diff.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::rules::backtest;

namespace {

Timestamp minute(int m) {
    return timestampFromNs(m * 60'000'000'000LL);
}

AlertTransition step(int m, const char* rule, const char* host, AlertState from, AlertState to) {
    AlertTransition transition;
    transition.tick = minute(m);
    transition.from = from;
    transition.alert.ruleId = transition.alert.rule = rule;
    transition.alert.labels.set("host", host);
    transition.alert.state = to;
    return transition;
}

constexpr auto kNone = AlertState::Inactive;
constexpr auto kPending = AlertState::Pending;
constexpr auto kFiring = AlertState::Firing;
constexpr auto kRecovering = AlertState::Recovering;
constexpr auto kResolved = AlertState::Resolved;

} // namespace

class TestRulesBacktest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinsTransitionsToEpisodes() {
        const auto episodes =
            episodesIn(std::vector{step(1, "A", "x", kNone, kPending), step(2, "A", "x", kPending, kFiring),
                                   step(3, "A", "y", kNone, kFiring), step(4, "A", "x", kFiring, kRecovering),
                                   step(5, "A", "x", kRecovering, kFiring),
                                   step(6, "A", "x", kFiring, kResolved), step(9, "A", "x", kNone, kFiring)});
        QCOMPARE(episodes.size(), 3U);
        QCOMPARE(episodes[0].start, minute(2));
        QCOMPARE(episodes[0].end, minute(6));
        QCOMPARE(episodes[1].end, Timestamp::max());
        QCOMPARE(episodes[2].start, minute(9));
    }

    void scoresAlarmsAgainstIncidents() {
        const auto incidents = parseIncidents(R"(incidents:
- {name: disk, start: 1970-01-01T00:10:00Z, end: 1970-01-01T00:20:00Z, alert: A, labels: {host: x}}
- {start: 1970-01-01T00:30:00Z, end: 1970-01-01T00:40:00Z}
- {name: unseen, start: 1970-01-01T02:00:00Z, end: 1970-01-01T02:10:00Z}
)",
                                              "i.yaml");
        QVERIFY2(incidents.has_value(), incidents ? "" : incidents.error().detail.c_str());
        Labels x, y;
        x.set("host", "x");
        y.set("host", "y");
        const std::vector<Episode> episodes{
            {"A", x, minute(13), minute(25)},  // detects disk after 3 minutes
            {"A", y, minute(13), minute(14)},  // another host
            {"B", x, minute(11), minute(12)},  // another rule
            {"B", y, minute(29), minute(31)}}; // fired before the second began
        const Score score = scoreOf(episodes, *incidents);
        QCOMPARE(score.trueAlarms, 2U);
        QCOMPARE(score.falseAlarms, 2U);
        QCOMPARE(*score.precision(), 0.5);
        QCOMPARE(*score.recall(), 2.0 / 3);
        QCOMPARE(*score.incidents[0].delay, Duration(std::chrono::minutes(3)));
        QCOMPARE(*score.incidents[1].delay, Duration(0));
        QVERIFY(!score.incidents[2].delay);
        QCOMPARE(score.incidents[1].incident, std::string("1970-01-01T00:30:00Z"));
        QCOMPARE(*score.meanDelay(), Duration(std::chrono::seconds(90)));
        QVERIFY(!scoreOf({}, {}).precision());
        QVERIFY(!scoreOf({}, {}).recall());
    }

    void refusesIncidentsWithThePlace_data() {
        QTest::addColumn<QString>("problem");
        QTest::newRow("incident: []") << QStringLiteral("i.yaml:1:1: unknown key");
        QTest::newRow("incidents: [{start: 1970-01-01T00:00:00Z}]")
            << QStringLiteral("needs the key \"end\"");
        QTest::newRow("incidents: [{start: monday, end: 1970-01-01T00:00:00Z}]")
            << QStringLiteral("1:21: start must be");
        QTest::newRow("incidents: [{start: 1970-01-02T00:00:00Z, end: 1970-01-01T00:00:00Z}]")
            << QStringLiteral("ends before it starts");
    }
    void refusesIncidentsWithThePlace() {
        QFETCH(QString, problem);
        const auto incidents = parseIncidents(QTest::currentDataTag(), "i.yaml");
        QVERIFY(!incidents);
        QVERIFY2(QString::fromStdString(incidents.error().detail).contains(problem),
                 incidents.error().detail.c_str());
    }

    void comparesTransitions() {
        const std::vector before{step(1, "A", "x", kNone, kFiring), step(3, "A", "x", kFiring, kResolved)};
        const std::vector after{step(1, "A", "x", kNone, kFiring), step(2, "A", "y", kNone, kFiring),
                                step(4, "A", "x", kFiring, kResolved)};
        const TransitionDiff result = diff(before, after);
        QCOMPARE(result.both, 1U);
        QCOMPARE(result.onlyOld, 1U);
        QCOMPARE(result.onlyNew, 2U);
        QCOMPARE(result.lines.size(), 4U);
        QCOMPARE(result.lines[1].side, TransitionDiff::Line::Side::OnlyNew);
        QCOMPARE(result.lines[2].side, TransitionDiff::Line::Side::OnlyOld);
        QCOMPARE(result.lines[2].transition, &before[1]);
        QCOMPARE(diff(before, before).both, 2U);
    }
};

QTEST_GUILESS_MAIN(TestRulesBacktest)
#include "tst_rules_backtest.moc"
