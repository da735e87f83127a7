#include "core/promql/query.h"

#include "core/promql/ast.h"
#include "core/promql/evaluator.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "core/promql/time_math.h"
#include "core/promql/type_checker.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

Duration offsetOf(const TimeShift& shift) {
    return shift.offset ? shift.offset->value : Duration::zero();
}

/// How far the selectors below `node` look back from the time it is evaluated at.
Duration reach(const Node& node, Duration lookback) {
    if (const auto* selector = node.as<VectorSelector>())
        return sumClamped(lookback, offsetOf(selector->shift));
    if (const auto* range = node.as<RangeSelector>()) {
        const Duration edges = range->selector.edges == Edges::Plain ? Duration::zero() : lookback;
        return sumClamped(sumClamped(range->range.value, edges), offsetOf(range->selector.shift));
    }
    Duration furthest{};
    for (const NodePtr& child : childrenOf(node))
        furthest = std::max(furthest, reach(*child, lookback));
    if (const auto* subquery = node.as<Subquery>())
        furthest = sumClamped(furthest, sumClamped(subquery->range.value, offsetOf(subquery->shift)));
    return furthest;
}

} // namespace

const char* toString(ValueType type) {
    switch (type) {
    case ValueType::Scalar:
        return "scalar";
    case ValueType::String:
        return "string";
    case ValueType::InstantVector:
        return "instant vector";
    case ValueType::RangeVector:
        return "range vector";
    }
    return "scalar";
}

Result<Expression> Expression::parse(std::string_view text) {
    auto root = Parser::parse(text);
    if (!root) return root.error();
    if (Status status = checkTypes(**root, text); !status) return status.error();
    Expression expression;
    expression.m_root = std::move(*root);
    expression.m_text = std::make_shared<const std::string>(text);
    return expression;
}

ValueType Expression::type() const {
    return m_root->type;
}

std::string Expression::print() const {
    return promql::print(*m_root);
}

Duration Expression::maxLookback(Duration lookback) const {
    return reach(*m_root, lookback);
}

Result<Value> evaluate(const Expression& expression, const SeriesSource& source, Timestamp at,
                       const EvalOptions& options, QueryMemory* memory) {
    Evaluator evaluator(expression, source, {at, at, Duration::zero()}, options, memory);
    return evaluator.instant();
}

Result<RangeVector> evaluateRange(const Expression& expression, const SeriesSource& source, Timestamp start,
                                  Timestamp end, Duration step, const EvalOptions& options) {
    if (step <= Duration::zero())
        return Error{ErrorCode::InvalidArgument, "the step of a range query must be positive"};
    std::int64_t length = 0;
    if (__builtin_sub_overflow(toNs(end), toNs(start), &length))
        return Error{ErrorCode::InvalidArgument, "the range query is longer than 292 years"};
    if (end < start) return Error{ErrorCode::InvalidArgument, "a range query must not end before it starts"};
    Evaluator evaluator(expression, source, {start, end, step}, options);
    return evaluator.range();
}

} // namespace eventflow::promql
