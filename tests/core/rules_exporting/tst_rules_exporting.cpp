#include "core/promql/description.h"
#include "core/rules/exporting/prometheus_export.h"
#include "core/rules/exporting/rule_format.h"
#include "core/rules/exporting/test_export.h"
#include "core/rules/testing/test_runner.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace eventflow::rules::exporting;

namespace {

std::string exported(const std::string& text) {
    const auto file = exportToPrometheus(text, "r.yaml");
    return file ? file->text : "error: " + file.error().detail;
}

ExportedFile exportOf(const std::string& text) {
    auto file = exportToPrometheus(text, "r.yaml");
    if (!file) qFatal("%s", file.error().detail.c_str());
    return std::move(*file);
}

const std::string kPlain = "# head\r\ngroups:\n- name: g   # one\n  interval: 30s\n  rules:\n\n"
                           "  - {alert: A, expr: 'up==0', for: 1m}\n  - record: r\n    expr: |\n      sum(\n"
                           "        up) # all\n\n# tail";

const std::string kHysteresis = R"(groups:
- name: g
  labels: {team: ops}
  rules:
  # hot machines
  - alert: Hot
    id: 4a1f
    expr: temp > 80   # degrees
    resolve_when: temp < 70
    for: 2m
    labels:
      severity: page
  - record: untouched
    expr:   sum(temp)
)";

} // namespace

