#include "core/notify/matcher_text.h"
#include "tests/core/notify/notify_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::notify;
using namespace std::chrono_literals;

namespace {

/// `name op value` of each, or the error.
std::string described(const Result<Matchers>& matchers) {
    if (!matchers) return "error: " + matchers.error().detail;
    std::string out;
    for (const LabelMatcher& matcher : *matchers)
        out += (out.empty() ? "" : " ") + matcher.toString();
    return out;
}

std::string receiversOf(const Config& config, const Labels& labels) {
    std::string out;
    for (const Route* route : config.routesOf(labels))
        out += (out.empty() ? "" : " ") + route->receiver + '@' + route->id;
    return out;
}

} // namespace

class TestConfigReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsMatchers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::addRow("%s", text) << QByteArray(text) << QByteArray(expected);
        };
        row("severity=\"page\"", "severity=\"page\"");
        row("severity = page", "severity=\"page\"");
        row("{a=b, c!=\"d\"}", "a=\"b\" c!=\"d\"");
        row("a=~\"x|y\",b!~z.*", "a=~\"x|y\" b!~\"z.*\"");
        row("a=\"\"", "a=\"\"");
        row("a=\"x,y\"", "a=\"x,y\"");
        row("\"with space\"=\"1\"", "\"with space\"=\"1\"");
        row("a=b c", "a=\"b c\"");
        row("{a=b,}", "a=\"b\"");
        row("", "error: character 1: no matcher; write one such as severity=\"page\"");
        row("a", "error: character 2: one of =, !=, =~, !~ is missing");
        row("=b", "error: character 1: a label name is missing");
        row("a=\"b", "error: character 5: the quote is not closed");
        row("{a=b", "error: character 5: the { is not closed");
        row("a=b}c=\"d\"", "error: character 7: unexpected text; separate matchers by commas");
    }
    void readsMatchers() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(described(parseMatchers(text.toStdString()))), expected);
    }
    void matcherWithABadExpressionIsRefused() {
        QVERIFY(described(parseMatchers("a=~\"(\"")).starts_with("error: character 7: "));
    }

    void routesInheritAndTheFirstMatchWins() {
        const ReadConfig read = readConfig(R"(
route:
  receiver: team
  group_by: [alertname, host]
  group_wait: 10s
  routes:
  - matchers: ['severity="page"']
    receiver: pager
    group_interval: 1m
    routes:
    - match: {team: db}
      receiver: dba
  - matchers: ['env=~"prod|stage"']
    continue: true
    receiver: log
  - match_re: {env: 'p.*'}
    group_by: ['...']
)");
        QCOMPARE(QByteArray::fromStdString(read.problems), QByteArray());
        QCOMPARE(receiversOf(read.config, labels({{"severity", "page"}})), std::string("pager@0/0"));
        QCOMPARE(receiversOf(read.config, labels({{"severity", "page"}, {"team", "db"}})),
                 std::string("dba@0/0/0"));
        QCOMPARE(receiversOf(read.config, labels({{"env", "prod"}})), std::string("log@0/1 team@0/2"));
        QCOMPARE(receiversOf(read.config, labels({{"env", "stage"}})), std::string("log@0/1"));
        QCOMPARE(receiversOf(read.config, labels({{"env", "test"}})), std::string("team@0"));
        const Route& dba = read.config.root.routes[0].routes[0];
        QVERIFY(dba.groupWait == 10s && dba.groupInterval == 1min && dba.repeatInterval == 4h);
        QCOMPARE(dba.groupBy.size(), std::size_t(2));
        QVERIFY(read.config.root.routes[2].groupByAll && !dba.groupByAll);
    }

    void withoutARouteAlertsAreGroupedByName() {
        const ReadConfig read = readConfig("groups: []\n");
        QCOMPARE(receiversOf(read.config, labels({{"a", "b"}})), std::string("default@0"));
        QCOMPARE(read.config.root.groupBy.front(), std::string("alertname"));
    }

    void readsInhibitionsAndSilences() {
        const ReadConfig read = readConfig(R"(
inhibit:
- source_matchers: ['severity="critical"']
  target_match: {severity: warning}
  equal: [host]
silences:
- id: deploy
  matchers: ['host="a"']
  startsAt: 2026-01-01T00:00:00Z
  endsAt: 2026-01-01T01:00:00Z
  createdBy: jo
  comment: deployment
- matchers: ['host="b"']
)");
        QCOMPARE(QByteArray::fromStdString(read.problems), QByteArray());
        QCOMPARE(read.config.inhibitRules.size(), std::size_t(1));
        QCOMPARE(read.config.inhibitRules[0].target[0].toString(), std::string("severity=\"warning\""));
        const Silence& deploy = read.config.silences[0];
        QVERIFY(deploy.activeAt(*parseIso8601("2026-01-01T00:00:00Z")));
        QVERIFY(!deploy.activeAt(*parseIso8601("2026-01-01T01:00:00Z")));
        QCOMPARE(read.config.silences[1].id, std::string("2"));
        QVERIFY(read.config.silences[1].activeAt(*parseIso8601("2026-01-01T01:00:00Z")));
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* yaml, const char* expected) {
            QTest::addRow("%s", name) << QByteArray(yaml) << QByteArray(expected);
        };
        row("no receiver", "route: {group_by: [a]}\n", "1:8: the route at the root needs a receiver\n");
        row("root with matchers", "route: {receiver: r, matchers: ['a=b']}\n",
            "1:8: the route at the root takes every alert; move its matchers to a child\n");
        row("bad matcher", "route:\n  receiver: r\n  routes:\n  - matchers: ['a']\n",
            "4:16: a matcher: character 2: one of =, !=, =~, !~ is missing\n");
        row("zero interval", "route: {receiver: r, group_interval: 0s}\n",
            "1:38: group_interval must be longer than 0s\n");
        row("unknown intervals", "route: {receiver: r, mute_time_intervals: [night]}\n",
            "1:43: there are no time_intervals named \"night\" in this or an earlier file\n");
        row("silence of everything", "silences: [{comment: c}]\n",
            "1:12: a silence needs matchers; without any it would hide everything\n");
        row("silence backwards",
            "silences:\n- {matchers: ['a=b'], startsAt: 2026-01-02T00:00:00Z, endsAt: "
            "2026-01-01T00:00:00Z}\n",
            "2:3: the silence ends before it starts\n");
        row("half an inhibition", "inhibit: [{source_matchers: ['a=b']}]\n",
            "1:11: an inhibition needs target_matchers: which alerts are inhibited\n");
        row("continue", "route: {receiver: r, routes: [{continue: maybe}]}\n",
            "1:42: continue is true or false\n");
        row("grouping by all and more", "route: {receiver: r, group_by: ['...', a]}\n",
            "1:32: \"...\" groups by every label; remove the other labels\n");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(readConfig(yaml.toStdString()).problems), expected);
    }
};

QTEST_GUILESS_MAIN(TestConfigReader)
#include "tst_config_reader.moc"
