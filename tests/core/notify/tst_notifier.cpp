#include "core/notify/notifier.h"
#include "tests/core/notify/notify_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::notify;

namespace {

const Timestamp kBegin = *parseIso8601("2026-01-05T00:00:00Z");

Timestamp after(const char* duration) {
    return kBegin + *parseDuration(duration);
}

/// A notifier that is told of alerts and writes down what it would send: `30s pager new group +a +b -c`.
struct Pager {
    explicit Pager(const std::string& yaml) : notifier(readConfig(yaml).config) {}

    Pager& move(const char* at, const Labels& labels, AlertState to) {
        AlertTransition transition;
        transition.tick = after(at);
        transition.alert.labels = labels;
        transition.alert.state = to;
        transition.alert.activeAt = transition.alert.firedAt = transition.tick;
        return take(transition);
    }
    Pager& take(AlertTransition transition) {
        m_transitions.push_back(std::move(transition));
        return *this;
    }
    /// Of a rule with levels.
    Pager& moveTo(const char* at, const char* name, const char* level, AlertState to) {
        AlertTransition transition;
        transition.tick = after(at);
        transition.alert.ruleId = "leveled";
        transition.alert.labels = labels({{"alertname", "High"}, {"host", name}, {"severity", level}});
        transition.alert.level = level;
        transition.alert.state = to;
        transition.alert.activeAt = transition.alert.firedAt = transition.tick;
        return take(std::move(transition));
    }
    Pager& fires(const char* at, const Labels& labels) { return move(at, labels, AlertState::Firing); }
    Pager& resolves(const char* at, const Labels& labels) { return move(at, labels, AlertState::Resolved); }

    /// Everything until `end`, in one step or in steps of `step`.
    std::string run(const char* end, Duration step = Duration::max()) {
        std::vector<Notification> out;
        std::size_t next = 0;
        for (Timestamp now = kBegin;;) {
            const Timestamp until = after(end) - now < step ? after(end) : now + step;
            const std::size_t first = next;
            while (next < m_transitions.size() && m_transitions[next].tick <= until)
                ++next;
            notifier.advance(std::span(m_transitions).subspan(first, next - first), until, out);
            if (until == after(end)) break;
            now = until;
            if (restarts) notifier.restore(*notifierStateFromJson(toJson(notifier.state())), now);
        }
        m_transitions.clear();
        std::string log;
        for (const Notification& n : out) {
            log += formatDuration(n.at - kBegin) + ' ' + n.receiver + ' ' + toString(n.reason);
            for (const Alert& alert : n.firing)
                log += " +" + std::string(alert.labels.get("host"));
            for (const Alert& alert : n.resolved)
                log += " -" + std::string(alert.labels.get("host"));
            log += '\n';
        }
        return log;
    }

    Notifier notifier;
    bool restarts = false;

private:
    std::vector<AlertTransition> m_transitions;
};

Labels host(const char* name, const char* severity = "page") {
    return labels({{"alertname", "High"}, {"host", name}, {"severity", severity}});
}

constexpr const char* kRoute =
    "route: {receiver: r, group_by: [alertname], group_wait: 30s, group_interval: 5m, "
    "repeat_interval: 1h}\n";

} // namespace

