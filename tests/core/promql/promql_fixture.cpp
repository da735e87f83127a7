#include "tests/core/promql/promql_fixture.h"

#include "core/base/json_writer.h"
#include "core/rules/testing/series_notation.h"

#include <cstdlib>

namespace eventflow::promql {

TestSeries& TestSeries::add(std::string_view series, std::string_view values, Duration interval) {
    const auto labels = rules::testing::parseSeriesName(series);
    rules::testing::NotationProblem problem;
    const auto runs = rules::testing::parseSeriesValues(values, problem);
    if (!labels || !runs) std::abort(); // a mistake in a test
    Timestamp ts{};
    for (rules::testing::ValueCursor cursor(*runs); !cursor.atEnd(); cursor.next()) {
        if (const auto value = cursor.value()) m_head.append(*m_catalog.findOrAdd(*labels, ""), ts, *value);
        ts += interval;
    }
    return *this;
}

Status TestSeries::select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                          std::vector<SeriesSlice>& out) const {
    ++m_selects;
    return m_head.select(matchers, after, until, out);
}

std::string describe(const Value& value) {
    if (const auto* scalar = std::get_if<double>(&value)) return formatDouble(*scalar);
    if (const auto* text = std::get_if<std::string>(&value)) return '"' + *text + '"';
    std::string out;
    if (const auto* vector = std::get_if<InstantVector>(&value))
        for (const VectorSample& sample : *vector)
            out += (out.empty() ? "" : "; ") + sample.labels.toString() + ' ' + formatDouble(sample.value);
    if (const auto* range = std::get_if<RangeVector>(&value))
        for (const SeriesResult& series : *range) {
            out += (out.empty() ? "" : "; ") + series.labels.toString();
            for (const Sample& sample : series.samples)
                out += ' ' + formatDouble(sample.value) + '@' + formatDuration(sample.ts.time_since_epoch());
        }
    return out;
}

std::string result(std::string_view query, const SeriesSource& source, std::string_view at,
                   const EvalOptions& options) {
    const auto expression = Expression::parse(query);
    if (!expression) return "error: " + expression.error().detail;
    const auto value = evaluate(*expression, source, Timestamp(*parseDuration(at)), options);
    return value ? describe(*value) : "error: " + value.error().detail;
}

} // namespace eventflow::promql
