#include "core/base/json_writer.h"
#include "tests/core/promql/promql_fixture.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

// promtool 2.x has windows that are closed on the left, so no window here may begin at a sample: samples are
// at whole minutes, evaluations and therefore window ends 10 seconds behind.
constexpr const char* kAt = "40m10s";

struct Input {
    std::string series;
    std::string values;
};

std::vector<Input> inputs() {
    std::mt19937 random(11);
    std::vector<Input> all;
    for (const char* host : {"a", "b", "c"})
        for (const char* code : {"200", "500"}) {
            std::string counter;
            std::string gauge;
            double total = 10'000;
            for (int i = 0; i < 60; ++i) {
                // Restarts high enough that no rate would be cut off at zero.
                total = random() % 25 == 0 ? 5'000 : total + static_cast<double>(random() % 50);
                const bool gap = random() % 15 == 0;
                counter += gap ? "_ " : formatDouble(total) + ' ';
                gauge += gap ? "_ " : formatDouble(static_cast<double>(random() % 1000) / 8 - 60) + ' ';
            }
            const std::string labels = std::string("{code=\"") + code + "\",host=\"" + host + "\"}";
            all.push_back({"requests_total" + labels, counter});
            all.push_back({"load" + labels, gauge});
        }
    const std::vector<std::pair<std::string, std::string>> buckets{
        {"0.1", "0+5x60"}, {"0.5", "0+12x60"}, {"1", "0+17x60"}, {"+Inf", "0+20x60"}};
    for (const auto& [le, values] : buckets)
        all.push_back({"seconds_bucket{le=\"" + le + "\"}", values});
    all.push_back({"site{host=\"a\",dc=\"eu\"}", "1x60"});
    all.push_back({"site{host=\"b\",dc=\"us\"}", "1x60"});
    return all;
}

// promtool compares exactly. Rounded is what differs in the last digit by the order of summation or the C
// library.
const std::vector<const char*> kQueries{
    "load",
    "load offset 7m",
    "load @ 610",
    "load > 0",
    "load > bool 0",
    "-load % 7",
    "round(load ^ 2 / 3, 1e-9)",
    "load - on(host, code) load offset 3m",
    "requests_total{code=\"500\"} / ignoring(code) requests_total{code=\"200\"}",
    "load * on(host) group_left(dc) site",
    "load and on(host) site",
    "load unless on(host) site",
    "load{code=\"200\"} or load",
    "sum by (host) (load)",
    "round(avg without (code) (load), 1e-9)",
    "min(load)",
    "max by (code) (load)",
    "count by (code) (load > 0)",
    "group by (host) (load)",
    "round(stddev(load), 1e-9)",
    "round(stdvar by (host) (load), 1e-9)",
    "topk(2, load)",
    "bottomk by (host) (1, load)",
    "round(quantile(0.3, load), 1e-9)",
    "count_values(\"v\", round(load, 50))",
    "round(rate(requests_total[10m]), 1e-9)",
    "round(increase(requests_total[17m]), 1e-9)",
    "round(delta(load[9m]), 1e-9)",
    "irate(requests_total[5m])",
    "idelta(load[5m])",
    "round(deriv(load[10m]), 1e-9)",
    "round(predict_linear(load[10m], 600), 1e-9)",
    "resets(requests_total[30m])",
    "changes(load[12m])",
    "round(sum_over_time(load[10m]), 1e-9)",
    "round(avg_over_time(load[10m]), 1e-9)",
    "min_over_time(load[10m])",
    "max_over_time(load[10m])",
    "count_over_time(load[10m])",
    "round(stddev_over_time(load[10m]), 1e-9)",
    "round(stdvar_over_time(load[10m]), 1e-9)",
    "round(quantile_over_time(0.7, load[10m]), 1e-9)",
    "last_over_time(load[10m])",
    "present_over_time(load[10m])",
    "absent(load)",
    "absent(load{host=\"z\", code=~\"5..\"})",
    "absent_over_time(nothing{host=\"z\"}[5m])",
    "abs(load)",
    "ceil(load)",
    "floor(load)",
    "round(load, 0.5)",
    "round(exp(load / 100), 1e-9)",
    "round(ln(abs(load)), 1e-9)",
    "round(log2(abs(load)), 1e-9)",
    "round(log10(abs(load)), 1e-9)",
    "round(sqrt(abs(load)), 1e-9)",
    "sgn(load)",
    "clamp(load, -10, 10)",
    "clamp_min(load, 0)",
    "clamp_max(load, 0)",
    "round(sin(load) + cos(load) + tan(load), 1e-9)",
    "round(asinh(load) + atan(load) + tanh(load), 1e-9)",
    "round(deg(load) - rad(load), 1e-9)",
    "round(load atan2 load offset 1m, 1e-9)",
    "vector(scalar(sum(load)))",
    "vector(time())",
    "timestamp(load)",
    "day_of_week() + day_of_month() + hour() + minute()",
    "month(load * 1e7) + year(load * 1e7) + days_in_month(load * 1e7)",
    "label_replace(load, \"node\", \"n-$1\", \"host\", \"(.*)\")",
    "label_join(load, \"both\", \"/\", \"host\", \"code\")",
    "round(histogram_quantile(0.9, seconds_bucket), 1e-9)",
    "round(histogram_quantile(0.5, rate(seconds_bucket[10m])), 1e-9)",
    "round(max_over_time(rate(requests_total[5m])[20m:430s]), 1e-9)",
    "sum_over_time(sum by (host) (load)[15m:130s])",
    "round(sum(rate(requests_total{code=\"500\"}[10m])) by (host) / sum(rate(requests_total[10m])) by (host) "
    "> 0.4, 1e-9)",
};

