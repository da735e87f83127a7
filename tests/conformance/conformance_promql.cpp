// Runs every promql_expr_test of a folder of promtool test files and says how many agree.
//   conformance_promql FOLDER
// Exit code 0 when all pass, 1 when some fail, 2 when the folder cannot be read.

#include "core/promql/query.h"
#include "core/rules/testing/series_notation.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace eventflow::conformance {

namespace {

struct Score {
    int passed = 0;
    int total = 0;
};

struct Expected {
    Labels labels;
    double value = 0;
};

/// promtool's fuzzy_compare.
bool agree(double a, double b) {
    constexpr double kRelative = 1e-6;
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    if (a == b) return true;
    return std::fabs(a - b) <= kRelative * (std::fabs(a) + std::fabs(b)) / 2;
}

/// The series of one test. Lives as long as the test is evaluated.
class InputSeries final : public SeriesSource {
public:
    InputSeries() : m_catalog(std::numeric_limits<std::size_t>::max()) {}

    Status add(const YAML::Node& series, Duration interval) {
        const auto labels = rules::testing::parseSeriesName(series["series"].as<std::string>());
        if (!labels) return labels.error();
        rules::testing::NotationProblem problem;
        const auto values = rules::testing::parseSeriesValues(series["values"].as<std::string>(), problem);
        if (!values) return Error{ErrorCode::ParseError, problem.message};
        SeriesIdentity* identity = m_catalog.findOrAdd(*labels, "");
        Timestamp ts{};
        for (rules::testing::ValueCursor cursor(*values); !cursor.atEnd(); cursor.next()) {
            if (const auto value = cursor.value()) m_head.append(*identity, ts, *value);
            ts += interval;
        }
        return {};
    }

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override {
        return m_head.select(matchers, after, until, out);
    }

private:
    SeriesCatalog m_catalog;
    SeriesHead m_head;
};

std::string describe(const promql::Value& value) {
    if (const auto* scalar = std::get_if<double>(&value)) return "scalar " + std::to_string(*scalar);
    const auto* vector = std::get_if<promql::InstantVector>(&value);
    if (vector == nullptr) return "neither scalar nor vector";
    std::string out;
    for (const promql::VectorSample& sample : *vector)
        out += "\n      " + sample.labels.toString() + ' ' + std::to_string(sample.value);
    return out.empty() ? "nothing" : out;
}

/// "" when it agrees, else what came instead.
std::string difference(const promql::Value& value, std::vector<Expected> expected) {
    promql::InstantVector got;
    if (const auto* scalar = std::get_if<double>(&value))
        got.push_back({{}, *scalar});
    else if (const auto* vector = std::get_if<promql::InstantVector>(&value))
        got = *vector;
    else if (std::holds_alternative<std::string>(value))
        return expected.empty() ? "" : "a string";
    else
        return "a range vector";
    std::ranges::sort(got, {}, &promql::VectorSample::labels);
    std::ranges::sort(expected, {}, &Expected::labels);
    const bool same = std::ranges::equal(got, expected, [](const auto& g, const Expected& e) {
        return g.labels == e.labels && agree(g.value, e.value);
    });
    return same ? "" : describe(value);
}

std::string runCase(const YAML::Node& test, const InputSeries& series) {
    const auto at = parseDuration(test["eval_time"].as<std::string>());
    if (!at) return "bad eval_time";
    std::vector<Expected> expected;
    for (const YAML::Node& sample : test["exp_samples"]) {
        const auto labels = rules::testing::parseSeriesName(sample["labels"].as<std::string>());
        if (!labels) return "bad labels: " + labels.error().detail;
        expected.push_back({*labels, sample["value"].as<double>()});
    }
    const auto expression = promql::Expression::parse(test["expr"].as<std::string>());
    if (!expression) return expression.error().detail;
    const auto value = promql::evaluate(*expression, series, Timestamp(*at));
    if (!value) return value.error().detail;
    return difference(*value, std::move(expected));
}

Score runFile(const std::filesystem::path& path) {
    Score score;
    for (const YAML::Node& test : YAML::LoadFile(path.string())["tests"]) {
        const auto interval = parseDuration(test["interval"].as<std::string>());
        InputSeries series;
        for (const YAML::Node& input : test["input_series"])
            if (Status status = series.add(input, interval.value_or(Duration(0))); !status)
                std::printf("%s: %s\n", path.filename().c_str(), status.error().detail.c_str());
        for (const YAML::Node& evaluation : test["promql_expr_test"]) {
            ++score.total;
            const std::string problem = runCase(evaluation, series);
            if (problem.empty())
                ++score.passed;
            else
                std::printf("FAIL %s: %s at %s: %s\n", path.filename().c_str(),
                            evaluation["expr"].as<std::string>().c_str(),
                            evaluation["eval_time"].as<std::string>().c_str(), problem.c_str());
        }
    }
    return score;
}

int run(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")
            files.push_back(entry.path());
    std::ranges::sort(files);
    Score all;
    for (const auto& file : files) {
        const Score score = runFile(file);
        std::printf("%s: %d of %d\n", file.filename().c_str(), score.passed, score.total);
        all.passed += score.passed;
        all.total += score.total;
    }
    std::printf("passed %d of %d\n", all.passed, all.total);
    return all.passed == all.total ? 0 : 1;
}

} // namespace

} // namespace eventflow::conformance

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: conformance_promql FOLDER\n");
        return 2;
    }
    try {
        return eventflow::conformance::run(argv[1]);
    } catch (const std::exception& error) { // yaml-cpp and filesystem throw
        std::fprintf(stderr, "%s: %s\n", argv[1], error.what());
        return 2;
    }
}
