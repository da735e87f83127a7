#include "core/promql/functions.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

/// What the absent series would be called: the labels the selector fixes to one value. A label named twice is
/// left out, as Prometheus does.
Labels labelsOfAbsent(const Node& argument) {
    const Node& node = unwrapped(argument);
    const VectorSelector* selector = node.as<VectorSelector>();
    if (const auto* range = node.as<RangeSelector>()) selector = &range->selector;
    std::vector<Label> labels;
    if (selector == nullptr) return {};
    for (const LabelMatcher& matcher : selector->matchers) {
        const bool once = std::ranges::count(selector->matchers, matcher.name(), &LabelMatcher::name) == 1;
        if (matcher.op() == MatchOp::Equal && matcher.name() != kMetricNameLabel && once)
            labels.push_back({matcher.name(), matcher.value()});
    }
    return Labels(std::move(labels));
}

Result<EvalValue> oneUnless(CallContext& context, bool present) {
    if (present) return EvalValue(Elements{});
    const Labels* labels = context.pool().intern(labelsOfAbsent(context.argument(0)));
    return EvalValue(Elements{{labels, 1, false}});
}

Result<EvalValue> absent(CallContext& context, Arguments arguments) {
    return oneUnless(context, !arguments[0].vector().empty());
}

Result<EvalValue> absentOverTime(CallContext& context, Arguments arguments) {
    return oneUnless(context, !arguments[0].range().windows.empty());
}

} // namespace

void addMissingFunctions(std::vector<Function>& table) {
    table.push_back({"absent", {ValueType::InstantVector}, ValueType::InstantVector, 0, false, absent});
    table.push_back(
        {"absent_over_time", {ValueType::RangeVector}, ValueType::InstantVector, 0, false, absentOverTime});
}

} // namespace eventflow::promql
