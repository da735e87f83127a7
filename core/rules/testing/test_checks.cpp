#include "core/rules/testing/test_checks.h"

#include "core/base/json_writer.h"
#include "core/model/alert_order.h"
#include "core/rules/expression_error.h"
#include "core/rules/testing/promtool_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace eventflow::rules::testing {

namespace {

bool fires(const Alert& alert) {
    // promtool knows no recovering: keep_firing_for keeps an alert firing.
    return isFiring(alert.state);
}

bool isActive(const Alert& alert) {
    return alert.state == AlertState::Pending || fires(alert);
}

bool sameValue(double a, double b, bool fuzzy) {
    if (a == b || !fuzzy) return a == b;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    return std::nextafter(a, -kInfinity) == b || std::nextafter(a, kInfinity) == b;
}

std::string stateOf(const Alert& alert) {
    std::string out = std::string(toString(alert.state)) + ' ' + alert.labels.toString();
    if (!alert.annotations.empty()) out += " annotations " + alert.annotations.toString();
    return out + " value " + formatDouble(alert.value);
}

std::string wanted(const StateCheck& check) {
    std::string out = check.none ? "none" : check.state ? toString(*check.state) : "active";
    out += ' ' + check.alerts.toString();
    for (const AnnotationMatch& match : check.annotations)
        out += ", " + match.name + (match.contains ? " matching " : " ") +
               eventflow::quoted(match.contains ? match.text.substr(1) : match.text);
    if (check.value) {
        out += ", value " + formatDouble(check.value->expected);
        if (check.value->tolerance > 0) out += " ± " + formatDouble(check.value->tolerance);
    }
    return out;
}

bool matches(const AnnotationMatch& match, const Alert& alert) {
    const std::string text(alert.annotations.get(match.name));
    return match.contains ? re2::RE2::PartialMatch(text, *match.contains) : text == match.text;
}

bool matches(const StateCheck& check, const Alert& alert) {
    if (!check.alerts.selects(alert)) return false;
    if (check.none || !check.state) return isActive(alert);
    if (alert.state != *check.state) return false;
    return true;
}

bool matchesDetails(const StateCheck& check, const Alert& alert) {
    if (check.value) {
        const double difference = std::fabs(alert.value - check.value->expected);
        const bool bothNaN = std::isnan(alert.value) && std::isnan(check.value->expected);
        if (!bothNaN && alert.value != check.value->expected && !(difference <= check.value->tolerance))
            return false;
    }
    return std::ranges::all_of(check.annotations, [&](const auto& match) { return matches(match, alert); });
}

/// The element of an instant vector that a value is, as promtool takes it.
Result<promql::InstantVector> evaluated(const ExpressionCheck& check, const SeriesSource& series,
                                        Timestamp at, Duration interval) {
    const auto expression = promql::Expression::parse(check.expression);
    if (!expression) return expression.error();
    promql::EvalOptions options;
    options.subqueryStep = interval;
    auto value = promql::evaluate(*expression, series, at, options);
    if (!value) return value.error();
    if (const auto* scalar = std::get_if<double>(&*value)) return promql::InstantVector{{{}, *scalar}};
    if (auto* vector = std::get_if<promql::InstantVector>(&*value)) return std::move(*vector);
    return Error{ErrorCode::InvalidArgument, "rule result is not a vector or scalar"};
}

Result<promql::InstantVector> expectedSamples(const ExpressionCheck& check) {
    promql::InstantVector samples;
    for (const ExpressionCheck::Expected& expected : check.expected) {
        const auto labels = parseSeriesName(expected.series);
        if (!labels) return labels.error().at("labels " + eventflow::quoted(expected.series));
        samples.push_back({*labels, expected.value});
    }
    return samples;
}

std::string relative(Timestamp tick, Timestamp start) {
    return formatDuration(tick - start);
}

bool holds(BudgetCheck::Comparison comparison, std::uint64_t count, std::uint64_t bound) {
    switch (comparison) {
    case BudgetCheck::Comparison::Equal:
        return count == bound;
    case BudgetCheck::Comparison::Less:
        return count < bound;
    case BudgetCheck::Comparison::LessEqual:
        return count <= bound;
    case BudgetCheck::Comparison::Greater:
        return count > bound;
    case BudgetCheck::Comparison::GreaterEqual:
        return count >= bound;
    }
    return false;
}

const char* toString(BudgetCheck::Comparison comparison) {
    switch (comparison) {
    case BudgetCheck::Comparison::Equal:
        return "==";
    case BudgetCheck::Comparison::Less:
        return "<";
    case BudgetCheck::Comparison::LessEqual:
        return "<=";
    case BudgetCheck::Comparison::Greater:
        return ">";
    case BudgetCheck::Comparison::GreaterEqual:
        return ">=";
    }
    return "";
}

} // namespace

