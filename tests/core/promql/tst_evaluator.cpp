#include "tests/core/promql/promql_fixture.h"

#include <QTest>

#include <limits>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

struct Case {
    const char* query;
    const char* at;
    const char* expected; ///< as describe() writes it; `error` and a part of the message
};

void addRows(std::initializer_list<Case> cases) {
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<QByteArray>("expected");
    for (const Case& c : cases)
        QTest::addRow("%s at %s", c.query, c.at)
            << QByteArray(c.query) << QByteArray(c.at) << QByteArray(c.expected);
}

void check(const TestSeries& series) {
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, at);
    QFETCH(QByteArray, expected);
    const auto got = QByteArray::fromStdString(result(query.toStdString(), series, at.toStdString()));
    if (expected.startsWith("error: ")) {
        QVERIFY2(got.startsWith("error: "), got.constData());
        QVERIFY2(got.contains(expected.mid(7)), got.constData());
        return;
    }
    QCOMPARE(got, expected);
}

} // namespace

class TestEvaluator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_series.add("load{host=\"a\"}", "0+1x10").add("load{host=\"b\"}", "0+10x10");
        m_series.add("twin{host=\"a\"}", "1x10")
            .add("gone", "0 1 stale 3")
            .add("used{host=\"a\",disk=\"x\"}", "4x10");
        m_series.add("used{host=\"a\",disk=\"y\"}", "6x10").add("meta{host=\"a\",site=\"eu\"}", "1x10");
        m_series.add("restarts", "10 12 14 2 4 6")
            .add("mixed{x=\"1\"}", "NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN")
            .add("mixed{x=\"2\"}", "3x10");
        m_series.add("big{x=\"1\"}", "1e100x10").add("big{x=\"2\"}", "2x10").add("big{x=\"3\"}", "-1e100x10");
        m_series.add("seconds_bucket{le=\"0.1\"}", "50x10").add("seconds_bucket{le=\"1\"}", "100x10");
        m_series.add("seconds_bucket{le=\"+Inf\"}", "100x10");
    }

    void selectors_data() {
        addRows({{"load", "2m", "load{host=\"a\"} 2; load{host=\"b\"} 20"},
                 {"load{host=\"a\"}", "2m30s", "load{host=\"a\"} 2"},
                 {"load{host=~\"b|c\"}", "2m", "load{host=\"b\"} 20"},
                 {"load{host!=\"a\"}", "2m", "load{host=\"b\"} 20"},
                 {"{__name__=~\"lo.*\", host=\"a\"}", "1m", "load{host=\"a\"} 1"},
                 {"load{host=\"a\"} offset 1m", "5m", "load{host=\"a\"} 4"},
                 {"load{host=\"a\"} offset -1m", "5m", "load{host=\"a\"} 6"},
                 {"load{host=\"a\"} @ 120", "9m", "load{host=\"a\"} 2"},
                 {"load{host=\"a\"} @ 120 offset 1m", "9m", "load{host=\"a\"} 1"},
                 {"load{host=\"a\"} @ end()", "3m", "load{host=\"a\"} 3"},
                 // Look-back: the last sample is at 10m.
                 {"load{host=\"a\"}", "14m59s", "load{host=\"a\"} 10"},
                 {"load{host=\"a\"}", "15m", ""},
                 {"gone", "1m30s", "gone 1"},
                 {"gone", "2m", ""},
                 {"gone", "3m", "gone 3"},
                 {"gone[5m]", "3m", "gone 0@0s 1@1m 3@3m"},
                 // Ranges are open on the left.
                 {"load{host=\"a\"}[2m]", "4m", "load{host=\"a\"} 3@3m 4@4m"},
                 {"count_over_time(load{host=\"a\"}[2m])", "4m", "{host=\"a\"} 2"},
                 {"load{host=\"a\"}[2m] offset 1m", "4m", "load{host=\"a\"} 2@2m 3@3m"},
                 {"sum_over_time(load{host=\"a\"}[4m:2m])", "8m", "{host=\"a\"} 14"},
                 {"max_over_time(load[3m:])", "4m", "{host=\"a\"} 4; {host=\"b\"} 40"},
                 {"\"text\"", "1m", "\"text\""},
                 {"nothing", "1m", ""}});
    }
    void selectors() { check(m_series); }

    void operators_data() {
        addRows({{"1 + 2 * 3 ^ 2", "0s", "19"},
                 {"-2 ^ 2", "0s", "-4"},
                 {"7 % 4 - 1", "0s", "2"},
                 {"1 > bool 2", "0s", "0"},
                 {"1 / 0", "0s", "+Inf"},
                 {"0 / 0", "0s", "NaN"},
                 {"load * 2", "1m", "{host=\"a\"} 2; {host=\"b\"} 20"},
                 {"-load", "1m", "{host=\"a\"} -1; {host=\"b\"} -10"},
                 {"load > 5", "1m", "load{host=\"b\"} 10"},
                 {"5 < load", "1m", "load{host=\"b\"} 10"},
                 {"load > bool 5", "1m", "{host=\"a\"} 0; {host=\"b\"} 1"},
                 {"load != NaN", "1m", "load{host=\"a\"} 1; load{host=\"b\"} 10"},
                 {"load + load", "1m", "{host=\"a\"} 2; {host=\"b\"} 20"},
                 {"load + on(host) load", "1m", "{host=\"a\"} 2; {host=\"b\"} 20"},
                 {"load == on(host) load", "1m", "{host=\"a\"} 1; {host=\"b\"} 10"},
                 {"used / on(host) group_left load", "1m",
                  "{disk=\"x\", host=\"a\"} 4; {disk=\"y\", host=\"a\"} 6"},
                 {"load * on(host) group_right used", "1m",
                  "{disk=\"x\", host=\"a\"} 4; {disk=\"y\", host=\"a\"} 6"},
                 {"used * on(host) group_left(site) meta", "1m",
                  "{disk=\"x\", host=\"a\", site=\"eu\"} 4; {disk=\"y\", host=\"a\", site=\"eu\"} 6"},
                 {"used * ignoring(disk) load", "1m", "error: multiple matches for labels {host=\"a\"}"},
                 {"load * on(host) used", "1m", "error: duplicate series for the match group {host=\"a\"}"},
                 {"nothing * on(host) used", "1m", ""},
                 {"load and used", "1m", ""},
                 {"load and on(host) used", "1m", "load{host=\"a\"} 1"},
                 {"load unless on(host) used", "1m", "load{host=\"b\"} 10"},
                 {"load{host=\"a\"} or load", "1m", "load{host=\"a\"} 1; load{host=\"b\"} 10"},
                 {"load or on() vector(1)", "1m", "load{host=\"a\"} 1; load{host=\"b\"} 10"},
                 {"nothing or vector(7)", "1m", "{} 7"},
                 {"load + fill(0) on(host) nothing", "1m", "error: "},
                 {"load + on(host) fill_right(5) nothing", "1m", "{host=\"a\"} 6; {host=\"b\"} 15"},
                 {"{__name__=~\"load|twin\"} * 1", "1m", "error: same labels"}});
    }
    void operators() { check(m_series); }

    void aggregations_data() {
        addRows(
            {{"sum(load)", "1m", "{} 11"},
             {"sum by (host) (used)", "1m", "{host=\"a\"} 10"},
             {"sum without (disk) (used)", "1m", "{host=\"a\"} 10"},
             {"avg(used)", "1m", "{} 5"},
             {"min(used)", "1m", "{} 4"},
             {"max(used)", "1m", "{} 6"},
             {"count(used)", "1m", "{} 2"},
             {"group(used)", "1m", "{} 1"},
             {"stddev(used)", "1m", "{} 1"},
             {"stdvar(used)", "1m", "{} 1"},
             {"quantile(0.5, used)", "1m", "{} 5"},
             {"quantile(2, used)", "1m", "{} +Inf"},
             {"topk(1, used)", "1m", "used{disk=\"y\", host=\"a\"} 6"},
             {"topk(5, used)", "1m", "used{disk=\"y\", host=\"a\"} 6; used{disk=\"x\", host=\"a\"} 4"},
             {"bottomk by (host) (1, used)", "1m", "used{disk=\"x\", host=\"a\"} 4"},
             {"topk(0, used)", "1m", ""},
             {"topk(NaN, used)", "1m", "error: NaN"},
             {"limitk(1, used)", "1m", "used{disk=\"x\", host=\"a\"} 4"},
             {"limit_ratio(0, used)", "1m", ""},
             {"count(limit_ratio(0.5, used) or limit_ratio(-0.5, used))", "1m", "{} 2"},
             {"limit_ratio(2, used)", "1m", "error: between -1 and 1"},
             {"count_values without (host) (\"v\", count_values(\"v\", load > bool 0))", "1m", "{v=\"2\"} 1"},
             {"count_values(\"v\", used)", "1m", "{v=\"4\"} 1; {v=\"6\"} 1"},
             {"sum(nothing)", "1m", ""},
             {"max(mixed)", "1m", "{} 3"},
             {"sum(big)", "1m", "{} 2"}});
    }
    void aggregations() { check(m_series); }

    void rangeFunctions_data() {
        addRows({{"rate(load{host=\"a\"}[2m])", "5m", "{host=\"a\"} 0.016666666666666666"},
                 {"increase(restarts[5m])", "5m", "{} 10"},
                 {"delta(load{host=\"a\"}[2m])", "5m", "{host=\"a\"} 2"},
                 {"irate(restarts[5m])", "3m", "{} 0.03333333333333333"},
                 {"idelta(load{host=\"b\"}[5m])", "3m", "{host=\"b\"} 10"},
                 {"rate(load[1m])", "5m", ""},
                 {"deriv(load{host=\"a\"}[5m])", "5m", "{host=\"a\"} 0.016666666666666666"},
                 {"predict_linear(load{host=\"a\"}[5m], 60)", "5m", "{host=\"a\"} 6"},
                 {"changes(restarts[10m])", "4m", "{} 4"},
                 {"resets(restarts[10m])", "4m", "{} 1"},
                 {"increase(load{host=\"a\"}[2m] anchored)", "5m", "{host=\"a\"} 2"},
                 {"increase(load{host=\"a\"}[2m] smoothed)", "5m30s", "{host=\"a\"} 2"},
                 {"load{host=\"a\"} smoothed", "5m30s", "load{host=\"a\"} 5.5"},
                 {"sum_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 6"},
                 {"avg_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 2"},
                 {"min_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 1"},
                 {"max_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 3"},
                 {"last_over_time(load{host=\"a\"}[3m])", "3m", "load{host=\"a\"} 3"},
                 {"first_over_time(load{host=\"a\"}[3m])", "3m", "load{host=\"a\"} 1"},
                 {"present_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 1"},
                 {"stdvar_over_time(load{host=\"a\"}[2m])", "3m", "{host=\"a\"} 0.25"},
                 {"quantile_over_time(0.5, load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 2"},
                 {"mad_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 1"},
                 {"ts_of_max_over_time(load{host=\"a\"}[3m])", "3m", "{host=\"a\"} 180"},
                 {"double_exponential_smoothing(load{host=\"a\"}[3m], 0.5, 0.5)", "3m", "{host=\"a\"} 3"},
                 {"double_exponential_smoothing(load[3m], 2, 0.5)", "3m", "error: between 0 and 1"}});
    }
    void rangeFunctions() { check(m_series); }

    void instantFunctions_data() {
        addRows({{"abs(-load{host=\"a\"})", "1m", "{host=\"a\"} 1"},
                 {"ceil(vector(1.2))", "0s", "{} 2"},
                 {"floor(vector(-1.2))", "0s", "{} -2"},
                 {"round(vector(2.5))", "0s", "{} 3"},
                 {"round(vector(7), 5)", "0s", "{} 5"},
                 {"sgn(vector(-3))", "0s", "{} -1"},
                 {"sqrt(vector(16))", "0s", "{} 4"},
                 {"ln(exp(vector(1)))", "0s", "{} 1"},
                 {"log2(vector(8)) + log10(vector(100))", "0s", "{} 5"},
                 {"clamp(load, 2, 5)", "1m", "{host=\"a\"} 2; {host=\"b\"} 5"},
                 {"clamp(load, 5, 2)", "1m", ""},
                 {"clamp_min(load, 5)", "1m", "{host=\"a\"} 5; {host=\"b\"} 10"},
                 {"clamp_max(load, NaN)", "1m", "{host=\"a\"} NaN; {host=\"b\"} NaN"},
                 {"cos(vector(0)) + deg(vector(pi()))", "0s", "{} 181"},
                 {"scalar(load)", "1m", "NaN"},
                 {"scalar(load{host=\"a\"})", "1m", "1"},
                 {"min_of(1, 2) + max_of(1, 2)", "0s", "3"},
                 {"time()", "1m", "60"},
                 {"timestamp(load{host=\"a\"})", "1m30s", "{host=\"a\"} 60"},
                 {"timestamp(load{host=\"a\"} + 1)", "1m30s", "{host=\"a\"} 90"},
                 {"year(vector(1709210096)) * 100 + month(vector(1709210096))", "0s", "{} 202402"},
                 {"days_in_month(vector(1709210096))", "0s", "{} 29"},
                 {"day_of_year(vector(1709210096))", "0s", "{} 60"},
                 {"day_of_month(vector(1709210096))", "0s", "{} 29"},
                 {"day_of_week(vector(1709210096))", "0s", "{} 4"},
                 // Beyond the years that 16 bits count, as Go's calendar has them.
                 {"year(vector(-1e12)) * 10 + day_of_week(vector(-1e12))", "0s", "{} -297188"},
                 {"year(vector(1e12)) * 1000 + day_of_year(vector(1e12))", "0s", "{} 33658270"},
                 {"hour(vector(1709210096)) * 60 + minute(vector(1709210096))", "0s", "{} 754"},
                 {"hour()", "2h", "{} 2"},
                 {"hour(vector(Inf))", "0s", "{} NaN"},
                 {"sort(load)", "1m", "load{host=\"a\"} 1; load{host=\"b\"} 10"},
                 {"sort_desc(load)", "1m", "load{host=\"b\"} 10; load{host=\"a\"} 1"},
                 {"sort_by_label_desc(load, \"host\")", "1m", "load{host=\"b\"} 10; load{host=\"a\"} 1"},
                 {"absent(nothing{host=\"a\", x=~\"b.*\"})", "1m", "{host=\"a\"} 1"},
                 {"absent(load)", "1m", ""},
                 {"absent_over_time(load{host=\"z\"}[5m])", "1m", "{host=\"z\"} 1"},
                 {"info(load{host=\"a\"})", "1m", "load{host=\"a\"} 1"}});
    }
    void instantFunctions() { check(m_series); }

    void labelFunctions_data() {
        addRows({{"label_replace(meta, \"zone\", \"$1-x\", \"site\", \"(e).*\")", "1m",
                  "meta{host=\"a\", site=\"eu\", zone=\"e-x\"} 1"},
                 {"label_replace(meta, \"zone\", \"${first}\", \"site\", \"(?P<first>e).*\")", "1m",
                  "meta{host=\"a\", site=\"eu\", zone=\"e\"} 1"},
                 {"label_replace(meta, \"zone\", \"$1x$$\", \"site\", \"(e).*\")", "1m",
                  "meta{host=\"a\", site=\"eu\", zone=\"$\"} 1"},
                 {"label_replace(meta, \"zone\", \"y\", \"site\", \"e\")", "1m",
                  "meta{host=\"a\", site=\"eu\"} 1"},
                 {"label_replace(meta, \"site\", \"\", \"host\", \"a\")", "1m", "meta{host=\"a\"} 1"},
                 {"label_replace(rate(load{host=\"a\"}[5m]), \"__name__\", \"${1}_rate\", \"__name__\", "
                  "\"(.*)\")",
                  "1m", "load_rate{host=\"a\"} 0.0033333333333333335"},
                 {"count(label_replace(load, \"host\", \"same\", \"\", \"\"))", "1m", "error: same labelset"},
                 {"label_replace(meta, \"\", \"x\", \"site\", \"e\")", "1m", "error: 1:21: not a label name"},
                 {"label_replace(meta, \"x\", \"y\", \"site\", \"(\")", "1m", "error: regular expression"},
                 {"label_join(meta, \"both\", \"-\", \"host\", \"site\")", "1m",
                  "meta{both=\"a-eu\", host=\"a\", site=\"eu\"} 1"},
                 {"label_join(meta, \"site\", \"-\")", "1m", "meta{host=\"a\"} 1"}});
    }
    void labelFunctions() { check(m_series); }

    void histogramFunctions_data() {
        addRows({{"histogram_quantile(0.5, seconds_bucket)", "1m", "{} 0.1"},
                 {"histogram_quantile(0.75, seconds_bucket)", "1m", "{} 0.55"},
                 {"histogram_quantile(0.99, seconds_bucket)", "1m", "{} 0.982"},
                 {"histogram_quantile(-1, seconds_bucket)", "1m", "{} -Inf"},
                 {"histogram_quantile(0.5, seconds_bucket{le!=\"+Inf\"})", "1m", "{} NaN"},
                 {"histogram_quantile(0.5, load)", "1m", ""},
                 {"histogram_fraction(0, 0.1, seconds_bucket)", "1m", "{} 0.5"},
                 {"histogram_quantiles(seconds_bucket, \"q\", 0.5, 0.75)", "1m",
                  "{q=\"0.5\"} 0.1; {q=\"0.75\"} 0.55"},
                 {"histogram_count(load)", "1m", ""}});
    }
    void histogramFunctions() { check(m_series); }

    void stopsAtTheSampleBudget_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("samples") << QByteArray("sum_over_time(load[10m])");
        QTest::newRow("subquery steps") << QByteArray("sum_over_time(nothing[1y:1ms])");
        QTest::newRow("nested subqueries") << QByteArray("max_over_time(max_over_time(load[1h:1s])[1h:1s])");
    }
    void stopsAtTheSampleBudget() {
        QFETCH(QByteArray, query);
        EvalOptions options;
        options.maxSamples = 10;
        const std::string got = result(query.toStdString(), m_series, "10m", options);
        QVERIFY2(got.find("touches more than 10 samples") != std::string::npos, got.c_str());
    }

    void survivesExtremeDurations_data() {
        QTest::addColumn<QByteArray>("query");
        for (const char* query :
             {"load offset 290y", "load offset -290y", "sum_over_time(load[290y])", "load @ 9e9",
              "rate(load[290y] offset 290y @ -9e9)", "sum_over_time(load[1m:290y])"})
            QTest::newRow(query) << QByteArray(query);
    }
    void survivesExtremeDurations() {
        QFETCH(QByteArray, query);
        const std::string got = result(query.toStdString(), m_series, "10m");
        QVERIFY2(got.find("error") == std::string::npos, got.c_str());
    }

    void looksBackAsLongAsAsked() {
        EvalOptions options;
        options.lookback = std::chrono::minutes(1);
        QCOMPARE(result("load{host=\"a\"}", m_series, "11m", options), std::string());
        QCOMPARE(result("load{host=\"a\"}", m_series, "10m59s", options), std::string("load{host=\"a\"} 10"));
    }

    void loadsEachSelectorOnce() {
        const int before = m_series.selects();
        QVERIFY(!result("load + on(host) max_over_time(load[5m:10s])", m_series, "5m").empty());
        QCOMPARE(m_series.selects() - before, 2);
    }

private:
    TestSeries m_series;
};

QTEST_GUILESS_MAIN(TestEvaluator)
#include "tst_evaluator.moc"