class TestRulesExporting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsAPlainFileByteForByte_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("comments, flow style, blank lines") << QString::fromStdString(kPlain);
        QTest::newRow("empty") << QString();
        QTest::newRow("no rules") << QStringLiteral("groups: []\n");
        QTest::newRow("no end of line")
            << QStringLiteral("groups:\n- name: g\n  rules: [{record: a, expr: '1'}]");
    }
    void keepsAPlainFileByteForByte() {
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(exported(text.toStdString())), text);
    }

    void dropsIds() {
        QCOMPARE(
            exported(
                "groups:\n- name: g\n  rules:\n  - id: x\n    # why\n    record: r\n    expr: '1' # one\n"),
            std::string("groups:\n- name: g\n  rules:\n  - record: r\n    expr: '1' # one\n"));
        QCOMPARE(exportOf("groups: [{name: g, rules: [{record: r, id: x, expr: '1'}]}]").items[0].fidelity,
                 Fidelity::Exact);
    }

    void holdsThroughAlertsForHysteresis() {
        const ExportedFile file = exportOf(kHysteresis);
        QCOMPARE(file.items.size(), 2U);
        QCOMPARE(file.items[0].fidelity, Fidelity::Approximate);
        QCOMPARE(file.items[1].fidelity, Fidelity::Exact);
        QVERIFY2(file.text.find("# approximate: resolve_when") != std::string::npos, file.text.c_str());
        QVERIFY2(file.text.find("id:") == std::string::npos, file.text.c_str());
        QVERIFY2(
            file.text.find("ignoring (alertname, alertstate, severity, team) ALERTS{alertname=\"Hot\"") !=
                std::string::npos,
            file.text.c_str());
        QVERIFY(file.text.find("    expr:   sum(temp)\n") != std::string::npos);
        QVERIFY(file.text.find("  # hot machines\n") != std::string::npos);
        const LoadResult loaded = loadRuleText(file.text, "out.yaml");
        QVERIFY2(loaded.rules != nullptr, file.text.c_str());
        QCOMPARE(loaded.rules->ruleCount(), 2U);
    }

    // The exported rule goes the same way as ours.
    void behavesAsBefore() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        std::ofstream(path + "/ours.yaml") << kHysteresis;
        std::ofstream(path + "/theirs.yaml") << exported(kHysteresis);
        for (const char* file : {"ours.yaml", "theirs.yaml"}) {
            std::ofstream(path + "/test.yaml") << "rule_files: [" << file << R"(]
tests:
- input_series:
  - {series: 'temp{host="a"}', values: '60 85 85 85 75 72 69 75 81 60 60'}
  - {series: 'temp{host="b"}', values: '75x20'}
  timeline:
  - {alert: Hot, states: 'pending@1m firing@3m resolved@6m pending@8m inactive@9m'}
)";
            const auto result = testing::runTestFile(path + "/test.yaml", {});
            std::string text;
            for (const auto& test : result.tests)
                for (const auto& failure : test.failures)
                    text += failure.text + '\n';
            QVERIFY2(result.passed(), (file + (": " + text)).c_str());
        }
    }

    void refusesWhatPrometheusCannotSay() {
        const std::string text = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(x[5m])\n"
                                 "    resolve_when: y < 1\n  - record: b\n    expr: '1'\n";
        const ExportedFile file = exportOf(text);
        QVERIFY(file.hasUnsupported());
        QVERIFY2(file.text.find("  # - alert: A\n") != std::string::npos, file.text.c_str());
        QVERIFY2(file.text.find("  # unsupported: resolve_when") != std::string::npos, file.text.c_str());
        const LoadResult loaded = loadRuleText(file.text, "out.yaml");
        QVERIFY2(loaded.rules != nullptr && loaded.rules->ruleCount() == 1, file.text.c_str());
    }

    void translatesTheOtherKeys_data() {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<int>("fidelity");
        const auto row = [](const char* name, const char* keys, Fidelity fidelity) {
            QTest::newRow(name) << QString::fromUtf8(keys) << static_cast<int>(fidelity);
        };
        row("missing, as Prometheus", "expr: x > 1, on_missing: resolve", Fidelity::Exact);
        row("missing, later", "expr: x > 1, missing_evals: 3", Fidelity::Approximate);
        row("missing, keep", "expr: x > 1, on_missing: keep", Fidelity::Unsupported);
        row("missing, alert", "expr: x > 1, on_missing: alert", Fidelity::Unsupported);
        row("missing, zero", "expr: x > 1, on_missing: zero", Fidelity::Unsupported);
        row("each tick", "expr: x > 1, evaluate: tick", Fidelity::Exact);
        row("each sample", "expr: x > 1, evaluate: each_sample", Fidelity::Approximate);
        row("levels",
            "levels: [{severity: warning, expr: x > 1}, {severity: critical, expr: x > 2, resolve_when: x < "
            "1}]",
            Fidelity::Approximate);
    }
    void translatesTheOtherKeys() {
        QFETCH(QString, keys);
        QFETCH(int, fidelity);
        const ExportedFile file =
            exportOf("groups: [{name: g, rules: [\n  {alert: A, " + keys.toStdString() + "},\n  ]}]\n");
        QCOMPARE(static_cast<int>(file.items[0].fidelity), fidelity);
    }

    void makesARuleOfEachLevel() {
        const ExportedFile file = exportOf(R"(on_missing: resolve
groups:
- name: g
  rules:
  - alert: Hot
    levels:
    - {severity: warning, expr: temp > 70, resolve_when: temp < 60}
    - severity: critical
      expr: temp > 80
    labels: {team: ops}
    for: 1m
)");
        const LoadResult loaded = loadRuleText(file.text, "out.yaml");
        QVERIFY2(loaded.rules != nullptr, file.text.c_str());
        QCOMPARE(loaded.rules->ruleCount(), 2U);
        const Rule& warning = loaded.rules->groups[0].rules[0];
        const Rule& critical = loaded.rules->groups[0].rules[1];
        QCOMPARE(warning.labels.get("severity"), std::string_view("warning"));
        QCOMPARE(critical.labels.get("severity"), std::string_view("critical"));
        QCOMPARE(critical.labels.get("team"), std::string_view("ops"));
        QCOMPARE(critical.expression->text(), std::string("temp > 80"));
        QVERIFY(warning.expression->text().find("severity=\"warning\"") != std::string::npos);
        QCOMPARE(critical.holdFor, Duration(std::chrono::minutes(1)));
        QVERIFY(file.text.find("on_missing") == std::string::npos);
    }

    void namesWhatNeedsPrometheus3() {
        const ExportedFile file =
            exportOf("groups: [{name: g, rules: [{record: r, expr: 'limitk(2, {\"a.b\"})'}]}]");
        QCOMPARE(file.items[0].fidelity, Fidelity::Exact);
        QCOMPARE(file.items[0].reasons.size(), 2U);
    }

    void movesRoutesToAlertmanager() {
        const ExportedFile file =
            exportOf("route:\n  receiver: ops\n  routes:\n  - receiver: db\n    matchers: ['team=\"db\"']\n"
                     "inhibit:\n- source_matchers: ['severity=\"critical\"']\n  target_matchers: "
                     "['severity=\"warning\"']\n"
                     "  equal: [host]\ngroups:\n- name: g\n  rules: [{record: r, expr: '1'}]\n");
        QCOMPARE(file.text, std::string("groups:\n- name: g\n  rules: [{record: r, expr: '1'}]\n"));
        QVERIFY2(file.alertmanager.find("inhibit_rules:\n") != std::string::npos, file.alertmanager.c_str());
        QVERIFY2(file.alertmanager.find("- name: \"db\"\n- name: \"ops\"\n") != std::string::npos,
                 file.alertmanager.c_str());
    }

    // A text that goes on at the left margin, and a rule that is an alias of another.
    void writesAnewWhatLinesCannotReplace() {
        const std::string text =
            "groups:\n- name: g\n  rules:\n  - {alert: A, id: x, expr: 'up\n== 0'} # one\n"
            "  - &r\n    alert: B\n    evaluate: each_sample\n    expr: up == 1\n- name: h\n  rules: [*r]\n";
        const ExportedFile file = exportOf(text);
        const LoadResult loaded = loadRuleText(file.text, "out.yaml");
        QVERIFY2(loaded.rules != nullptr, file.text.c_str());
        QCOMPARE(loaded.rules->ruleCount(), 3U);
        QCOMPARE(loaded.rules->groups[1].rules[0].name, std::string("B"));
        QCOMPARE(file.items[0].location.line, 4);
        QCOMPARE(exported(file.text), file.text);
    }

    void refusesAFileThatDoesNotLoad() {
        QVERIFY2(exported("groups: [{name: g, rules: [{record: r, expr: 'sum('}]}]")
                     .starts_with("error: r.yaml:1:"),
                 "");
    }

    void convertsTests() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        std::ofstream(path + "/rules.yaml") << kHysteresis;
        const std::string test = R"(rule_files: [rules.yaml]
