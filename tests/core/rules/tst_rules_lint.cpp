#include "core/rules/lint.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::rules;

namespace {

std::string loadingSays(const std::string& rule) {
    std::string out;
    for (const Finding& finding :
         loadRuleText("groups:\n- name: g\n  rules:\n  - alert: A\n" + rule, "f").findings)
        out += std::to_string(finding.location.line) + ':' + std::to_string(finding.location.column) + ": " +
               finding.message + '\n';
    return out;
}

} // namespace

class TestLint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsAlertsWithoutACondition_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<bool>("none");
        const auto row = [](const char* expression, bool none) {
            QTest::addRow("%s", expression) << QByteArray(expression) << none;
        };
        row("up", true);
        row("sum(rate(errors[5m]))", true);
        row("up > bool 0", true);
        row("a / b", true);
        row("a or b > 1", true);
        row("vector(1)", true);
        row("a and b", true);
        row("up == 0", false);
        row("sum(up == 0)", false);
        row("absent(up)", false);
        row("a and b > 1", false);
        row("a unless b", false);
        row("count_over_time((up == 0)[5m:])", false);
        row("(a > 1) / b", false);
    }
    void findsAlertsWithoutACondition() {
        QFETCH(QByteArray, expression);
        QFETCH(bool, none);
        QCOMPARE(hasNoCondition(*promql::Expression::parse(expression.toStdString())), none);
    }

    void loadingWarns_data() {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* rule, const char* expected) {
            QTest::addRow("%s", name) << QByteArray(rule) << QByteArray(expected);
        };
        row("fine", "    expr: sum by (host) (x) > 1\n    labels: {h: '{{ $labels.host }}'}\n", "");
        row("no condition", "    expr: up\n",
            "5:11: expr has no condition: every series it returns is an alert, whatever its value; compare "
            "it with a "
            "number\n");
        row("lost label", "    expr: sum(x) > 1\n    annotations: {summary: 'on {{ .Labels.host }}'}\n",
            "6:28: annotation summary: the result of expr has no label host, so the text is empty there; "
            "keep the "
            "label, for example with by (host)\n");
    }
    void loadingWarns() {
        QFETCH(QByteArray, rule);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(loadingSays(rule.toStdString())), expected);
    }

    void checksRulesAgainstData() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        const Timestamp begin(std::chrono::hours(1000));
        SeriesIdentity& often = *catalog.findOrAdd(Labels({{"__name__", "cpu_load"}, {"host", "a"}}), {});
        SeriesIdentity& seldom = *catalog.findOrAdd(Labels(std::vector<Label>{{"__name__", "backups"}}), {});
        for (int minute = 0; minute <= 60; ++minute) {
            head.append(often, begin + std::chrono::minutes(minute), 1);
            if (minute % 10 == 0) head.append(seldom, begin + std::chrono::minutes(minute), 1);
        }
        const auto loaded = loadRuleText(R"(
groups:
- name: g
  rules:
  - {record: "job:load", expr: sum(cpu_load)}
  - {alert: Fine, expr: 'rate(cpu_load[5m]) > 1 and ALERTS == 1 and job:load > 2'}
  - {alert: Typo, expr: cpu_laod > 1}
  - {alert: Elsewhere, expr: 'cpu_load{host="b"} > 1'}
  - {alert: Short, expr: 'rate(cpu_load[1m]) > 1'}
  - {alert: Gaps, expr: backups > 1}
)",
                                         "f");
        QVERIFY(loaded.rules != nullptr);
        std::string text;
        for (const Finding& f : lintAgainstData(*loaded.rules, head, begin + std::chrono::hours(1)))
            text += std::to_string(f.location.line) + ": " + f.message + '\n';
        QCOMPARE(
            QByteArray::fromStdString(text),
            QByteArray(
                "7: Typo: cpu_laod matches no series of the last hour; did you mean cpu_load?\n"
                "8: Elsewhere: cpu_load{host=\"b\"} matches no series of the last hour; the metric is "
                "there, but not with these labels\n"
                "9: Short: cpu_load has a sample every 1m, so a window of 1m often holds less than two; "
                "make it at least 4m\n"
                "10: Gaps: backups has a sample every 10m, longer than the look-back of 5m: it comes and "
                "goes; use last_over_time() with a longer window\n"));
    }
};

QTEST_GUILESS_MAIN(TestLint)
#include "tst_rules_lint.moc"
