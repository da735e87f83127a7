#include "core/promql/label_flow.h"

#include <QTest>

using namespace eventflow::promql;

/// Which labels the result of an expression can have.
class TestLabelFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhichLabelsThereMayBe_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::addColumn<QByteArray>("may");    ///< space separated
        QTest::addColumn<QByteArray>("cannot"); ///< space separated
        const auto row = [](const char* expression, const char* may, const char* cannot) {
            QTest::addRow("%s", expression)
                << QByteArray(expression) << QByteArray(may) << QByteArray(cannot);
        };
        row("m", "host zone", "");
        row("m{host=\"\"}", "zone", "host");
        row("sum(m)", "", "host zone");
        row("sum by (host) (m)", "host", "zone");
        row("sum by (host) (m{host=\"\"})", "", "host");
        row("sum without (host) (m)", "zone", "host");
        row("topk(3, m)", "host", "");
        row("count_values by (zone) (\"v\", m)", "v zone", "host");
        row("rate(m[5m]) > 3", "host", "");
        row("absent(m{job=\"a\", host=~\".*\"})", "job", "host");
        row("absent_over_time(m{job=\"a\"}[5m])", "job", "host");
        row("vector(1)", "", "host");
        row("label_replace(sum(m), \"x\", \"1\", \"\", \"\")", "x", "host");
        row("histogram_quantile(0.9, sum by (le, host) (rate(m[5m])))", "host", "le");
        row("a / on (host) b", "host", "zone");
        row("a / ignoring (host) b", "zone", "host");
        row("sum by (host) (a) * on (host) group_left (zone) b", "host zone", "rack");
        row("sum by (host) (a) * on (host) group_left (zone) sum by (host) (b)", "host", "zone");
        row("b * on (host) group_right sum by (host, rack) (a)", "host rack", "zone");
        row("sum by (host) (a) and b", "host", "zone");
        row("sum by (host) (a) or sum by (zone) (b)", "host zone", "rack");
        row("m{host=\"\"} or m{zone=\"\"}", "host zone", "");
        row("max_over_time(sum by (host) (m)[1h:1m])", "host", "zone");
        row("-sum by (host) (m)", "host", "zone");
    }
    void tellsWhichLabelsThereMayBe() {
        QFETCH(QByteArray, expression);
        QFETCH(QByteArray, may);
        QFETCH(QByteArray, cannot);
        const auto parsed = Expression::parse(expression.toStdString());
        QVERIFY(parsed.has_value());
        const LabelFlow flow = LabelFlow::of(parsed->root());
        for (const QByteArray& name : may.split(' '))
            QVERIFY2(name.isEmpty() || flow.mayHave(name.toStdString()), name);
        for (const QByteArray& name : cannot.split(' '))
            QVERIFY2(name.isEmpty() || !flow.mayHave(name.toStdString()), name);
    }
};

QTEST_GUILESS_MAIN(TestLabelFlow)
#include "tst_label_flow.moc"
