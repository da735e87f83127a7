#include "core/rules/threshold.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::rules;

namespace {
std::optional<Thresholds> of(const char* text) {
    return thresholdsOf(*promql::Expression::parse(text));
}
} // namespace

class TestThreshold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsComparisonsWithConstants_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("operand"); // empty: no threshold
        QTest::addColumn<bool>("atZero");
        const auto row = [](const char* text, const char* operand, bool atZero = false) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(operand) << atZero;
        };
        row("load > 90", "load", false);
        row("90 > load", "load", true);
        row("(load) <= 0", "load", true);
        row("load < 0", "load", false);
        row("rate(x[5m]) == 0", "rate(x[5m])", true);
        row("sum by (a) (x) != 2 * 60 ^ 1", "");
        row("x != 2 * (60 - 1)", "x", true);
        row("0 < x < 5", "x", false);
        row("-1 < x < 5", "x", true);
        row("x > bool 5", "");
        row("x > y", "");
        row("x > 5 and y", "");
        row("(x or y) > 5", "");
        row("x", "");
        row("1 > bool 0", "");
    }
    void readsComparisonsWithConstants() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, operand);
        QFETCH(bool, atZero);
        const auto thresholds = of(text.constData());
        QCOMPARE(thresholds.has_value(), !operand.isEmpty());
        if (!thresholds) return;
        QCOMPARE(QByteArray::fromStdString(thresholds->operand), operand);
        QCOMPARE(holds(*thresholds, 0), atZero);
    }

    void findsOverlaps() {
        QVERIFY(overlap(*of("x > 90"), *of("x < 95")));
        QVERIFY(!overlap(*of("x > 90"), *of("x < 80")));
        QVERIFY(!overlap(*of("x > 90"), *of("x <= 90")));
        QVERIFY(overlap(*of("x >= 90"), *of("x <= 90")));
        QVERIFY(!overlap(*of("x == 0"), *of("x > 0")));
        QVERIFY(overlap(*of("x == 1"), *of("0 < x < 2")));
    }
};

QTEST_GUILESS_MAIN(TestThreshold)
#include "tst_rules_threshold.moc"