std::optional<TestFailure> judge(const RuleTest& test, const AlertCheck& check,
                                 std::span<const Alert> alerts) {
    std::vector<AlertCheck::Expected> expected = check.expected;
    std::vector<AlertCheck::Expected> got;
    for (const Alert& alert : alerts)
        if (alert.rule == check.alert && fires(alert)) got.push_back({alert.labels, alert.annotations});
    const auto key = [](const AlertCheck::Expected& alert) {
        return std::tie(alert.labels, alert.annotations);
    };
    std::ranges::sort(expected, {}, key);
    std::ranges::sort(got, {}, key);
    if (std::ranges::equal(expected, got, {}, key, key)) return std::nullopt;
    std::string text = test.name.empty() ? "" : "    name: " + test.name + ",\n";
    text += "    alertname: " + check.alert + ", time: " + formatDuration(check.at) + ", \n";
    text += "        exp:" + promtoolText(expected) + ", \n        got:" + promtoolText(got);
    std::vector<AlertCheck::Expected> common;
    std::ranges::set_intersection(expected, got, std::back_inserter(common), {}, key, key);
    return TestFailure{check.location, std::move(text), expected.size() - common.size(),
                       got.size() - common.size()};
}

std::optional<TestFailure> judge(const ExpressionCheck& check, const SeriesSource& series, Timestamp start,
                                 Duration interval, bool fuzzy) {
    const std::string where =
        "    expr: " + eventflow::quoted(check.expression) + ", time: " + formatDuration(check.at) + ",";
    auto got = evaluated(check, series, start + check.at, interval);
    if (!got) return TestFailure{check.location, where + " err: " + got.error().detail};
    auto expected = expectedSamples(check);
    if (!expected) return TestFailure{check.location, where + " err: " + expected.error().detail};
    std::ranges::stable_sort(*got, {}, &promql::VectorSample::labels);
    std::ranges::stable_sort(*expected, {}, &promql::VectorSample::labels);
    const bool same = std::ranges::equal(*got, *expected, [&](const auto& a, const auto& b) {
        return a.labels == b.labels && sameValue(a.value, b.value, fuzzy);
    });
    if (same) return std::nullopt;
    return TestFailure{check.location, where + "\n        exp: " + promtoolText(*expected) +
                                           "\n        got: " + promtoolText(*got)};
}

std::optional<TestFailure> judge(const StateCheck& check, std::span<const Alert> alerts) {
    std::string there;
    bool found = false;
    for (const Alert& alert : alerts) {
        if (alert.rule != check.alerts.alert) continue;
        there += "\n          " + stateOf(alert);
        found |= matches(check, alert) && (check.none || matchesDetails(check, alert));
    }
    if (found != check.none) return std::nullopt;
    return TestFailure{check.location, "    expect: " + wanted(check) +
                                           ", time: " + formatDuration(check.at) +
                                           "\n        got:" + (there.empty() ? " none" : there)};
}

std::optional<TestFailure> judge(const TimelineCheck& check, std::span<const AlertTransition> transitions,
                                 Timestamp start) {
    std::vector<TimelineCheck::Step> steps;
    std::string expected;
    std::string got;
    const Labels* seen = nullptr;
    bool several = false;
    for (const auto& step : check.steps)
        expected += ' ' + std::string(toString(step.state)) + '@' + formatDuration(step.at);
    for (const AlertTransition& transition : transitions) {
        if (!check.alerts.selects(transition.alert)) continue;
        several |= seen != nullptr && *seen != transition.alert.labels;
        seen = &transition.alert.labels;
        steps.push_back({transition.alert.state, transition.tick - start});
        got += ' ' + std::string(toString(transition.alert.state)) + '@' + relative(transition.tick, start);
    }
    if (!several && steps == check.steps) return std::nullopt;
    std::string text = "    timeline: " + check.alerts.toString();
    if (several) text += "\n        several alerts match; add labels that only one of them has";
    text += "\n        exp:" + expected + "\n        got:" + (got.empty() ? " nothing" : got);
    return TestFailure{check.location, std::move(text)};
}

std::optional<TestFailure> judge(const NeverCheck& check, std::span<const AlertTransition> transitions,
                                 Timestamp start) {
    const auto fired = std::ranges::find_if(transitions, [&](const AlertTransition& transition) {
        return transition.alert.state == AlertState::Firing && check.alerts.selects(transition.alert);
    });
    if (fired == transitions.end()) return std::nullopt;
    return TestFailure{check.location, "    never: " + check.alerts.toString() + "\n        got: firing " +
                                           fired->alert.labels.toString() + " at " +
                                           relative(fired->tick, start)};
}

std::optional<TestFailure> judge(const BudgetCheck& check, const RunCounts& counts) {
    std::uint64_t count = 0;
    std::string name;
    switch (check.counted) {
    case BudgetCheck::Counted::Notifications:
        count = counts.notifications;
        name = "notifications";
        break;
    case BudgetCheck::Counted::Firings:
        count = counts.firings;
        name = "firings";
        break;
    case BudgetCheck::Counted::Late:
        count = counts.late;
        name = "late";
        break;
    case BudgetCheck::Counted::LateDropped:
        count = counts.lateDropped;
        name = "late_dropped";
        break;
    }
    if (holds(check.comparison, count, check.bound)) return std::nullopt;
    return TestFailure{check.location, "    budget: " + name + ' ' + toString(check.comparison) + ' ' +
                                           std::to_string(check.bound) +
                                           "\n        got: " + std::to_string(count)};
}

} // namespace eventflow::rules::testing