class TestNotifier : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsForTheGroupThenLooksEveryInterval() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).fires("15s", host("b")).fires("1m", host("c")).resolves("7m", host("a"));
        pager.resolves("7m", host("b")).resolves("8m", host("c"));
        QCOMPARE(pager.run("1h"), std::string("30s r new group +a +b\n"
                                              "5m30s r new alerts +a +b +c\n"
                                              "10m30s r all resolved -a -b -c\n"));
    }
    void someResolvedIsSaidWithThoseThatStillFire() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).fires("0s", host("b")).resolves("1m", host("a"));
        QCOMPARE(pager.run("20m"), std::string("30s r new group +a +b\n5m30s r some resolved +b -a\n"));
    }
    void whatIsOverBeforeTheWaitIsNotSaid() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).resolves("15s", host("a"));
        QCOMPARE(pager.run("2h"), std::string());
    }
    void repeatsAtTheFirstLookAfterTheInterval() {
        Pager pager("route: {receiver: r, group_interval: 7m, repeat_interval: 1h}\n");
        pager.fires("0s", host("a"));
        QCOMPARE(pager.run("2h30m"),
                 std::string("30s r new group +a\n1h3m30s r repeat +a\n2h6m30s r repeat +a\n"));
    }
    void anAlertThatComesAgainIsNew() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).resolves("1m", host("a")).fires("10m", host("a"));
        QCOMPARE(pager.run("20m"),
                 std::string("30s r new group +a\n5m30s r all resolved -a\n10m30s r new group +a\n"));
    }
    void flappingBetweenTwoLooksIsNotSaid() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).resolves("1m", host("a")).fires("2m", host("a"));
        QCOMPARE(pager.run("50m"), std::string("30s r new group +a\n"));
    }
    void recoveringStillFires() {
        Pager pager(kRoute);
        pager.fires("0s", host("a")).move("1m", host("a"), AlertState::Recovering).resolves("6m", host("a"));
        QCOMPARE(pager.run("30m"), std::string("30s r new group +a\n10m30s r all resolved -a\n"));
    }
    void pendingIsNobodysBusiness() {
        Pager pager(kRoute);
        pager.move("0s", host("a"), AlertState::Pending).move("1m", host("a"), AlertState::Inactive);
        QCOMPARE(pager.run("30m"), std::string());
    }

    /// To receivers another severity is another alert: the one it had before is over.
    void levelsEndEachOther_data() {
        QTest::addColumn<bool>("restarts");
        QTest::addRow("in one go") << false;
        QTest::addRow("restarting") << true;
    }
    void levelsEndEachOther() {
        QFETCH(bool, restarts);
        Pager pager("route: {receiver: r, group_by: [severity], group_wait: 30s, group_interval: 5m}\n");
        pager.restarts = restarts;
        pager.moveTo("0s", "a", "warning", AlertState::Firing);
        pager.moveTo("0s", "b", "warning", AlertState::Firing);
        pager.moveTo("1m", "a", "critical", AlertState::Firing);
        pager.moveTo("10m", "a", "warning", AlertState::Firing);
        pager.moveTo("20m", "a", "warning", AlertState::Resolved);
        pager.fires("20m30s", host("a", "critical")); // of another rule: no level of this one
        QCOMPARE(pager.run("40m", restarts ? std::chrono::seconds(45) : Duration::max()),
                 std::string("30s r new group +a +b\n"
                             "1m30s r new group +a\n"
                             "5m30s r some resolved +b -a\n"
                             "10m30s r new alerts +a +b\n"
                             "11m30s r all resolved -a\n"
                             "20m30s r some resolved +b -a\n"
                             "21m r new group +a\n"));
    }
    void aLevelSurvivesARestart() {
        Pager pager(kRoute);
        pager.moveTo("0s", "a", "warning", AlertState::Firing).run("1m");
        const auto restored = notifierStateFromJson(toJson(pager.notifier.state()));
        QVERIFY(restored);
        const Alert& alert = restored->alerts.begin()->second;
        QCOMPARE(alert.level, std::string("warning"));
        QCOMPARE(identityOf(alert), labels({{"alertname", "High"}, {"host", "a"}}));
    }
    void readsAStateWithoutLevels() {
        const auto restored = notifierStateFromJson(
            R"({"version":1,"alerts":[{"rule_id":"r","rule":"High","group":"g","state":"firing",)"
            R"("labels":{"alertname":"High"},"annotations":{},"value":1,"active_at":5,"fired_at":6,)"
            R"("resolved_at":0,"acknowledged":false}],"groups":[],"log":[]})");
        QVERIFY(restored);
        QCOMPARE(restored->alerts.size(), std::size_t(1));
    }

    void inhibitionOfTheSameMomentHolds() {
        const std::string inhibit = std::string(kRoute) + "inhibit:\n"
                                                          "- source_matchers: ['severity=\"page\"']\n"
                                                          "  target_matchers: ['severity=\"info\"']\n"
                                                          "  equal: [host]\n";
        Pager pager(inhibit);
        // The target is told of first, and both become due at once.
        pager.fires("0s", host("a", "info")).fires("0s", host("a", "page")).fires("0s", host("b", "info"));
        QCOMPARE(pager.run("1m"), std::string("30s r new group +a +b\n"));
        const auto by = pager.notifier.suppressionOf(host("a", "info"), after("1m"));
        QVERIFY(by && by->kind == Suppression::Kind::Inhibited);
        QVERIFY(!pager.notifier.suppressionOf(host("b", "info"), after("1m")));
        // Without its source the target is heard of.
        pager.resolves("2m", host("a", "page"));
        QCOMPARE(pager.run("10m"), std::string("5m30s r new alerts +a +b -a\n"));
    }
    void anAlertOnBothSidesIsNotInhibitedByItsLikes() {
        Pager pager(std::string(kRoute) +
                    "inhibit:\n"
                    "- {source_matchers: ['alertname=High'], target_matchers: ['host=~\"a|b\"']}\n");
        pager.fires("0s", host("a")).fires("0s", host("b"));
        QCOMPARE(pager.run("1m"), std::string("30s r new group +a +b\n"));
    }
    void missingLabelEqualsAnEmptyOne() {
        Pager pager(
            std::string(kRoute) +
            "inhibit:\n"
            "- {source_matchers: ['alertname=Down'], target_matchers: ['alertname=High'], equal: [rack]}\n");
        pager.fires("0s", labels({{"alertname", "Down"}, {"host", "x"}})).fires("0s", host("a"));
        QCOMPARE(pager.run("1m"), std::string("30s r new group +x\n"));
    }

    void silencedIsHeardOfWhenTheSilenceEnds() {
        Pager pager(std::string(kRoute) + "silences:\n"
                                          "- {matchers: ['host=a'], startsAt: 2026-01-05T00:00:00Z, "
                                          "endsAt: 2026-01-05T00:05:30Z}\n");
        pager.fires("0s", host("a"));
        QCOMPARE(pager.run("20m"), std::string("5m30s r new group +a\n"));
    }
    void mutedRouteIsQuiet() {
        Pager pager("time_intervals:\n"
                    "- {name: night, time_intervals: [{times: [{start_time: '00:00', end_time: '00:10'}]}]}\n"
                    "route: {receiver: r, routes: [{matchers: ['host=a'], mute_time_intervals: [night]}]}\n");
        pager.fires("0s", host("a")).fires("0s", host("b"));
        QCOMPARE(pager.run("12m"), std::string("30s r new group +b\n10m30s r new group +a\n"));
    }
    void acknowledgedAlertsAreNotRepeated() {
        Pager pager(kRoute);
        pager.fires("0s", host("a"));
        QCOMPARE(pager.run("10m"), std::string("30s r new group +a\n"));
        Marks marks;
        QVERIFY(marks.acknowledge({fingerprint(host("a")), after("0s"), after("10m")}).ok());
        pager.notifier.setMarks(marks);
        QCOMPARE(pager.run("3h"), std::string());
        // Another alert of the group is news, and both are repeated as long as one is not acknowledged.
        pager.fires("3h1m", host("b"));
        QCOMPARE(pager.run("4h20m"), std::string("3h5m30s r new alerts +a +b\n4h5m30s r repeat +a +b\n"));
        // It was about that firing only.
        pager.resolves("4h30m", host("a")).resolves("4h30m", host("b")).fires("5h", host("a"));
        QCOMPARE(pager.run("6h5m"),
                 std::string("4h30m30s r all resolved -a -b\n5h30s r new group +a\n6h30s r repeat +a\n"));
    }
    void marksAreInForceAtTheirTimes() {
        Pager pager(kRoute);
        Marks marks;
        const Matchers hostA{*LabelMatcher::create("host", MatchOp::Equal, "a")};
        QVERIFY(marks.addSilence({"", hostA, after("0s"), after("12m"), "", ""}, after("0s")));
        QVERIFY(marks.acknowledge({fingerprint(host("b")), after("1m"), after("10m"), after("3h")}).ok());
        pager.notifier.setMarks(marks);
        pager.fires("0s", host("a")).fires("1m", host("b"));
        // The silence ends at 12m; while both are told, only one is acknowledged.
        QCOMPARE(pager.run("1h40m"),
                 std::string("5m30s r new group +b\n15m30s r new alerts +a +b\n1h15m30s r repeat +a +b\n"));
        pager.resolves("1h41m", host("a"));
        QCOMPARE(pager.run("4h"), std::string("1h45m30s r some resolved +b -a\n3h30s r repeat +b\n"));
    }
    void severalReceiversHearOfOneAlert() {
        Pager pager("route:\n  receiver: all\n  routes:\n"
                    "  - {receiver: log, matchers: ['host=~\".+\"'], continue: true}\n"
                    "  - {receiver: pager, matchers: ['severity=page']}\n");
        pager.fires("0s", host("a")).resolves("1m", host("a"));
        QCOMPARE(pager.run("30m"), std::string("30s log new group +a\n30s pager new group +a\n"
                                               "5m30s log all resolved -a\n5m30s pager all resolved -a\n"));
    }

    /// The cut into steps, and restarts between them, never show.
    void doesNotDependOnTheSteps_data() {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("restarts");
        for (const int seconds : {1, 7, 30, 61, 600})
            for (const bool restarts : {false, true})
                QTest::addRow("%d s%s", seconds, restarts ? ", restarting" : "") << seconds << restarts;
    }
    void doesNotDependOnTheSteps() {
        QFETCH(int, seconds);
        QFETCH(bool, restarts);
        const auto fill = [](Pager& pager) {
            pager.fires("0s", host("a"))
                .fires("15s", host("b"))
                .resolves("4m", host("a"))
                .fires("5m30s", host("c"));
            pager.fires("6m", host("a")).resolves("20m", host("b")).resolves("20m", host("c"));
        };
        Pager whole(kRoute);
        fill(whole);
        Pager stepped(kRoute);
        stepped.restarts = restarts;
        fill(stepped);
        QCOMPARE(stepped.run("3h", std::chrono::seconds(seconds)), whole.run("3h"));
    }

    void reloadTellsOnlyWhatIsNew() {
        Pager pager(kRoute);
        pager.fires("0s", host("a"));
        QCOMPARE(pager.run("1m"), std::string("30s r new group +a\n"));
        pager.notifier.reload(
            readConfig("route: {receiver: other, group_by: [alertname], repeat_interval: 1h}\n").config,
            after("1m"));
        QCOMPARE(pager.run("30m"), std::string());
        pager.notifier.reload(readConfig("route: {receiver: r, group_by: [host]}\n").config, after("30m"));
        QCOMPARE(pager.run("40m"), std::string("30m30s r new group +a\n"));
    }

    void refusesAStateThatIsNone_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "{}", "[]", "{\"version\":3,\"alerts\":[],\"groups\":[],\"log\":[]}",
                                 "{\"version\":1,\"alerts\":[{}],\"groups\":[],\"log\":[]}",
                                 "{\"version\":1,\"alerts\":[],\"groups\":[{\"route\":\"0\",\"labels\":{},"
                                 "\"next\":0,\"members\":[{}]}],"
                                 "\"log\":[]}"})
            QTest::addRow("%s", text) << QByteArray(text);
    }
    void refusesAStateThatIsNone() {
        QFETCH(QByteArray, text);
        QVERIFY(!notifierStateFromJson(text.toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestNotifier)
#include "tst_notifier.moc"
