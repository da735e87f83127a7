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