std::string yamlQuoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + '\'';
}

std::string yamlNumber(double value) {
    if (std::isnan(value)) return ".nan";
    if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
    return formatDouble(value);
}

std::string expectation(const char* query, const InstantVector& vector) {
    std::string out = std::string("  - expr: ") + yamlQuoted(query) + "\n    eval_time: " + kAt + "\n";
    out += vector.empty() ? "    exp_samples: []\n" : "    exp_samples:\n";
    for (const VectorSample& sample : vector)
        out += "    - {labels: " + yamlQuoted(sample.labels.toString()) +
               ", value: " + yamlNumber(sample.value) + "}\n";
    return out;
}

} // namespace

/// Writes what we compute as the expectation of a promtool test file and lets promtool judge it.
class TestPromtool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void promtoolAgrees() {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty()) QSKIP("promtool is not installed");
        TestSeries series;
        std::string file =
            "rule_files: []\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n";
        for (const Input& input : inputs()) {
            series.add(input.series, input.values);
            file += "  - {series: " + yamlQuoted(input.series) + ", values: '" + input.values + "'}\n";
        }
        file += "  promql_expr_test:\n";
        for (const char* query : kQueries) {
            const auto expression = Expression::parse(query);
            QVERIFY2(expression.has_value(), expression ? query : expression.error().detail.c_str());
            const auto value = evaluate(*expression, series, Timestamp(*parseDuration(kAt)));
            QVERIFY2(value.has_value(), value ? query : value.error().detail.c_str());
            file += expectation(query, std::get<InstantVector>(*value));
        }
        const auto [exitCode, output] = run(promtool, file);
        QVERIFY2(exitCode == 0, output.constData());
    }

    void promtoolWouldNoticeADifference() {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty()) QSKIP("promtool is not installed");
        const std::string file = "rule_files: []\ntests:\n- interval: 1m\n  promql_expr_test:\n" +
                                 expectation("vector(1)", {{Labels(), 2}});
        QVERIFY(run(promtool, file).first != 0);
    }

private:
    static std::pair<int, QByteArray> run(const QString& promtool, const std::string& text) {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("test.yaml")));
        if (!file.open(QIODevice::WriteOnly)) return {-1, "cannot write the test file"};
        file.write(text.data(), static_cast<qint64>(text.size()));
        file.close();
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(promtool, {QStringLiteral("test"), QStringLiteral("rules"), file.fileName()});
        if (!process.waitForFinished(60'000)) return {-1, "promtool did not finish"};
        return {process.exitCode(), process.readAll()};
    }
};

QTEST_GUILESS_MAIN(TestPromtool)
#include "tst_promtool.moc"