tests:
- name: hot
  external_labels: {dc: eu}
  input_series:
  - {series: 'temp{host="a"}', values: '60 85x2 _ 75-1x3 stale'}
  expect:
  - {at: 3m, alert: Hot, state: firing, labels: {host: a}}
  - {at: 0, alert: Hot, state: none}
- name: late
  input_series: [{series: temp, values: '1', arrive: 1m}]
)";
        const std::vector<ExportedRules> rules{{path + "/rules.yaml", exported(kHysteresis)}};
        const auto file = exportTests(test, path + "/test.yaml", rules, false);
        QVERIFY2(file.has_value(), file ? "" : file.error().detail.c_str());
        QCOMPARE(file->items.size(), 2U);
        QCOMPARE(file->items[0].fidelity, Fidelity::Approximate);
        QCOMPARE(file->items[1].fidelity, Fidelity::Unsupported);
        // What came out is a promtool file that passes on the exported rules.
        std::filesystem::create_directory(path + "/out");
        std::ofstream(path + "/out/rules.yaml") << rules[0].text;
        std::ofstream(path + "/out/test.yaml") << file->text;
        const auto result = testing::runTestFile(path + "/out/test.yaml", {});
        QVERIFY2(result.passed(), file->text.c_str());
        QCOMPARE(result.tests.size(), 1U);
        QVERIFY2(
            file->text.find("exp_labels: {\"host\": \"a\", \"severity\": \"page\", \"team\": \"ops\"}") !=
                std::string::npos,
            file->text.c_str());
    }

    void keepsAPromtoolTestByteForByte() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        std::ofstream(path + "/rules.yaml") << kPlain;
        const std::string test = "# mine\nrule_files: [rules.yaml]\ntests: [{interval: 1m}]\n";
        const auto file = exportTests(test, path + "/test.yaml",
                                      std::vector<ExportedRules>{{path + "/rules.yaml", kPlain}}, false);
        QVERIFY(file.has_value());
        QCOMPARE(file->text, test);
    }

    void formatsExpressionsOnly_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* name, const char* before, const char* after) {
            const QString head =
                QStringLiteral("# head\ngroups:\n- name: g\n  rules:\n  - record: a   # x\n");
            QTest::newRow(name) << head + QString::fromUtf8(before) << head + QString::fromUtf8(after);
        };
        row("plain", "    expr: sum  by(host) (up)\n    labels: {a: b}\n",
            "    expr: sum by (host) (up)\n    labels: {a: b}\n");
        row("already so", "    expr: \"up\"\n", "    expr: \"up\"\n");
        row("a comment behind it", "    expr: up==0   # down\n", "    expr: up == 0   # down\n");
        row("quotes", "    expr: 'up{a=\"it''s\"}>1' # c\n", "    expr: up{a=\"it's\"} > 1 # c\n");
        row("needs quotes", "    expr: '{a=\"b\"}>1'\n", "    expr: '{a=\"b\"} > 1'\n");
        row("a block", "    expr: |\n      sum(\n        up)\n\n    # next\n    labels: {a: b}\n",
            "    expr: sum(up)\n\n    # next\n    labels: {a: b}\n");
        row("a comment inside", "    expr: |\n      up   # all\n      ==0\n",
            "    expr: |\n      up   # all\n      ==0\n");
    }
    void formatsExpressionsOnly() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const auto once = formatRules(before.toStdString(), "r.yaml");
        QVERIFY2(once.has_value(), once ? "" : once.error().detail.c_str());
        QCOMPARE(QString::fromStdString(*once), after);
        QCOMPARE(*formatRules(*once, "r.yaml"), *once);
    }

    void explainsAnExpression() {
        const auto expression =
            promql::Expression::parse("sum by (host) (rate(requests{code=~\"5..\"}[5m])) > 3");
        QVERIFY(expression.has_value());
        const auto nodes = promql::describeTree(*expression);
        QCOMPARE(nodes.size(), 5U);
        QCOMPARE(nodes[0].words, std::string("only elements whose value is > the number"));
        QCOMPARE(nodes[1].words, std::string("sum of elements with the same host"));
        QCOMPARE(nodes[3].type, promql::ValueType::RangeVector);
        QCOMPARE(nodes[3].depth, 3U);
        QVERIFY(nodes[3].words.find("every series of requests with code=~\"5..\"") != std::string::npos);
        QCOMPARE(promql::describeCost(*expression).front(),
                 std::string("Each evaluation reads 1 selector and looks back 5m."));
    }
};

QTEST_GUILESS_MAIN(TestRulesExporting)
#include "tst_rules_exporting.moc"
