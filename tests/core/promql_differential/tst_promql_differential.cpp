// Random expressions over random series, evaluated by us and by promtool. The generator says what is left out
// and why. EVENTFLOW_DIFFERENTIAL_CASES and EVENTFLOW_DIFFERENTIAL_SEED change how many and which.

#include "core/base/json_writer.h"
#include "tests/core/promql/promql_fixture.h"
#include "tests/core/promql_differential/expression_generator.h"
#include "tests/core/promql_differential/promtool_output.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace eventflow;
using namespace eventflow::promql;
using namespace eventflow::promql::differential;

namespace {

constexpr int kDefaultCases = 10'000;
constexpr int kCasesPerRun = 1000;
constexpr int kMostShown = 40;
/// Nothing returns this series, so promtool reports every item and shows what it got.
constexpr const char* kNever = "    exp_samples: [{labels: 'never', value: 0}]\n";

struct Case {
    std::string expression;
    std::int64_t at = 0; ///< seconds
};

bool agree(double a, double b) {
    constexpr double kRelative = 1e-8;
    constexpr double kAbsolute = 1e-9;
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    if (a == b) return true;
    return std::fabs(a - b) <= kAbsolute + kRelative * std::max(std::fabs(a), std::fabs(b));
}

/// `overflows`: the version of the peer makes NaN where ours is infinite.
bool agree(InstantVector a, InstantVector b, bool overflows) {
    std::ranges::sort(a, {}, &VectorSample::labels);
    std::ranges::sort(b, {}, &VectorSample::labels);
    return std::ranges::equal(a, b, [overflows](const VectorSample& x, const VectorSample& y) {
        const bool overflow = overflows && std::isinf(x.value) && std::isnan(y.value);
        return x.labels == y.labels && (overflow || agree(x.value, y.value));
    });
}

Result<InstantVector> ours(const Case& item, const SeriesSource& series) {
    const auto expression = Expression::parse(item.expression);
    if (!expression) return expression.error();
    auto value = evaluate(*expression, series, timestampFromNs(item.at * 1'000'000'000));
    if (!value) return value.error();
    if (const auto* scalar = std::get_if<double>(&*value)) return InstantVector{{{}, *scalar}};
    return std::get<InstantVector>(std::move(*value));
}

/// "" when both say the same.
std::string difference(const Case& item, const SeriesSource& series, const Verdict& theirs) {
    const auto mine = ours(item, series);
    if (!mine && !theirs.error.empty()) return {};
    const bool hasSquares = item.expression.find("stddev") != std::string::npos ||
                            item.expression.find("stdvar") != std::string::npos;
    if (mine && theirs.error.empty() && agree(*mine, theirs.samples, hasSquares)) return {};
    return item.expression + " at " + std::to_string(item.at) +
           "s\n    ours:   " + (mine ? describe(Value(*mine)) : "error: " + mine.error().detail) +
           "\n    theirs: " +
           (theirs.error.empty() ? describe(Value(theirs.samples)) : "error: " + theirs.error);
}

std::string singleQuoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? "''" : std::string(1, c);
    return out + '\'';
}

int fromEnvironment(const char* name, int fallback) {
    bool ok = false;
    const int value = qEnvironmentVariableIntValue(name, &ok);
    return ok ? value : fallback;
}

} // namespace

class TestPromqlDifferential : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPromtool() {
        if (QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty())
            QSKIP("promtool is not installed");
        const int cases = fromEnvironment("EVENTFLOW_DIFFERENTIAL_CASES", kDefaultCases);
        const int seed = fromEnvironment("EVENTFLOW_DIFFERENTIAL_SEED", 1);
        int found = 0, errors = 0, empty = 0;
        for (int done = 0; done < cases; done += kCasesPerRun) {
            ExpressionGenerator generator(static_cast<std::uint64_t>(seed) * 1'000'003 +
                                          static_cast<std::uint64_t>(done));
            TestSeries series;
            std::string file = "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n";
            for (const auto& [name, values] : generator.series()) {
                series.add(name, values);
                file += "  - {series: " + singleQuoted(name) + ", values: '" + values + "'}\n";
            }
            std::vector<Case> batch;
            file += "  promql_expr_test:\n";
            for (int i = 0; i < std::min(kCasesPerRun, cases - done); ++i) {
                batch.push_back({generator.expression(), generator.evaluationTime()});
                file += "  - expr: " + singleQuoted(batch.back().expression) +
                        "\n    eval_time: " + std::to_string(batch.back().at) + "s\n" + kNever;
            }
            // The last one makes promtool load everything: an offset may look ahead.
            file += std::string("  - expr: '0'\n    eval_time: 70m\n") + kNever;
            const auto verdicts = parseVerdicts(promtool(file));
            QVERIFY2(verdicts.has_value(), "promtool's output has another shape");
            QCOMPARE(verdicts->size(), batch.size() + 1);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                errors += (*verdicts)[i].error.empty() ? 0 : 1;
                empty += (*verdicts)[i].error.empty() && (*verdicts)[i].samples.empty() ? 1 : 0;
                const std::string text = difference(batch[i], series, (*verdicts)[i]);
                if (!text.empty() && ++found <= kMostShown) qWarning("%s", text.c_str());
            }
        }
        qInfo("%d cases, of which %d are errors and %d empty; %d differ", cases, errors, empty, found);
        QCOMPARE(found, 0);
        // Cases that say nothing would prove nothing.
        QVERIFY(errors < cases / 5);
        QVERIFY(empty < cases / 3);
    }

    void wouldNoticeADifference() {
        TestSeries series;
        series.add("load", "1x30");
        const auto verdicts =
            parseVerdicts("    expr: \"load\", time: 1m10s,\n        exp: nil\n        got: "
                          "{__name__=\"load\", a=\"x,\\\"y\"} 1.5E+00, {} NaN\n");
        QVERIFY(verdicts.has_value());
        QCOMPARE(verdicts->size(), 1U);
        QCOMPARE(verdicts->front().samples.size(), 2U);
        QCOMPARE(verdicts->front().samples[0].labels.get("a"), std::string_view("x,\"y"));
        Labels load;
        load.set("__name__", "load");
        QVERIFY(!difference({"load", 70}, series, verdicts->front()).empty());
        QVERIFY(difference({"load", 70}, series, {"", {{load, 1}}}).empty());
        QVERIFY(!difference({"load", 70}, series, {"refused", {}}).empty());
    }

private:
    static std::string promtool(const std::string& text) {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("test.yaml")));
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(text.data(), static_cast<qint64>(text.size()));
        file.close();
        QProcess process;
        process.start(QStringLiteral("promtool"),
                      {QStringLiteral("test"), QStringLiteral("rules"), file.fileName()});
        if (!process.waitForFinished(120'000)) return {};
        return process.readAllStandardError().toStdString();
    }
};

QTEST_GUILESS_MAIN(TestPromqlDifferential)
#include "tst_promql_differential.moc"
