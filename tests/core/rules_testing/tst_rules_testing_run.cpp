#include "core/rules/testing/junit.h"
#include "core/rules/testing/test_runner.h"
#include "core/series/anchored_pattern.h"

#include <QTemporaryDir>
#include <QTest>

#include <re2/re2.h>

#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::testing;
namespace fs = std::filesystem;

namespace {

const std::string kRules = R"(groups:
- name: hosts
  rules:
  - alert: HostDown
    expr: up == 0
    for: 2m
    keep_firing_for: 2m
    labels: {severity: page, region: '{{ $externalLabels.region }}'}
    annotations: {summary: '{{ $labels.host }} is down, see {{ $externalURL }}'}
  - alert: Busy
    expr: load > 90
  - record: up:sum
    expr: sum(up)
)";

/// `up` is 1 at 0 and 1m, 0 from 2m to 5m, 1 from 6m on.
const std::string kHead = R"(rule_files: [rules.yaml]
tests:
- name: first
  interval: 1m
  external_labels: {region: eu}
  external_url: http://here
  input_series:
  - {series: 'up{host="a"}', values: '1 1 0x3 1x9'}
)";

class Folder {
public:
    explicit Folder(const std::string& rules = kRules) { write("rules.yaml", rules); }

    fs::path write(const std::string& name, const std::string& text) const {
        const fs::path path = fs::path(m_folder.path().toStdString()) / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    [[nodiscard]] FileResult run(const std::string& text, const RunOptions& options = {}) const {
        return runTestFile(write("tests.yaml", text), options);
    }

private:
    QTemporaryDir m_folder;
};

QString textOf(const FileResult& result) {
    std::string out;
    for (const TestFailure& failure : result.failures)
        out += std::to_string(failure.location.line) + ':' + std::to_string(failure.location.column) + ' ' +
               failure.text + '\n';
    for (const TestResult& test : result.tests)
        for (const TestFailure& failure : test.failures)
            out += failure.text + '\n';
    return QString::fromStdString(out);
}

} // namespace

class TestRulesTestingRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void judgesAlertsAsPromtoolDoes_data() {
        QTest::addColumn<QString>("check");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char* name, const char* check, bool passes) {
            QTest::newRow(name) << QString::fromUtf8(check) << passes;
        };
        const char* firing =
            "{eval_time: 4m, alertname: HostDown, exp_alerts: [{exp_labels: {severity: page, "
            "host: a, region: eu}, exp_annotations: {summary: 'a is down, see http://here'}}]}";
        row("fires with its labels and annotations", firing, true);
        row("pending does not count", "{eval_time: 3m, alertname: HostDown, exp_alerts: []}", true);
        row("a time between two ticks belongs to the earlier one",
            "{eval_time: 3m59s, alertname: HostDown, exp_alerts: []}", true);
        row("keep_firing_for keeps it firing", "{eval_time: 7m, alertname: HostDown}", false);
        row("and ends", "{eval_time: 8m, alertname: HostDown}", true);
        row("annotations are compared",
            "{eval_time: 4m, alertname: HostDown, exp_alerts: [{exp_labels: {severity: page, host: a, "
            "region: eu}}]}",
            false);
        row("all labels are compared",
            "{eval_time: 4m, alertname: HostDown, exp_alerts: [{exp_labels: {host: a}, exp_annotations: "
            "{summary: "
            "'a is down, see http://here'}}]}",
            false);
        row("an alert nobody knows does not fire", "{eval_time: 4m, alertname: Nobody}", true);
        row("an alert too much", "{eval_time: 0, alertname: HostDown, exp_alerts: [{}]}", false);
    }
    void judgesAlertsAsPromtoolDoes() {
        QFETCH(QString, check);
        QFETCH(bool, passes);
        const FileResult result =
            Folder().run(kHead + "  alert_rule_test:\n  - " + check.toStdString() + "\n");
        QVERIFY2(result.passed() == passes, qPrintable(textOf(result)));
        QVERIFY2(result.failures.empty(), qPrintable(textOf(result)));
    }

    void judgesExpressions_data() {
        QTest::addColumn<QString>("check");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char* name, const char* check, bool passes) {
            QTest::newRow(name) << QString::fromUtf8(check) << passes;
        };
        row("a recording rule",
            "{expr: 'up:sum', eval_time: 3m, exp_samples: [{labels: 'up:sum', value: 0}]}", true);
        row("a scalar is one element", "{expr: '1 + 1', exp_samples: [{value: 2, labels: '{}'}]}", true);
        row("a wrong value",
            "{expr: 'up', eval_time: 3m, exp_samples: [{labels: 'up{host=\"a\"}', value: 1}]}", false);
        row("a sample too much", "{expr: 'up', eval_time: 3m}", false);
        row("samples in any order",
            "{expr: 'label_replace(up, \"host\", \"b\", \"\", \"\") or up', exp_samples: [{labels: "
            "'up{host=\"a\"}', "
            "value: 1}, {labels: 'up{host=\"b\"}', value: 1}]}",
            true);
        row("a broken expression", "{expr: 'sum(up', eval_time: 3m}", false);
        row("broken labels", "{expr: 'up', exp_samples: [{labels: 'up{', value: 1}]}", false);
        row("a string", "{expr: '\"a\"'}", false);
        row("the alert series",
            "{expr: 'ALERTS{alertname=\"HostDown\"}', eval_time: 3m, exp_samples: [{labels: "
            "'ALERTS{alertname=\"HostDown\",alertstate=\"pending\",host=\"a\",region=\"eu\",severity="
            "\"page\"}', "
            "value: 1}]}",
            true);
        // The last tick is at 1m; what comes later is not loaded.
        row("samples after the last tick are not there",
            "{expr: 'up', eval_time: 1m59s, exp_samples: [{labels: 'up{host=\"a\"}', value: 1}]}", true);
        row("infinity", "{expr: 'vector(1/0)', exp_samples: [{labels: '{}', value: .inf}]}", true);
        row("NaN is not even equal to itself",
            "{expr: 'vector(NaN)', exp_samples: [{labels: '{}', value: .nan}]}", false);
        row("the last bit matters", "{expr: 'vector(0.1 + 0.2)', exp_samples: [{labels: '{}', value: 0.3}]}",
            false);
    }
    void judgesExpressions() {
        QFETCH(QString, check);
        QFETCH(bool, passes);
        const FileResult result =
            Folder().run(kHead + "  promql_expr_test:\n  - " + check.toStdString() + "\n");
        QVERIFY2(result.passed() == passes, qPrintable(textOf(result)));
        QVERIFY2(result.failures.empty(), qPrintable(textOf(result)));
    }

    void comparesFuzzily() {
        const std::string test = "tests:\n- promql_expr_test:\n  - {expr: 'vector(0.1 + 0.2)', exp_samples: "
                                 "[{labels: '{}', value: 0.3}]}\n";
        QVERIFY(Folder().run("fuzzy_compare: true\n" + test).passed());
        QVERIFY(!Folder()
                     .run("fuzzy_compare: true\n" + test +
                          "  - {expr: '1.001', exp_samples: [{labels: '{}', "
                          "value: 1}]}\n")
                     .passed());
    }

    void evaluatesGroupsInTheGivenOrder() {
        const Folder folder("groups:\n- name: a\n  rules: [{record: x, expr: y}]\n"
                            "- name: b\n  rules: [{record: y, expr: 'vector(1)'}]\n");
        const std::string test = "rule_files: [rules.yaml]\ntests:\n- promql_expr_test:\n"
                                 "  - {expr: x, exp_samples: [{labels: x, value: 1}]}\n";
        QVERIFY(!folder.run(test).passed());
        QVERIFY(folder.run("group_eval_order: [b, a]\n" + test).passed());
    }

    void evaluatesEveryGroupAtEveryTick() {
        const Folder folder(
            "groups:\n- name: slow\n  interval: 1h\n  rules: [{record: x, expr: 'time()'}]\n");
        QVERIFY2(folder
                     .run("rule_files: [rules.yaml]\nevaluation_interval: 20s\ntests:\n- promql_expr_test:\n"
                          "  - {expr: x, eval_time: 1m50s, exp_samples: [{labels: x, value: 100}]}\n")
                     .passed(),
                 "");
    }

    void startsWhereItIsTold_data() {
        QTest::addColumn<QString>("start");
        QTest::addColumn<double>("seconds");
        QTest::newRow("number") << QStringLiteral("1609459200") << 1609459260.0;
        QTest::newRow("RFC 3339") << QStringLiteral("2021-01-01T00:00:00Z") << 1609459260.0;
        // Not on the grid of the evaluation interval.
        QTest::newRow("between two minutes") << QStringLiteral("2021-01-01T00:00:25Z") << 1609459285.0;
        QTest::newRow("fraction") << QStringLiteral("7.5") << 67.5;
        QTest::newRow("before the epoch") << QStringLiteral("-90") << -30.0;
    }
    void startsWhereItIsTold() {
        QFETCH(QString, start);
        QFETCH(double, seconds);
        const Folder folder("groups:\n- name: g\n  rules:\n  - {record: t, expr: 'timestamp(m)'}\n"
                            "  - {alert: A, expr: 'm > 1', for: 1m}\n");
        const FileResult result =
            folder.run("rule_files: [rules.yaml]\ntests:\n- start_timestamp: " + start.toStdString() +
                       "\n  input_series: [{series: m, values: '1+1x9'}]\n  promql_expr_test:\n"
                       "  - {expr: t, eval_time: 1m, exp_samples: [{labels: t, value: " +
                       QString::number(seconds, 'f', 1).toStdString() +
                       "}]}\n"
                       "  alert_rule_test: [{eval_time: 2m, alertname: A, exp_alerts: [{}]}]\n"
                       "  timeline: [{alert: A, states: 'pending@1m firing@2m'}]\n");
        QVERIFY2(result.passed(), qPrintable(textOf(result)));
    }

    void endsATestAtAnEvaluationError() {
        const Folder folder("groups:\n- name: g\n  rules: [{alert: A, expr: 'm * on() group_left() m'}]\n");
        const FileResult result = folder.run(
            "rule_files: [rules.yaml]\ntests:\n- input_series:\n  - {series: 'm{a=\"1\"}', values: '1x3'}\n"
            "  - {series: 'm{a=\"2\"}', values: '_ 1x3'}\n"
            "  alert_rule_test: [{eval_time: 3m, alertname: A, exp_alerts: [{}]}]\n");
        QCOMPARE(result.tests.size(), 1U);
        QCOMPARE(result.tests[0].failures.size(), 1U);
        QVERIFY2(result.tests[0].failures[0].text.starts_with("    rule: A, time: 1m0s, err: "),
                 result.tests[0].failures[0].text.c_str());
    }

    void findsRuleFilesByPattern() {
        const Folder folder;
        folder.write("sub/b.yaml", "groups: [{name: b, rules: [{record: b, expr: '2'}]}]");
        folder.write("sub/a.yaml", "groups: [{name: a, rules: [{record: a, expr: '1'}]}]");
        const FileResult result =
            folder.run("rule_files: ['sub/*.yaml', 'sub/[ab].yaml', no/such*]\ntests:\n- promql_expr_test:\n"
                       "  - {expr: 'a + on() b', exp_samples: [{labels: '{}', value: 3}]}\n");
        QVERIFY2(result.passed(), qPrintable(textOf(result)));
        QCOMPARE(result.rules.size(), 2U);
        QCOMPARE(result.warnings.size(), 1U);
        QVERIFY(result.warnings[0].ends_with("no/such*"));
    }

    void refusesWithThePlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const char* text, const char* problem) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(problem);
        };
        row("unknown key", "rule_file: []\n", "1:1 unknown key \"rule_file\"");
        row("unknown key of a test", "tests:\n- intervall: 1m\n", "2:3 unknown key \"intervall\"");
        row("a bad series", "tests:\n- input_series:\n  - {series: 'up{', values: '1'}\n", "3:14 series: ");
        row("a bad value", "tests:\n- input_series:\n  - {series: up, values: '1 2 three'}\n",
            "3:31 values: \"three\" is not a value");
        row("a histogram", "tests:\n- input_series:\n  - {series: up, values: '{{schema:0}}'}\n",
            "3:27 values: native histograms are not supported");
        row("an expected histogram",
            "tests:\n- promql_expr_test:\n  - {expr: a, exp_samples: [{labels: a, histogram: '{{}}'}]}\n",
            "native histograms are not supported");
        row("no alertname", "tests:\n- alert_rule_test:\n  - {eval_time: 1m}\n",
            "3:5 an item of alert_rule_test needs");
        row("a repeated group", "group_eval_order: [a, b, a]\n", "1:26 group name repeated");
        row("a bad duration", "evaluation_interval: 5 minutes\n",
            "1:22 evaluation_interval must be a duration");
        row("a bad start", "tests:\n- start_timestamp: yesterday\n", "2:20 start_timestamp must be");
        row("a bad state", "tests:\n- expect: [{at: 1m, alert: A, state: fireing}]\n",
            "state must be pending");
        row("a bad step", "tests:\n- timeline: [{alert: A, states: 'pending@1m firing'}]\n",
            "2:45 states are written like");
        row("a bad pattern", "tests:\n- expect: [{at: 1m, alert: A, annotations: {s: '~('}}]\n", "2:");
        row("a bad budget", "tests:\n- budget: {firings: few}\n", "2:21 firings must be a bound");
        row("two inputs", "tests:\n- input_capture: x\n  input_series: [{series: a, values: '1'}]\n",
            "not both");
        row("forever", "tests:\n- input_series: [{series: a, values: '1x9999999999999'}]\n  never: [A]\n",
            "more than 5000000 evaluations");
        row("a broken rule file", "rule_files: [rules.yaml, broken.yaml]\ntests:\n- name: a\n",
            "unknown key \"grups\"");
        row("no YAML", "a: [\n", "");
    }
    void refusesWithThePlace() {
        QFETCH(QString, text);
        QFETCH(QString, problem);
        const Folder folder;
        folder.write("broken.yaml", "grups: []\n");
        const FileResult result = folder.run(text.toStdString());
        QVERIFY(!result.passed());
        QVERIFY2(textOf(result).contains(problem), qPrintable(textOf(result)));
    }

    void checksStatesTimelinesAndBudgets_data() {
        QTest::addColumn<QString>("checks");
        QTest::addColumn<QString>("problem"); // "" when it passes
        const auto row = [](const char* name, const char* checks, const char* problem) {
            QTest::newRow(name) << QString::fromUtf8(checks) << QString::fromUtf8(problem);
        };
        row("pending", "expect: [{at: 2m, alert: HostDown, state: pending, labels: {host: a}}]", "");
        row("any active state", "expect: [{at: 2m, alert: HostDown}]", "");
        row("not yet firing", "expect: [{at: 3m, alert: HostDown, state: firing}]",
            "got:\n          pending {");
        row("recovering", "expect: [{at: 6m, alert: HostDown, state: recovering}]", "");
        row("resolved", "expect: [{at: 8m, alert: HostDown, state: resolved}]", "");
        row("none", "expect: [{at: 8m, alert: HostDown, state: none}]", "");
        row("none, of these labels", "expect: [{at: 4m, alert: HostDown, state: none, labels: {host: b}}]",
            "");
        row("none, but there is one", "expect: [{at: 4m, alert: HostDown, state: none}]", "firing {");
        row("exactly these labels",
            "expect: [{at: 4m, alert: HostDown, match: exact, labels: {host: a, region: eu, severity: "
            "page}}]",
            "");
        row("a label too few for exact",
            "expect: [{at: 4m, alert: HostDown, match: exact, labels: {host: a}}]", "got:");
        row("annotation by pattern",
            "expect: [{at: 4m, alert: HostDown, annotations: {summary: '~^a is .*here$'}}]", "");
        row("annotation by text", "expect: [{at: 4m, alert: HostDown, annotations: {summary: 'a is down'}}]",
            "summary \"a is down\"");
        row("value", "expect: [{at: 4m, alert: HostDown, value: {approx: 0.4, tol: 0.5}}]", "");
        row("another value", "expect: [{at: 4m, alert: HostDown, value: 1}]", "value 1");
        row("life",
            "timeline: [{alert: HostDown, labels: {host: a}, states: 'pending@2m firing@4m recovering@6m "
            "resolved@8m'}]",
            "");
        row("another life", "timeline: [{alert: HostDown, states: 'pending@2m firing@4m'}]",
            "got: pending@2m firing@4m recovering@6m resolved@8m");
        row("never", "never: [Busy, {alert: HostDown, labels: {host: b}}]", "");
        row("never, but it does", "never: [HostDown]", "got: firing {alertname");
        row("budget", "budget: {firings: '<= 1', late: 0, late_dropped: '< 1'}", "");
        row("paged once", "budget: {notifications: 1}", "");
        row("paged too often", "budget: {notifications: '< 1'}", "budget: notifications < 1\n        got: 1");
        row("over budget", "budget: {firings: 0}", "budget: firings == 0\n        got: 1");
    }
    void checksStatesTimelinesAndBudgets() {
        QFETCH(QString, checks);
        QFETCH(QString, problem);
        // Down from 2m to 4m.
        const FileResult result = Folder().run(kHead + "  " + checks.toStdString() + "\n");
        const QString text = textOf(result);
        QVERIFY2(result.passed() == problem.isEmpty(), qPrintable(text));
        QVERIFY2(text.contains(problem), qPrintable(text));
    }

    // A tick judges what has arrived when it is due, and is not judged again.
    void letsSamplesComeLate() {
        const Folder folder("groups:\n- name: g\n  rules: [{alert: Busy, expr: 'load > 90'}]\n");
        const auto run = [&](const std::string& keys) {
            return folder.run("rule_files: [rules.yaml]\ntests:\n- input_series:\n"
                              "  - {series: load, values: '50 95 50x8', arrive: '+90s'}\n" +
                              keys);
        };
        // At 1m the sample of 1m is not there, at 3m those of 1m and 2m are not, at 4m that of 2m is the
        // newest.
        const FileResult asArrived = run("  never: [Busy]\n  budget: {late: '> 0'}\n");
        QVERIFY2(asArrived.passed() == false, "the sample of 1m is the newest one at 3m");
        QVERIFY2(run("  timeline: [{alert: Busy, states: 'firing@3m resolved@4m'}]\n  budget: {late: 10}\n")
                     .passed(),
                 qPrintable(textOf(run("  timeline: [{alert: Busy, states: 'firing@3m resolved@4m'}]\n"))));
        const FileResult inTime =
            run("  lateness: 90s\n  timeline: [{alert: Busy, states: 'firing@1m resolved@2m'}]\n"
                "  budget: {late: 0}\n");
        QVERIFY2(inTime.passed(), qPrintable(textOf(inTime)));
    }

    void handsEventsToThePlayer() {
        RunOptions options;
        std::string values;
        options.playRecords = [&](const RecordInput& input,
                                  std::shared_ptr<const RuleSet> rules) -> Result<CaptureOutcome> {
            for (const InputEvent& event : input.events)
                values += event.topic + ' ' + formatDuration(event.at) + ' ' + event.value +
                          (event.needsTime ? " +" : "") + '\n';
            CaptureOutcome outcome;
            AlertTransition fired;
            fired.tick = input.start + std::chrono::minutes(3);
            fired.alert.rule = fired.alert.ruleId = rules->groups[0].rules[1].name;
            fired.alert.state = AlertState::Firing;
            outcome.transitions.push_back(fired);
            return outcome;
        };
        const FileResult result = Folder().run(R"(rule_files: [rules.yaml]
tests:
- start_timestamp: 600
  input_events:
  - {at: 3m, topic: deploys, value: {type: deploy, n: 1, f: -0.5, b: true, z: 007, l: [x, null], o: {}}}
  - {at: 1m, arrive: +1m, value: {ts_event: 5}}
  expect: [{at: 3m, alert: Busy, state: firing}, {at: 2m, alert: Busy, state: none}]
)",
                                               options);
        QVERIFY2(result.passed(), qPrintable(textOf(result)));
        QCOMPARE(
            QString::fromStdString(values),
            QStringLiteral(
                "test 1m {\"ts_event\":5}\ndeploys 3m {\"type\":\"deploy\",\"n\":1,\"f\":-0.5,\"b\":true,"
                "\"z\":\"007\",\"l\":[\"x\",null],\"o\":{}} +\n"));
    }

    void runsOnlyTheNamedTests() {
        RunOptions options;
        options.names = std::shared_ptr<const re2::RE2>(std::move(*compileRegex("^sec")));
        const FileResult result = Folder().run(
            kHead + "  alert_rule_test: [{alertname: A, exp_alerts: [{}]}]\n- name: second\n  interval: 1m\n",
            options);
        QVERIFY(result.passed());
        QCOMPARE(result.skipped, 1U);
        QCOMPARE(result.tests.size(), 1U);
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        RunOptions options;
        options.stop = stop.get_token();
        QCOMPARE(Folder().run(kHead, options).skipped, 1U);
    }

    void countsWhatTestsUse() {
        const FileResult result =
            Folder().run(kHead + "  alert_rule_test: [{eval_time: 4m, alertname: Busy}]\n  end: 9m\n");
        Coverage coverage;
        coverage.add(result);
        coverage.add(result);
        QCOMPARE(coverage.rules().size(), 3U);
        QCOMPARE(coverage.rulesTouched().part, 2U);
        QCOMPARE(coverage.alertsFired().part, 1U);
        QCOMPARE(coverage.alertsFired().whole, 2U);
        QCOMPARE(coverage.alertsAsserted().part, 1U);
        QCOMPARE(coverage.untestedAlerts().size(), 2U);
        QCOMPARE(coverage.rules()[0].location.line, 4);
    }

    void writesJunit() {
        const std::string xml =
            toJunitXml(std::vector{Folder().run(kHead + "  never: [HostDown]\n- name: 'a<b & \"c\"'\n"),
                                   Folder().run("nonsense: 1\n")});
        QVERIFY2(xml.find("tests=\"2\" failures=\"1\" errors=\"0\"") != std::string::npos, xml.c_str());
        QVERIFY2(xml.find("name=\"a&lt;b &amp; &quot;c&quot;\"") != std::string::npos, xml.c_str());
        QVERIFY2(xml.find("<failure message=\"never: HostDown\">") != std::string::npos, xml.c_str());
        QVERIFY2(xml.find("errors=\"1\"") != std::string::npos, xml.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRulesTestingRun)
#include "tst_rules_testing_run.moc"
