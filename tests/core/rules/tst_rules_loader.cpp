#include "core/rules/rule_set.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;
using namespace std::chrono_literals;

namespace {

std::string described(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& f : findings)
        out += f.location.file + ':' + std::to_string(f.location.line) + ':' +
               std::to_string(f.location.column) +
               (f.severity == Severity::Error ? ": error: " : ": warning: ") + f.message + '\n';
    return out;
}

/// A file with one rule; its first line is line 3 of the file.
std::string withRule(const std::string& rule) {
    return "groups:\n- {name: g, interval: 1m, rules: [\n" + rule + "]}\n";
}

} // namespace

class TestLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKey() {
        const LoadResult loaded = loadRuleText(R"(
groups:
  - name: checkout
    interval: 30s
    query_offset: 10s
    limit: 5
    labels: {team: shop, severity: info}
    rules:
      - record: job:load:avg
        expr: avg by (job) (load)
        labels: {origin: here, team: ""}
      - alert: Busy
        id: busy-1
        expr: |
          load{job="api"}
            > 90
        for: 1h30m
        keep_firing_for: 5m
        resolve_when: load < 80
        labels: {severity: page, host: "{{ $labels.host }}"}
        annotations:
          summary: "{{ $value }}"

  - name: empty
)",
                                               "shop.yaml");
        QVERIFY2(loaded.rules != nullptr, described(loaded.findings).c_str());
        QVERIFY2(loaded.findings.empty(), described(loaded.findings).c_str());
        QCOMPARE(loaded.rules->groups.size(), std::size_t(2));
        QCOMPARE(loaded.rules->ruleCount(), std::size_t(2));
        const RuleGroup& group = loaded.rules->groups[0];
        QVERIFY(group.interval == 30s && group.queryOffset == 10s);
        QCOMPARE(group.limit, std::size_t(5));
        QVERIFY(loaded.rules->groups[1].interval == 15s);

        const Rule& record = group.rules[0];
        QCOMPARE(record.kind, RuleKind::Recording);
        QCOMPARE(record.id, std::string("checkout/job:load:avg"));
        QCOMPARE(record.labels.toString(), std::string("{origin=\"here\", severity=\"info\"}"));
        QCOMPARE(record.removedLabels, std::vector<std::string>{"team"});
        QVERIFY(!record.currentValue);

        const Rule& alert = group.rules[1];
        QCOMPARE(alert.id, std::string("busy-1"));
        QVERIFY(alert.holdFor == 90min && alert.keepFiringFor == 5min);
        QCOMPARE(alert.labels.toString(),
                 std::string("{host=\"{{ $labels.host }}\", severity=\"page\", team=\"shop\"}"));
        QCOMPARE(alert.expression->print(), std::string("load{job=\"api\"} > 90"));
        QCOMPARE(alert.currentValue->print(), std::string("load{job=\"api\"}"));
        QCOMPARE(alert.location.line, 12);
        QCOMPARE(alert.location.column, 9);
        QVERIFY(alert.source.starts_with("      - alert: Busy\n        id: busy-1\n"));
        QVERIFY(alert.source.ends_with("summary: \"{{ $value }}\""));
        QVERIFY(loaded.rules->maxLookback(5min) == 5min + 10s);
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("expected"); // how the only finding begins
        const auto row = [](const char* name, const std::string& yaml, const std::string& expected) {
            QTest::newRow(name) << QString::fromStdString(yaml) << QString::fromStdString(expected);
        };
        row("misspelt key", withRule("{alert: A, expr: up<1, foor: 1m}"),
            "3:24: error: unknown key \"foor\" in a rule; did you mean \"for\"?");
        row("misspelt group key", "groups:\n- {name: g, intervall: 1m}\n",
            "2:13: error: unknown key \"intervall\"");
        row("misspelt top key", "group: []\n",
            "1:1: error: unknown key \"group\" in a rule file; did you mean \"groups\"?");
        row("inhibit", "groups: []\ninhibit:\n- target_matchers: [a=b]\n",
            "3:3: error: an inhibition needs source_matchers: which alerts inhibit");
        row("sequence that is none", withRule("{alert: A,\nsequence: x}"),
            "4:11: error: sequence must be a mapping");
        row("sequence beside expr",
            withRule("{alert: A, sequence: {within: 1m, steps: [{where: 'true'}]},\nexpr: up}"),
            "4:1: error: \"expr\" cannot stand beside \"sequence\"");
        row("sequence of a recording rule",
            withRule("{record: a, expr: up, sequence: {within: 1m, steps: [{where: 'true'}]}}"),
            "3:23: error: \"sequence\" is for alerts only");
        row("sequence without a time", withRule("{alert: A, sequence:\n {steps: [{where: 'true'}]}}"),
            "4:2: error: a sequence needs the key \"within\"");
        row("sequence that lasts too long",
            withRule("{alert: A, sequence: {steps: [{where: 'true'}],\nwithin: 2w}}"),
            "4:9: error: within must be longer than 0s and not longer than 1w");
        row("sequence without steps", withRule("{alert: A, sequence:\n {within: 1m}}"),
            "4:2: error: a sequence needs the key \"steps\"");
        row("step without a condition", withRule("{alert: A, sequence: {within: 1m, steps: [\n{name: a}]}}"),
            "4:1: error: a step needs the key \"where\"");
        row("condition that is no filter",
            withRule("{alert: A, sequence: {within: 1m, steps: [{where:\n 1 + 1}]}}"),
            "4:4: error: where: the expression gives int, it must be bool");
        row("place in a condition",
            withRule("{alert: A, sequence: {within: 1m, steps: [{where:\n kind == 'log' && kine == 'a'}]}}"),
            "4:19: error: where: ");
        row("count", withRule("{alert: A, sequence: {within: 1m, steps: [{where: 'true',\ncount: 0}]}}"),
            "4:8: error: count is a number of events from 1 to 10000");
        row("skip", withRule("{alert: A, sequence: {within: 1m, steps: [{where: 'true'}],\nskip: all}}"),
            "4:7: error: skip is past_last or next, not \"all\"");
        row("key that gives no label",
            withRule("{alert: A, sequence: {within: 1m, steps: [{where: 'true'}], by: [\nhost + 'a']}}"),
            "4:1: error: \"host + 'a'\" cannot be the name of a label");
        row("two keys of one label",
            withRule("{alert: A, sequence: {within: 1m, steps: [{where: 'true'}], by: [host,\ntags.host]}}"),
            "4:1: error: the label host comes twice");
        row("on_missing", withRule("{alert: A, expr: up > 1,\non_missing: x}"),
            "4:13: error: on_missing is resolve, keep, alert or zero, not \"x\"");
        row("missing_evals", withRule("{alert: A, expr: up > 1,\nmissing_evals: 0}"),
            "4:16: error: missing_evals must be a whole number from 1 to 10000");
        row("evaluate", withRule("{alert: A, expr: up<1,\nevaluate: x}"),
            "4:11: error: evaluate is tick or each_sample, not \"x\"");
        row("zero of what is no threshold", withRule("{alert: A, expr: up > 1 and b,\non_missing: zero}"),
            "4:13: error: on_missing: zero needs an expr that compares a vector with numbers");
        row("on_missing of a recording rule", withRule("{record: a, expr: up, on_missing: keep}"),
            "3:23: error: \"on_missing\" is for alerts only");
        row("levels and expr", withRule("{alert: A,\nexpr: up > 1, levels: [{severity: a, expr: up > 2}]}"),
            "4:7: error: a rule has either \"expr\" or \"levels\"");
        row("levels and resolve_when",
            withRule("{alert: A,\nresolve_when: up > 1, levels: [{severity: a, expr: up > 2}]}"),
            "4:15: error: each level has its own \"resolve_when\"");
        row("no level", withRule("{alert: A,\nlevels: []}"), "4:9: error: levels needs 1 to 16 entries");
        row("level without a severity", withRule("{alert: A, levels: [\n{expr: up > 2}]}"),
            "4:1: error: a level needs the key \"severity\"");
        row("level without an expr", withRule("{alert: A, levels: [\n{severity: a}]}"),
            "4:1: error: a level needs the key \"expr\"");
        row("two levels of one severity",
            withRule("{alert: A, levels: [{severity: a, expr: up > 2},\n{severity: a, expr: up > 3}]}"),
            "4:12: error: another level has the severity \"a\" too");
        row("template as severity",
            withRule("{alert: A, levels: [{severity: '{{ $value }}', expr: up > 2}]}"),
            "3:32: error: the severity of a level is fixed");
        row("severity beside levels",
            withRule("{alert: A, labels: {severity: b}, levels: [{severity: a, expr: up > 2}]}"),
            "3:31: error: the levels set the label severity");
        row("expression of a level", withRule("{alert: A, levels: [{severity: a, expr: up >}]}"),
            "3:45: error: expr: ");
        row("neither alert nor record", withRule("{expr: up<1}"),
            "3:1: error: a rule needs the key \"alert\" or \"record\"");
        row("both", withRule("{alert: A, record: b, expr: up<1}"), "3:1: error: a rule has either");
        row("no expr", withRule("{alert: A}"), "3:1: error: a rule needs the key \"expr\"");
        row("for of a recording rule", withRule("{record: a, expr: up, for: 5m}"),
            "3:23: error: \"for\" is for alerts only");
        row("duration", withRule("{alert: A, expr: up<1, for: 5}"), "3:29: error: for must be a duration");
        row("zero interval", "groups:\n- name: g\n  interval: 0s\n",
            "3:13: error: interval must be longer than 0s");
        row("query_offset", "groups:\n- name: g\n  query_offset: 2y\n",
            "3:17: error: query_offset must not be longer than 1y");
        row("two groups of one name", "groups:\n- name: g\n- name: g\n",
            "3:9: error: this file has two groups named \"g\"");
        row("group without a name", "groups:\n- interval: 1m\n",
            "2:3: error: a group needs the key \"name\"");
        row("two rules of one id", withRule("{alert: A, id: x, expr: up<1}, {alert: B, id: x, expr: up<1}"),
            "3:47: error: another rule has the id \"x\"");
        row("__name__ as label", withRule("{alert: A, expr: up<1, labels: {__name__: b}}"),
            "3:33: error: \"__name__\" cannot be");
        row("a list as label", withRule("{alert: A, expr: up<1, labels: {a: [1]}}"),
            "3:36: error: a must be a single value");
        row("braces in a recorded name", withRule("{record: 'a{b=\"c\"}', expr: up<1}"),
            "3:10: error: braces in a recorded name");
        row("broken template", withRule("{alert: A, expr: up<1, annotations: {s: 'a {{ $valu }}'}}"),
            "3:47: error: annotation s: the variable $valu is not declared");
        row("template in a block",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up<1\n    annotations:\n      s: |\n      "
            "  "
            "one\n        two {{ humanise $value }}\n",
            "9:16: error: annotation s: unknown function \"humanise\"; did you mean \"humanize\"?");
        row("range vector", withRule("{alert: A, expr: 'up[5m]'}"),
            "3:18: error: expr must be an instant vector or a scalar");
        // The place of a PromQL error, through every way to write a scalar.
        row("plain", withRule("{alert: A, expr: up >}"), "3:22: error: expr: ");
        row("quoted", withRule("{alert: A, expr: 'up{a=\"b\"} + + ) 1'}"), "3:33: error: expr: ");
        row("double quoted", withRule("{alert: A, expr: \"up{a=\\\"b\\\"} + ) 1\"}"), "3:33: error: expr: ");
        row("literal block",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      sum(up)\n        > > 1\n",
            "7:11: error: expr: ");
        row("folded block",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: >-\n      sum(up)\n      > > 1\n",
            "7:9: error: expr: ");
        row("plain over two lines",
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(up)\n      > > 1\n",
            "6:9: error: expr: ");
        row("resolve_when", withRule("{alert: A, expr: up > 1, resolve_when: up <}"),
            "3:44: error: resolve_when: ");
        // Warnings.
        row("for below the interval", withRule("{alert: A, expr: up<1, for: 10s}"),
            "3:29: warning: for 10s is shorter than the interval of the group, 1m");
        row("value in a label", withRule("{alert: A, expr: up<1, labels: {v: '{{ $value }}'}}"),
            "3:36: warning: the label v depends on the value");
        row("unusual label name", withRule("{alert: A, expr: up<1, labels: {a-b: c}}"),
            "3:33: warning: the name \"a-b\" is not made of");
        row("alertname as label", withRule("{alert: A, expr: up<1, labels: {alertname: c}}"),
            "3:44: warning: alertname is always");
        row("duplicate", withRule("{alert: A, expr: up<1},\n{alert: A, expr: down > 0}"),
            "4:1: warning: an alert of this name and with these labels stands in f.yaml:3 already");
        row("template that always fails",
            withRule("{alert: A, expr: up<1, annotations: {s: '{{ if gt $value 1 }}x{{ end }}'}}"),
            "3:41: warning: annotation s will read <error expanding template>: gt: cannot compare");
        row("query in a template", withRule("{alert: A, expr: up<1, annotations: {s: '{{ query \"up\" }}'}}"),
            "3:41: warning: annotation s will read <error expanding template>: query: ");
        row("resolve inside of raise", withRule("{alert: A, expr: up > 90, resolve_when: up < 95}"),
            "3:41: warning: resolve_when also holds for values for which expr holds");
        row("missing that cannot be told", withRule("{alert: A, expr: a > b, on_missing: keep}"),
            "3:37: warning: expr is not a comparison with a number");
        row("group that has no zero",
            "groups:\n- name: g\n  interval: 1m\n  on_missing: zero\n  rules:\n"
            "  - {alert: A, expr: up > 1 and b}\n",
            "6:5: warning: on_missing: zero needs an expr that compares a vector with numbers");
        row("hysteresis without a current value", withRule("{alert: A, expr: a > b, resolve_when: a < 1}"),
            "3:39: warning: expr is not a comparison with a number");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QString, yaml);
        QFETCH(QString, expected);
        const LoadResult loaded = loadRuleText(yaml.toStdString(), "f.yaml");
        const QString found = QString::fromStdString(described(loaded.findings));
        QVERIFY2(found.startsWith(QStringLiteral("f.yaml:") + expected), qPrintable(found));
        QCOMPARE(loaded.findings.size(), std::size_t(1));
        QCOMPARE(loaded.rules == nullptr, loaded.findings.front().severity == Severity::Error);
    }

    void reportsEverythingAtOnceInOrder() {
        const LoadResult loaded = loadRuleText(
            withRule("{alert: A, expr: up >, foo: 1},\n{record: b, expr: up<1, for: 1m}"), "f.yaml");
        QCOMPARE(loaded.findings.size(), std::size_t(3));
        QCOMPARE(loaded.findings[0].location.line, 3);
        QCOMPARE(loaded.findings[2].location.line, 4);
    }

    void keepsAnEmptyFileAndJson() {
        QVERIFY(loadRuleText("", "f.yaml").rules != nullptr);
        QVERIFY(loadRuleText("groups:\n", "f.yaml").rules != nullptr);
        QVERIFY(
            loadRuleText(R"({"groups":[{"name":"g","rules":[{"alert":"A","expr":"up == 0"}]}]})", "f.json")
                .rules != nullptr);
    }

    void numbersRulesOfOneNameOverAllFiles() {
        const QTemporaryDir folder;
        std::vector<std::filesystem::path> files;
        for (const char* name : {"a.yaml", "b.yaml"}) {
            files.push_back(std::filesystem::path(folder.path().toStdString()) / name);
            std::ofstream(files.back()) << withRule("{alert: A, expr: up<1}");
        }
        const LoadResult loaded = loadRuleFiles(files);
        QVERIFY2(loaded.rules != nullptr, described(loaded.findings).c_str());
        QCOMPARE(loaded.rules->groups[0].rules[0].id, std::string("g/A"));
        QCOMPARE(loaded.rules->groups[1].rules[0].id, std::string("g/A#2"));
        QCOMPARE(loaded.rules->groups[1].file, files[1].string());
    }

    void saysThatAFileIsMissing() {
        const std::vector<std::filesystem::path> files{"/nowhere/r.yaml"};
        const LoadResult loaded = loadRuleFiles(files);
        QVERIFY(loaded.rules == nullptr);
        QVERIFY(loaded.findings.front().message.find("no such file") != std::string::npos);
    }

    void staysBounded() {
        std::string many = "groups:\n- name: g\n  rules:\n";
        for (std::size_t i = 0; i <= kMaxRules; ++i)
            many += "  - {record: a, expr: up}\n";
        const LoadResult tooMany = loadRuleText(many, "f.yaml");
        QVERIFY(tooMany.rules == nullptr);
        QVERIFY2(described(tooMany.findings).find("more than 10000 rules") != std::string::npos, "");
        QVERIFY(loadRuleText(std::string(kMaxRuleFileBytes + 1, ' '), "f.yaml").rules == nullptr);
    }

    void derivesTheCurrentValue_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("current"); // empty: none
        QTest::newRow("comparison") << QStringLiteral("a > 5") << QStringLiteral("a");
        QTest::newRow("scalar on the left")
            << QStringLiteral("5 < rate(a[5m])") << QStringLiteral("rate(a[5m])");
        QTest::newRow("in parentheses")
            << QStringLiteral("((sum by (x) (a)) >= 5)") << QStringLiteral("sum by (x) (a)");
        QTest::newRow("and") << QStringLiteral("a > 5 and b > 3") << QStringLiteral("a");
        QTest::newRow("unless") << QStringLiteral("a unless b") << QStringLiteral("a");
        QTest::newRow("twice") << QStringLiteral("(a > 1) < 3") << QStringLiteral("a");
        QTest::newRow("bool filters nothing") << QStringLiteral("a > bool 5") << QString();
        QTest::newRow("two vectors") << QStringLiteral("a > b") << QString();
        QTest::newRow("no filter") << QStringLiteral("a") << QString();
        QTest::newRow("or") << QStringLiteral("a > 5 or b > 3") << QString();
    }
    void derivesTheCurrentValue() {
        QFETCH(QString, expression);
        QFETCH(QString, current);
        const LoadResult loaded =
            loadRuleText(withRule("{alert: A, expr: '" + expression.toStdString() + "'}"), "f.yaml");
        QVERIFY2(loaded.rules != nullptr, described(loaded.findings).c_str());
        const auto& derived = loaded.rules->groups[0].rules[0].currentValue;
        QCOMPARE(derived ? QString::fromStdString(derived->print()) : QString(), current);
    }
};

QTEST_GUILESS_MAIN(TestLoader)
#include "tst_rules_loader.moc"
