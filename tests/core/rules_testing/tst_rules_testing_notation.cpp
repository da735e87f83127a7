#include "core/base/json_writer.h"
#include "core/rules/testing/series_notation.h"
#include "core/series/series_source.h"

#include <QTest>

#include <limits>
#include <string>

using namespace eventflow;
using namespace eventflow::rules::testing;

namespace {

/// `1 2 _ stale`; after `atMost` values `…`.
std::string expanded(const std::string& text, int atMost = 12) {
    NotationProblem problem;
    const auto runs = parseSeriesValues(text, problem);
    if (!runs) return "byte " + std::to_string(problem.offset) + ": " + problem.message;
    std::string out;
    ValueCursor cursor(*runs);
    for (int i = 0; !cursor.atEnd(); cursor.next(), ++i) {
        if (!out.empty()) out += ' ';
        if (i == atMost) return out + "…";
        const auto value = cursor.value();
        out += !value ? "_" : isStaleMarker(*value) ? "stale" : formatDouble(*value);
    }
    return out;
}

} // namespace

class TestRulesTestingNotation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expandsRuns_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("values");
        const auto row = [](const char* text, const char* values) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(values);
        };
        row("", "");
        row("  1\t2\n3 ", "1 2 3");
        row("1x3", "1 1 1 1");
        row("1x0", "1");
        row("0+10x3", "0 10 20 30");
        row("8-2x3", "8 6 4 2");
        row("-1-2x2", "-1 -3 -5");
        row("-5+2x2", "-5 -3 -1");
        row("1+-2x2", "byte 2: a number is missing here");
        row("_ 1 _x2 2", "_ 1 _ _ 2");
        row("_x0 1", "1");
        row("1 stale 2", "1 stale 2");
        row("NaN Inf -Inf +Inf", "NaN +Inf -Inf +Inf");
        row("1e3+1x2", "1000 1001 1002");
        row("1e-3 .5 5. 1E+2", "0.001 0.5 5 100");
        row("0x10", "0 0 0 0 0 0 0 0 0 0 0");
        row("1x18446744073709551615", "1 1 1 1 1 1 1 1 1 1 1 1 …");
    }
    void expandsRuns() {
        QFETCH(QString, text);
        QFETCH(QString, values);
        QCOMPARE(QString::fromStdString(expanded(text.toStdString())), values);
    }

    // promtool adds the step again and again; 8 × 0.1 would be 0.8.
    void addsTheStepAsPromtoolDoes() {
        QCOMPARE(QString::fromStdString(expanded("0+0.1x8")),
                 QStringLiteral("0 0.1 0.2 0.30000000000000004 0.4 0.5 0.6 0.7 0.7999999999999999"));
    }

    void refusesWhatPromtoolRefuses_data() {
        QTest::addColumn<int>("byte");
        QTest::newRow("1 two") << 2;
        QTest::newRow("1 2x") << 4;
        QTest::newRow("1+2") << 3;
        QTest::newRow("1 + 2x3") << 3;
        QTest::newRow("stalex3") << 0;
        QTest::newRow("Infx3") << 0;
        QTest::newRow("ax3") << 0;
        QTest::newRow("0x1f") << 3;
        QTest::newRow("1_000") << 1;
        QTest::newRow("_x3x4") << 3;
        QTest::newRow("1,2") << 1;
        QTest::newRow("1x99999999999999999999") << 2;
        QTest::newRow("1 {{schema:0 sum:1}}") << 2;
        QTest::newRow("1.2.3") << 0;
    }
    void refusesWhatPromtoolRefuses() {
        QFETCH(int, byte);
        NotationProblem problem;
        QVERIFY(!parseSeriesValues(QTest::currentDataTag(), problem));
        QVERIFY(!problem.message.empty());
        QCOMPARE(static_cast<int>(problem.offset), byte);
    }

    void namesHistogramsInItsRefusal() {
        NotationProblem problem;
        QVERIFY(!parseSeriesValues("{{schema:0 count:1}}x3", problem));
        QVERIFY(problem.message.find("native histograms are not supported") != std::string::npos);
    }

    void readsSeriesNames_data() {
        QTest::addColumn<QString>("labels");
        QTest::newRow("up") << QStringLiteral("up");
        QTest::newRow("up{}") << QStringLiteral("up");
        QTest::newRow("{}") << QStringLiteral("{}");
        QTest::newRow(" { } ") << QStringLiteral("{}");
        QTest::newRow("up{job=\"a\", host='b',}") << QStringLiteral("up{host=\"b\", job=\"a\"}");
        QTest::newRow("{job=\"a\"}") << QStringLiteral("{job=\"a\"}");
        QTest::newRow("{job=\"\"}") << QStringLiteral("{}");
        QTest::newRow("{\"a.b\", c=\"d\"}") << QStringLiteral("{\"a.b\", c=\"d\"}");
        QTest::newRow("{__name__=\"up\"}") << QStringLiteral("up");
    }
    void readsSeriesNames() {
        QFETCH(QString, labels);
        const auto parsed = parseSeriesName(QTest::currentDataTag());
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().detail.c_str());
        QCOMPARE(QString::fromStdString(parsed->toString()), labels);
    }

    void refusesWhatIsNoSeries_data() {
        QTest::addColumn<int>("unused");
        for (const char* text : {"", "up{job!=\"a\"}", "up{job=~\"a\"}", "up offset 1m", "sum(up)", "up[5m]",
                                 "up{", "1", "{", "up @ 3"})
            QTest::newRow(text) << 0;
    }
    void refusesWhatIsNoSeries() { QVERIFY(!parseSeriesName(QTest::currentDataTag())); }
};

QTEST_GUILESS_MAIN(TestRulesTestingNotation)
#include "tst_rules_testing_notation.moc"
