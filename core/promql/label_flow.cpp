#include "core/promql/label_flow.h"

#include "core/promql/function_table.h"

#include <algorithm>

namespace eventflow::promql {

LabelFlow LabelFlow::nothing() {
    LabelFlow flow;
    flow.m_closed = true;
    return flow;
}

bool LabelFlow::mayHave(std::string_view name) const {
    return m_names.contains(name) == m_closed;
}

void LabelFlow::add(const std::string& name) {
    m_closed ? static_cast<void>(m_names.insert(name)) : static_cast<void>(m_names.erase(name));
}

void LabelFlow::drop(const std::string& name) {
    m_closed ? static_cast<void>(m_names.erase(name)) : static_cast<void>(m_names.insert(name));
}

LabelFlow LabelFlow::united(const LabelFlow& other) const {
    if (m_closed && !other.m_closed) return other.united(*this);
    LabelFlow flow = *this;
    if (m_closed)
        flow.m_names.insert(other.m_names.begin(), other.m_names.end());
    else
        std::erase_if(flow.m_names, [&](const std::string& name) { return other.mayHave(name); });
    return flow;
}

LabelFlow LabelFlow::only(const std::vector<std::string>& names) const {
    LabelFlow flow = nothing();
    for (const std::string& name : names)
        if (mayHave(name)) flow.add(name);
    return flow;
}

LabelFlow LabelFlow::ofSelector(const VectorSelector& selector) {
    LabelFlow flow;
    for (const LabelMatcher& matcher : selector.matchers)
        if (matcher.op() == MatchOp::Equal && matcher.value().empty()) flow.drop(matcher.name());
    return flow;
}

LabelFlow LabelFlow::ofCall(const Call& call) {
    const std::string_view name = call.function->name;
    if (name == "absent" || name == "absent_over_time") {
        // The labels of the equality matchers, and nothing else.
        LabelFlow flow = nothing();
        const Node& argument = unwrapped(*call.arguments.front());
        const auto* range = argument.as<RangeSelector>();
        const auto* selector = range != nullptr ? &range->selector : argument.as<VectorSelector>();
        if (selector == nullptr) return flow;
        for (const LabelMatcher& matcher : selector->matchers)
            if (matcher.op() == MatchOp::Equal && matcher.name() != kMetricNameLabel)
                flow.add(matcher.name());
        return flow;
    }
    if (name == "info") return {};
    const auto series = std::ranges::find_if(call.arguments, [](const NodePtr& argument) {
        return argument->type == ValueType::InstantVector || argument->type == ValueType::RangeVector;
    });
    LabelFlow flow = series == call.arguments.end() ? nothing() : of(**series);
    if (name == "label_replace" || name == "label_join")
        if (const auto* target = unwrapped(*call.arguments[1]).as<StringLiteral>()) flow.add(target->value);
    if (name.starts_with("histogram_quantile")) flow.drop("le");
    return flow;
}

LabelFlow LabelFlow::ofAggregate(const Aggregate& aggregate) {
    LabelFlow flow = of(*aggregate.expression);
    const bool choosesElements = aggregate.op == AggregateOp::Topk || aggregate.op == AggregateOp::Bottomk ||
                                 aggregate.op == AggregateOp::Limitk ||
                                 aggregate.op == AggregateOp::LimitRatio;
    if (choosesElements) return flow;
    if (aggregate.without)
        for (const std::string& name : aggregate.labels)
            flow.drop(name);
    else
        flow = flow.only(aggregate.labels);
    if (aggregate.op == AggregateOp::CountValues)
        if (const auto* label = unwrapped(*aggregate.parameter).as<StringLiteral>()) flow.add(label->value);
    return flow;
}

LabelFlow LabelFlow::ofBinary(const Binary& binary) {
    if (binary.left->type == ValueType::Scalar) return of(*binary.right);
    if (binary.right->type == ValueType::Scalar) return of(*binary.left);
    const LabelFlow left = of(*binary.left);
    const LabelFlow right = of(*binary.right);
    if (binary.op == BinaryOp::Or) return left.united(right);
    if (isSetOperator(binary.op)) return left;
    const VectorMatching& matching = binary.matching;
    if (matching.cardinality == Cardinality::OneToOne) {
        // A side that is filled in has the labels matched on.
        if (matching.on) return left.united(right).only(matching.labels);
        LabelFlow flow = left.united(right);
        for (const std::string& name : matching.labels)
            flow.drop(name);
        return flow;
    }
    const bool manyLeft = matching.cardinality == Cardinality::ManyToOne;
    LabelFlow flow = manyLeft ? left : right;
    for (const std::string& name : matching.include)
        (manyLeft ? right : left).mayHave(name) ? flow.add(name) : flow.drop(name);
    return flow;
}

LabelFlow LabelFlow::of(const Node& node) {
    if (const auto* selector = node.as<VectorSelector>()) return ofSelector(*selector);
    if (const auto* range = node.as<RangeSelector>()) return ofSelector(range->selector);
    if (const auto* call = node.as<Call>()) return ofCall(*call);
    if (const auto* aggregate = node.as<Aggregate>()) return ofAggregate(*aggregate);
    if (const auto* binary = node.as<Binary>()) return ofBinary(*binary);
    if (const auto* subquery = node.as<Subquery>()) return of(*subquery->expression);
    if (const auto* unary = node.as<Unary>()) return of(*unary->operand);
    if (const auto* paren = node.as<Paren>()) return of(*paren->inner);
    return nothing(); // scalars and strings
}

} // namespace eventflow::promql
