#include "core/promql/evaluator.h"

#include "core/promql/aggregate.h"
#include "core/promql/binary_operator.h"
#include "core/promql/call_context.h"
#include "core/promql/function_table.h"
#include "core/promql/located_error.h"
#include "core/promql/range_collector.h"
#include "core/promql/time_math.h"
#include "core/promql/vector_matching.h"

#include <algorithm>
#include <limits>

namespace eventflow::promql {

namespace {

constexpr const char* kDuplicate = "two series of the result have the same labels";

/// Whether the expression decides the order of an instant result itself.
bool ordersResult(const Node& root) {
    const Node& node = unwrapped(root);
    if (const auto* aggregate = node.as<Aggregate>())
        return aggregate->op == AggregateOp::Topk || aggregate->op == AggregateOp::Bottomk;
    const auto* call = node.as<Call>();
    return call != nullptr && call->function->name.starts_with("sort");
}

bool hasSubquery(const Node& node) {
    return node.as<Subquery>() ||
           std::ranges::any_of(childrenOf(node), [](const NodePtr& c) { return hasSubquery(*c); });
}

} // namespace

Evaluator::Evaluator(const Expression& expression, const SeriesSource& source, QueryTimes times,
                     const EvalOptions& options, QueryMemory* memory)
    : m_root(expression.root()),
      m_text(expression.text()),
      m_source(source),
      m_times(times),
      m_options(options),
      m_budget(options.maxSamples),
      m_memory(memory) {
    // A sliding window meets the same sample again and again; that costs time, not memory.
    constexpr std::size_t kVisits = 20;
    const std::size_t most = std::numeric_limits<std::size_t>::max() / kVisits;
    m_windowBudget = std::min(options.maxSamples, most) * kVisits;
    if (m_memory != nullptr) return;
    m_ownMemory = std::make_unique<QueryMemory>(times.start != times.end || hasSubquery(m_root));
    m_memory = m_ownMemory.get();
}

Error Evaluator::fail(const Node& place, ErrorCode code, const std::string& message) const {
    return locatedError(code, m_text, place.span.offset, message);
}

Status Evaluator::spend(std::size_t samples) {
    if (samples <= m_budget) {
        m_budget -= samples;
        return {};
    }
    return fail(m_root, ErrorCode::LimitExceeded,
                "the query touches more than " + std::to_string(m_options.maxSamples) +
                    " samples; select fewer series, a shorter range or a longer step");
}

Result<Value> Evaluator::instant() {
    if (Status status = prepare(); !status) return status.error();
    auto result = evaluate(m_root, m_times.start);
    if (!result) return result.error();
    if (const auto* scalar = std::get_if<double>(&result->data)) return Value(*scalar);
    if (auto* text = std::get_if<std::string>(&result->data)) return Value(std::move(*text));
    if (auto* range = std::get_if<RangeValue>(&result->data)) return Value(finishedRange(*range));
    auto vector = finished(result->vector(), ordersResult(m_root));
    if (!vector) return vector.error();
    return Value(std::move(*vector));
}

Result<InstantVector> Evaluator::finished(Elements& elements, bool keepOrder) {
    InstantVector out;
    out.reserve(elements.size());
    for (const Element& element : elements)
        out.push_back(
            {element.dropName ? withoutNameLabels(*element.labels) : *element.labels, element.value});
    const auto sameLabels = [](const VectorSample& a, const VectorSample& b) { return a.labels == b.labels; };
    const auto inOrder = [](const InstantVector& v) {
        return std::ranges::is_sorted(v, {}, &VectorSample::labels);
    };
    bool duplicate = false;
    if (keepOrder) {
        InstantVector sorted = out;
        std::ranges::sort(sorted, {}, &VectorSample::labels);
        duplicate = std::ranges::adjacent_find(sorted, sameLabels) != sorted.end();
    } else {
        if (!inOrder(out)) std::ranges::sort(out, {}, &VectorSample::labels);
        duplicate = std::ranges::adjacent_find(out, sameLabels) != out.end();
    }
    if (duplicate) return fail(m_root, ErrorCode::InvalidArgument, kDuplicate);
    return out;
}

RangeVector Evaluator::finishedRange(RangeValue& range) {
    RangeVector out;
    out.reserve(range.windows.size());
    for (const Window& window : range.windows)
        out.push_back({window.dropName ? *pool().withoutName(window.labels) : *window.labels,
                       {window.samples.begin(), window.samples.end()}});
    std::ranges::sort(out, {}, &SeriesResult::labels);
    return out;
}

Result<RangeVector> Evaluator::range() {
    if (m_root.type != ValueType::Scalar && m_root.type != ValueType::InstantVector)
        return fail(m_root, ErrorCode::InvalidArgument,
                    std::string("a range query needs a scalar or an instant vector, found ") +
                        toString(m_root.type));
    if (Status status = prepare(); !status) return status.error();
    RangeCollector collector(pool(), true);
    for (Timestamp at = m_times.start;; at += m_times.step) {
        auto result = evaluate(m_root, at);
        if (!result) return result.error();
        const Elements elements = m_root.type == ValueType::Scalar
                                      ? Elements{{pool().empty(), result->scalar(), false}}
                                      : std::move(result->vector());
        if (Status status = spend(elements.size() + 1); !status) return status.error();
        if (!collector.add(elements, at)) return fail(m_root, ErrorCode::InvalidArgument, kDuplicate);
        if (m_times.end - at < m_times.step) break;
    }
    RangeVector out;
    for (RangeCollector::Series& series : collector.take())
        out.push_back({*series.labels, std::move(series.samples)});
    std::ranges::sort(out, {}, &SeriesResult::labels);
    return out;
}

Result<EvalValue> Evaluator::evaluate(const Node& node, Timestamp at) {
    if (const auto* number = node.as<NumberLiteral>()) return EvalValue(number->value);
    if (const auto* text = node.as<StringLiteral>()) return EvalValue(text->value);
    if (const auto* paren = node.as<Paren>()) return evaluate(*paren->inner, at);
    if (const auto* sign = node.as<Unary>()) return unary(*sign, at);
    if (node.as<Subquery>()) return subquery(node, at);
    if (node.as<Call>()) return call(node, at);
    if (node.as<RangeSelector>()) return selectRange(node, at);
    if (node.as<VectorSelector>()) {
        auto elements = selectInstant(node, at, false);
        if (!elements) return elements.error();
        return EvalValue(std::move(*elements));
    }
    if (const auto* aggregation = node.as<Aggregate>()) {
        EvalValue parameter(0.0);
        if (aggregation->parameter) {
            auto value = evaluate(*aggregation->parameter, at);
            if (!value) return value.error();
            parameter = std::move(*value);
        }
        auto elements = evaluate(*aggregation->expression, at);
        if (!elements) return elements.error();
        return aggregate(*this, node, parameter, elements->vector());
    }
    const Binary& binary = *node.as<Binary>();
    auto left = evaluate(*binary.left, at);
    if (!left) return left.error();
    auto right = evaluate(*binary.right, at);
    if (!right) return right.error();
    return combine(*this, node, *left, *right);
}

Result<EvalValue> Evaluator::unary(const Unary& unary, Timestamp at) {
    auto operand = evaluate(*unary.operand, at);
    if (!operand || !unary.negate) return operand;
    if (unary.operand->type == ValueType::Scalar) return EvalValue(-operand->scalar());
    for (Element& element : operand->vector()) {
        element.value = -element.value;
        element.dropName = true;
    }
    return operand;
}

Result<EvalValue> Evaluator::call(const Node& node, Timestamp at) {
    const Call& call = *node.as<Call>();
    std::vector<EvalValue> arguments;
    arguments.reserve(call.arguments.size());
    for (const NodePtr& argument : call.arguments) {
        // The labels of info() are a selector that is never evaluated by itself.
        const bool labelSelector = call.function->name == "info" && !arguments.empty();
        auto value = labelSelector ? Result<EvalValue>(EvalValue(Elements{})) : evaluate(*argument, at);
        if (!value) return value.error();
        arguments.push_back(std::move(*value));
    }
    CallContext context(*this, node, at);
    return call.function->implementation(context, arguments);
}

Result<EvalValue> Evaluator::subquery(const Node& node, Timestamp at) {
    const Subquery& subquery = *node.as<Subquery>();
    const auto to = shiftedTime(node, subquery.shift, at);
    if (!to) return to.error();
    const auto length = duration(node, subquery.range, true);
    if (!length) return length.error();
    const auto step =
        subquery.step ? duration(node, *subquery.step, true) : Result<Duration>(m_options.subqueryStep);
    if (!step) return step.error();
    const Timestamp from = shiftedBack(*to, *length);

    // The first multiple of the step behind `from`: the same times whenever the subquery is evaluated.
    const std::int64_t stepNs = step->count();
    const std::int64_t phase = ((toNs(from) % stepNs) + stepNs) % stepNs;
    RangeCollector collector(pool(), false);
    for (Timestamp t = shifted(from, Duration(stepNs - phase)); t <= *to; t = shifted(t, *step)) {
        auto value = evaluate(*subquery.expression, t);
        if (!value) return value.error();
        if (Status status = spend(value->vector().size() + 1); !status) return status.error();
        if (!collector.add(value->vector(), t)) return fail(node, ErrorCode::InvalidArgument, kDuplicate);
        if (t == Timestamp::max()) break;
    }
    RangeValue range;
    range.from = from;
    range.to = *to;
    for (RangeCollector::Series& series : collector.take()) {
        range.windows.push_back({series.labels, series.samples, series.dropName});
        range.owned.push_back(std::move(series.samples));
    }
    return EvalValue(std::move(range));
}

} // namespace eventflow::promql
