#include "core/promql/description.h"

#include "core/promql/ast.h"
#include "core/promql/function_table.h"
#include "core/promql/printer.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string durationText(const DurationValue& value) {
    return value.constant ? formatDuration(value.value) : '(' + print(*value.expression) + ')';
}

std::string shiftWords(const TimeShift& shift) {
    std::string out;
    switch (shift.at) {
    case AtKind::EvaluationTime:
        break;
    case AtKind::Fixed:
        out = ", always at " + formatIso8601(shift.fixed);
        break;
    case AtKind::Start:
        out = ", at the start of the query";
        break;
    case AtKind::End:
        out = ", at the end of the query";
        break;
    }
    if (shift.offset) out += ", " + durationText(*shift.offset) + " earlier";
    return out;
}

std::string seriesWords(const VectorSelector& selector) {
    const std::string_view metric = metricName(selector);
    std::string out = metric.empty() ? "every series" : "every series of " + std::string(metric);
    bool first = true;
    for (const LabelMatcher& matcher : selector.matchers) {
        if (!metric.empty() && matcher.name() == kMetricNameLabel && matcher.op() == MatchOp::Equal) continue;
        out += (first ? " with " : " and ") + matcher.toString();
        first = false;
    }
    return out;
}

std::string groupingWords(const Aggregate& aggregate) {
    if (aggregate.without)
        return aggregate.labels.empty() ? "elements that agree in all labels"
                                        : "elements that agree in all labels but " + joined(aggregate.labels);
    if (aggregate.labels.empty()) return "all elements together";
    return "elements with the same " + joined(aggregate.labels);
}

std::string matchingWords(const VectorMatching& matching) {
    std::string out =
        matching.on
            ? (matching.labels.empty() ? "all elements" : "elements with the same " + joined(matching.labels))
        : matching.labels.empty() ? "elements with the same labels"
                                  : "elements that agree in all labels but " + joined(matching.labels);
    if (matching.cardinality == Cardinality::ManyToOne) out += ", many on the left to one on the right";
    if (matching.cardinality == Cardinality::OneToMany) out += ", one on the left to many on the right";
    if (!matching.include.empty()) out += ", taking over " + joined(matching.include);
    return out;
}

std::string binaryWords(const Binary& binary) {
    const bool left = binary.left->type == ValueType::Scalar;
    const bool right = binary.right->type == ValueType::Scalar;
    const std::string op = toString(binary.op);
    if (binary.op == BinaryOp::And)
        return "left elements that have a right one: " + matchingWords(binary.matching);
    if (binary.op == BinaryOp::Unless)
        return "left elements that have no right one: " + matchingWords(binary.matching);
    if (binary.op == BinaryOp::Or)
        return "left elements, and right ones that have no left one: " + matchingWords(binary.matching);
    if (left && right) return isComparison(binary.op) ? "1 or 0" : "a number";
    if (isComparison(binary.op) && binary.returnBool) return "1 or 0 for every element";
    if (isComparison(binary.op) && (left || right))
        return "only elements whose value is " + op + " the number" + (left ? ", seen from the number" : "");
    if (left || right) return "every element's value " + op + " the number";
    if (isComparison(binary.op))
        return "left elements for which " + op + " holds; pairs " + matchingWords(binary.matching);
    return "pairs " + matchingWords(binary.matching);
}

std::string wordsOf(const Node& node, const EvalOptions& options) {
    if (node.as<NumberLiteral>()) return "a number";
    if (node.as<StringLiteral>()) return "a text";
    if (const auto* selector = node.as<VectorSelector>())
        return "the newest sample, younger than " + formatDuration(options.lookback) + ", of " +
               seriesWords(*selector) + shiftWords(selector->shift);
    if (const auto* range = node.as<RangeSelector>())
        return "the samples of the last " + durationText(range->range) + ", the beginning left out, of " +
               seriesWords(range->selector) + shiftWords(range->selector.shift);
    if (const auto* subquery = node.as<Subquery>())
        return "evaluated every " +
               (subquery->step ? durationText(*subquery->step) : formatDuration(options.subqueryStep)) +
               " over the last " + durationText(subquery->range) + shiftWords(subquery->shift);
    if (const auto* call = node.as<Call>()) return "function " + call->function->signature();
    if (const auto* aggregate = node.as<Aggregate>())
        return std::string(toString(aggregate->op)) + " of " + groupingWords(*aggregate);
    if (const auto* unary = node.as<Unary>()) return unary->negate ? "with the sign turned" : "unchanged";
    if (const auto* binary = node.as<Binary>()) return binaryWords(*binary);
    return "in parentheses";
}

void describe(const Node& node, std::size_t depth, const EvalOptions& options,
              std::vector<NodeDescription>& out) {
    out.push_back({depth, print(node), node.type, wordsOf(node, options)});
    for (const NodePtr& child : childrenOf(node))
        describe(*child, depth + 1, options, out);
}

struct Costs {
    std::size_t selectors = 0;
    std::size_t unnamed = 0;
    std::vector<std::string> subqueries;
};

void collectCosts(const Node& node, const EvalOptions& options, Costs& out) {
    const auto* vector = node.as<VectorSelector>();
    const auto* range = node.as<RangeSelector>();
    if (vector != nullptr || range != nullptr) {
        ++out.selectors;
        if (metricName(range != nullptr ? range->selector : *vector).empty()) ++out.unnamed;
    }
    if (const auto* subquery = node.as<Subquery>()) {
        const Duration step =
            subquery->step && subquery->step->constant ? subquery->step->value : options.subqueryStep;
        if (subquery->range.constant && step > Duration::zero())
            out.subqueries.push_back("evaluates " + print(*subquery->expression) + " up to " +
                                     std::to_string(subquery->range.value / step + 1) + " times.");
    }
    for (const NodePtr& child : childrenOf(node))
        collectCosts(*child, options, out);
}

} // namespace

std::vector<NodeDescription> describeTree(const Expression& expression, const EvalOptions& options) {
    std::vector<NodeDescription> out;
    describe(expression.root(), 0, options, out);
    return out;
}

std::vector<std::string> describeCost(const Expression& expression, const EvalOptions& options) {
    Costs costs;
    collectCosts(expression.root(), options, costs);
    std::vector<std::string> out;
    out.push_back("Each evaluation reads " + std::to_string(costs.selectors) +
                  (costs.selectors == 1 ? " selector" : " selectors") + " and looks back " +
                  formatDuration(expression.maxLookback(options.lookback)) + '.');
    if (costs.unnamed > 0)
        out.emplace_back("A selector that names no metric is compared with every series there is.");
    for (std::string& subquery : costs.subqueries)
        out.push_back("Each evaluation " + subquery);
    return out;
}

} // namespace eventflow::promql
