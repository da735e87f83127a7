// `eventflow rules …` beside the promtool of Debian 12.

#include "tests/app/e2e/program.h"

#include <QStandardPaths>
#include <QTemporaryDir>

using namespace eventflow::testing;

namespace {

Finished runPromtool(const QStringList& arguments, const QString& folder) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral("promtool"), arguments);
    Finished finished;
    if (!process.waitForFinished(60'000)) return finished;
    finished.exitCode = process.exitCode();
    finished.out = process.readAllStandardOutput();
    finished.err = process.readAllStandardError();
    return finished;
}

const QByteArray kRules = R"(groups:
- name: hosts
  rules:
  - alert: HostDown
    expr: up == 0
    for: 2m
    labels: {severity: page}
    annotations: {summary: '{{ $labels.host }} is {{ $value }}'}
  - record: up:sum
    expr: sum(up)
)";

const QByteArray kHead = R"(rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- name: outage
  interval: 30s
  input_series:
  - {series: 'up{host="a"}', values: '1 0x20'}
  - {series: 'up{host="b"}', values: '1+0.1x5 _x3 stale 0x9'}
)";

const QByteArray kOurRules = R"(groups:
- name: g
  rules:
  - alert: Hot
    id: 4a1f
    expr: temp > 80   # degrees
    resolve_when: temp < 70
    for: 2m
    labels:
      severity: page
    annotations:
      summary: '{{ $labels.host }} is hot'
  - alert: Full
    levels:
    - {severity: warning, expr: used > 70, resolve_when: used < 60}
    - {severity: critical, expr: used > 90}
)";

// Held from 5m to 6m by resolve_when alone.
const QByteArray kOurTest = R"(rule_files: [rules.yaml]
tests:
- name: hot
  input_series:
  - {series: 'temp{host="a"}', values: '60 85 85 85 75 72 69 75 81 60 60'}
  - {series: 'used{disk="x"}', values: '50 75 95 65 50x3'}
  expect:
  - {at: 2m, alert: Full, state: firing}
  - {at: 3m, alert: Full, state: firing, labels: {severity: warning}}
  - {at: 3m, alert: Hot, state: firing}
  - {at: 5m, alert: Hot, state: firing}
  timeline:
  - {alert: Hot, states: 'pending@1m firing@3m resolved@6m pending@8m inactive@9m'}
)";

} // namespace

class TestRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        write("rules.yaml", kRules);
    }

    void printsWhatPromtoolPrints_data() {
        QTest::addColumn<QByteArray>("test");
        const auto row = [](const char* name, const QByteArray& test) {
            QTest::newRow(name) << kHead + test;
        };
        row("success", "  alert_rule_test: [{eval_time: 1m, alertname: HostDown}]\n");
        row("an alert that is not expected",
            "  alert_rule_test: [{eval_time: 2m30s, alertname: HostDown}]\n");
        row("alerts that do not fire",
            "  alert_rule_test:\n  - {eval_time: 10m, alertname: HostDown, exp_alerts: [{exp_labels: {z: y, "
            "a: b}}, "
            "{exp_labels: {b: c}, exp_annotations: {x: 'y'}}]}\n  - {eval_time: 1m30s, alertname: HostDown, "
            "exp_alerts: [{}]}\n");
        row("samples",
            "  promql_expr_test:\n  - {expr: up, eval_time: 90s}\n  - {expr: 'up{host=\"a\"}', eval_time: "
            "1h5m, exp_samples: [{labels: 'up', value: 1e-7}, {labels: '{}', value: 123456789}]}\n"
            "  - {expr: 'up:sum / 0', eval_time: 1m}\n");
        row("a scalar and a string", "  promql_expr_test: [{expr: 1.5, eval_time: 1s}, {expr: '\"a\"'}]\n");
        row("a pattern without files", "  promql_expr_test: []\n");
        row("two tests", "  alert_rule_test: [{eval_time: 3m, alertname: HostDown}]\n- interval: 1m\n"
                         "  alert_rule_test: [{eval_time: 3m, alertname: HostDown, exp_alerts: [{}]}]\n");
        row("samples after the last tick",
            "  promql_expr_test: [{expr: up, eval_time: 45s}, {expr: 'up{host=\"b\"}', eval_time: 119s}]\n");
        QTest::newRow("nothing") << QByteArray();
    }
    void printsWhatPromtoolPrints() {
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed");
        QFETCH(QByteArray, test);
        write("test.yaml", test);
        const Finished theirs = runPromtool(
            {QStringLiteral("test"), QStringLiteral("rules"), path("test.yaml")}, m_folder->path());
        const Finished ours =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml")});
        QCOMPARE(ours.out, theirs.out);
        QCOMPARE(ours.err, theirs.err);
        QCOMPARE(ours.exitCode, theirs.exitCode);
    }

    void agreesOnTheExitCode_data() {
        QTest::addColumn<QByteArray>("test");
        QTest::newRow("unknown key") << QByteArray("tests: []\nmore: 1\n");
        QTest::newRow("a bad series") << kHead + "  - {series: 'up{', values: '1'}\n";
        QTest::newRow("bad values") << kHead + "  - {series: 'up', values: '1 x 2'}\n";
        QTest::newRow("a bad expression") << kHead + "  promql_expr_test: [{expr: 'sum('}]\n";
        QTest::newRow("no alertname") << kHead + "  alert_rule_test: [{eval_time: 1m}]\n";
        QTest::newRow("a rule file that is broken")
            << QByteArray("rule_files: [test.yaml]\ntests: [{interval: 1m}]\n");
        QTest::newRow("no YAML") << QByteArray("[");
    }
    void agreesOnTheExitCode() {
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed");
        QFETCH(QByteArray, test);
        write("test.yaml", test);
        const QString file = path("test.yaml");
        QCOMPARE(
            runPromtool({QStringLiteral("test"), QStringLiteral("rules"), file}, m_folder->path()).exitCode,
            1);
        QCOMPARE(runEventflow({QStringLiteral("rules"), QStringLiteral("test"), file}).exitCode, 1);
    }

    void refusesAFileThatIsNotThere() {
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("nowhere.yaml")});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("nowhere.yaml"));
    }

    void writesJunitAndCoverage() {
        write("test.yaml", kHead + "  alert_rule_test: [{eval_time: 1m, alertname: HostDown}]\n");
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml"),
                          QStringLiteral("--junit"), path("out.xml"), QStringLiteral("--coverage")});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains("alerts that fired: 0 of 1 (0.0 %)"), run.out.constData());
        QVERIFY2(run.out.contains("rules.yaml:4:5: HostDown is named, but never fires"), run.out.constData());
        QVERIFY(contents(path("out.xml")).contains("<testcase name=\"outage\""));
    }

    void printsJson() {
        write("test.yaml", kHead + "  alert_rule_test: [{eval_time: 5m, alertname: HostDown}]\n");
        const Finished run = runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml"),
                                           QStringLiteral("--json"), QStringLiteral("--coverage")});
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(run.json().value(QStringLiteral("ok")).toBool(true), false);
        QCOMPARE(run.json().value(QStringLiteral("files")).toArray().size(), 1);
        QVERIFY(run.json().contains(QStringLiteral("coverage")));
    }

    void exportsWhatPromtoolAccepts() {
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed");
        write("rules.yaml", kOurRules);
        write("test.yaml", kOurTest);
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("export"), QStringLiteral("--to"),
                          QStringLiteral("prometheus"), path("rules.yaml"), path("test.yaml"),
                          QStringLiteral("-o"), path("out"), QStringLiteral("--json")});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.json().value(QStringLiteral("files")).toArray().size(), 2);
        QVERIFY2(run.err.contains("rules.yaml:4:5: Hot: approximate: resolve_when"), run.err.constData());
        const Finished checked = runPromtool(
            {QStringLiteral("check"), QStringLiteral("rules"), path("out/rules.yaml")}, m_folder->path());
        QVERIFY2(checked.exitCode == 0, checked.out + checked.err);
        const Finished tested = runPromtool(
            {QStringLiteral("test"), QStringLiteral("rules"), path("out/test.yaml")}, m_folder->path());
        QVERIFY2(tested.exitCode == 0, tested.out + tested.err + contents(path("out/test.yaml")));
    }

    void exportsAPlainFileUnchanged() {
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("export"), QStringLiteral("--to"),
                          QStringLiteral("prometheus"), path("rules.yaml")});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.out, kRules);
    }

    void writesNothingThatIsUnsupported() {
        write("rules.yaml",
              "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(x[5m])\n    resolve_when: y\n");
        QStringList arguments{QStringLiteral("rules"),
                              QStringLiteral("export"),
                              QStringLiteral("--to"),
                              QStringLiteral("prometheus"),
                              path("rules.yaml"),
                              QStringLiteral("-o"),
                              path("out")};
        const Finished refused = runEventflow(arguments);
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("A: unsupported: resolve_when"), refused.err.constData());
        QVERIFY(!QFile::exists(path("out")));
        QCOMPARE(runEventflow(arguments << QStringLiteral("--allow-unsupported")).exitCode, 0);
        QVERIFY(contents(path("out/rules.yaml")).contains("# - alert: A"));
        const Finished other =
            runEventflow({QStringLiteral("rules"), QStringLiteral("export"), QStringLiteral("--to"),
                          QStringLiteral("flink-sql"), path("rules.yaml")});
        QCOMPARE(other.exitCode, 1);
        QVERIFY2(other.err.contains("not supported in this version"), other.err.constData());
    }

    void formatsInPlace() {
        write("rules.yaml", "groups:\n- name: g # one\n  rules:\n  - record: a\n    expr: sum  by(b) (up)\n");
        const QStringList check{QStringLiteral("rules"), QStringLiteral("fmt"), QStringLiteral("--check"),
                                path("rules.yaml")};
        QCOMPARE(runEventflow(check).exitCode, 1);
        QCOMPARE(runEventflow({QStringLiteral("rules"), QStringLiteral("fmt"), path("rules.yaml")}).exitCode,
                 0);
        QCOMPARE(
            contents(path("rules.yaml")),
            QByteArray("groups:\n- name: g # one\n  rules:\n  - record: a\n    expr: sum by (b) (up)\n"));
        QCOMPARE(runEventflow(check).exitCode, 0);
    }

    void testsOnEvents() {
        write("rules.yaml", "groups:\n- name: g\n  rules:\n  - {alert: Busy, expr: 'load > 90', for: 1m}\n");
        write("test.yaml", R"(rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- input_events:
  - {at: 1m, value: &busy {tenant_id: t, host: a, metric: load, value: 95}}
  - {at: 2m, value: *busy}
  - {at: 3m, value: {tenant_id: t, host: a, metric: load, value: 50}}
  timeline: [{alert: Busy, labels: {host: a}, states: 'pending@1m firing@2m resolved@3m'}]
  budget: {firings: 1, late: 0}
)");
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml")});
        QVERIFY2(run.exitCode == 0, run.err.constData());
    }

    void testsSequencesOnEvents() {
        write("rules.yaml", R"(groups:
- name: g
  rules:
  - alert: ErrorsAfterDeploy
    sequence:
      within: 10m
      by: [host]
      steps:
      - {name: deploy, where: payload.body.generic.type == 'deploy'}
      - {name: errors, where: severity == 'error', count: 2}
      until: payload.body.generic.type == 'rollback'
    annotations: {summary: '{{ $labels.host }} fails'}
)");
        write("test.yaml", R"(rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
- name: two errors after a deployment
  input_events:
  - at: 90s
    topic: deploys
    value: &deploy {schema_name: deploys, tenant_id: t, source: {type: ci, source_id: web-1}, body: {generic: {type: deploy}}}
  - at: 2m
    topic: logs
    value: {schema_name: logs, tenant_id: t, source: {type: app, source_id: web-2}, body: {log: {severity: error, message: m}}}
  - at: 3m
    topic: logs
    value: &error {schema_name: logs, tenant_id: t, source: {type: app, source_id: web-1}, body: {log: {severity: error, message: m}}}
  - {at: 5m30s, topic: logs, value: *error}
  - {at: 8m, topic: deploys, value: *deploy}
  timeline: [{alert: ErrorsAfterDeploy, labels: {host: web-1}, states: 'firing@6m resolved@7m'}]
  expect:
  - {at: 6m, alert: ErrorsAfterDeploy, labels: {host: web-1}, value: 1, annotations: {summary: web-1 fails}}
  - {at: 8m, alert: ErrorsAfterDeploy, labels: {host: web-2}, state: none}
- name: a rollback in between
  input_events:
  - {at: 90s, topic: deploys, value: *deploy}
  - {at: 3m, topic: logs, value: *error}
  - at: 4m
    topic: deploys
    value: {schema_name: deploys, tenant_id: t, source: {type: ci, source_id: web-1}, body: {generic: {type: rollback}}}
  - {at: 5m, topic: logs, value: *error}
  never: [ErrorsAfterDeploy]
- name: completed by the last event
  input_events:
  - {at: 90s, topic: deploys, value: *deploy}
  - {at: 3m, topic: logs, value: *error}
  - {at: 3m10s, topic: logs, value: *error}
  timeline: [{alert: ErrorsAfterDeploy, labels: {host: web-1}, states: 'firing@3m10s'}]
)");
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml")});
        QVERIFY2(run.exitCode == 0, run.out + run.err);
    }
    void anEventThatIsNoneFailsItsTest() {
        write("test.yaml", "rule_files: [rules.yaml]\nevaluation_interval: 1m\ntests:\n"
                           "- input_events: [{at: 1m, topic: deploys, value: {type: deploy}}]\n"
                           "  never: [ErrorsAfterDeploy]\n");
        const Finished run =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml")});
        QCOMPARE(run.exitCode, 1);
        const QByteArray said = run.out + run.err;
        QVERIFY2(said.contains("1 of 1 were rejected") && said.contains("deploys/0@0: no known format"),
                 said.constData());
    }

    void explainsARule() {
        const Finished run = runEventflow({QStringLiteral("rules"), QStringLiteral("explain"),
                                           path("rules.yaml"), QStringLiteral("up:sum")});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains("instant vector: sum of all elements together"), run.out.constData());
        QCOMPARE(runEventflow({QStringLiteral("rules"), QStringLiteral("explain"), path("rules.yaml"),
                               QStringLiteral("Nobody")})
                     .exitCode,
                 1);
    }

    // The same transitions as a replay, and what a change of the rules would do.
    void backtestsOnACapture() {
        QCOMPARE(runEventflow({QStringLiteral("generate"), QStringLiteral("--events"),
                               QStringLiteral("60000"), QStringLiteral("--incident"),
                               QStringLiteral("saturation"), QStringLiteral("-o"), path("in.ndjson")})
                     .exitCode,
                 0);
        QCOMPARE(runEventflow({QStringLiteral("replay"), path("in.ndjson"), QStringLiteral("--workspace"),
                               path("workspace"), QStringLiteral("--alerts-out"), path("alerts.ndjson")})
                     .exitCode,
                 0);
        write("incidents.yaml",
              "incidents:\n- {name: all, start: 2026-01-01T00:00:00Z, end: 2026-01-02T00:00:00Z}\n");
        write("old.yaml", "groups:\n- name: g\n  rules:\n  - {alert: Always, expr: 'vector(1)'}\n");
        const Finished run = runEventflow(
            {QStringLiteral("rules"), QStringLiteral("backtest"), QStringLiteral("--capture"),
             path("in.ndjson"), QStringLiteral("--rules"), path("workspace"), QStringLiteral("--workspace"),
             path("workspace"), QStringLiteral("--against"), path("old.yaml"), QStringLiteral("--labels"),
             path("incidents.yaml"), QStringLiteral("--json")});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const QJsonArray transitions = run.json().value(QStringLiteral("transitions")).toArray();
        const QList<QByteArray> replayed = contents(path("alerts.ndjson")).trimmed().split('\n');
        QVERIFY(!transitions.isEmpty());
        QCOMPARE(transitions.size(), replayed.size());
        for (qsizetype i = 0; i < transitions.size(); ++i)
            QCOMPARE(transitions[i].toObject(), QJsonDocument::fromJson(replayed[i]).object());
        const QJsonObject against = run.json().value(QStringLiteral("against")).toObject();
        QVERIFY(against.value(QStringLiteral("only_before")).toInteger() >= 1);
        QCOMPARE(against.value(QStringLiteral("only_after")).toInteger(), transitions.size());
        QCOMPARE(
            run.json().value(QStringLiteral("score")).toObject().value(QStringLiteral("recall")).toDouble(),
            1.0);
        double share = 0;
        for (const auto rule : run.json().value(QStringLiteral("rules")).toArray()) {
            QVERIFY(rule.toObject().value(QStringLiteral("evaluations")).toInteger() > 0);
            share += rule.toObject().value(QStringLiteral("time_share")).toDouble();
        }
        QVERIFY(share > 0.99 && share < 1.01);

        write("test.yaml", "rule_files: ['workspace/rules/*.yaml']\ntests:\n- input_capture: in.ndjson\n"
                           "  never: [NoSuchAlert]\n  budget: {firings: '> 0'}\n");
        const Finished tested =
            runEventflow({QStringLiteral("rules"), QStringLiteral("test"), path("test.yaml")});
        QVERIFY2(tested.exitCode == 0, tested.err.constData());
    }

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    void write(const char* name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
