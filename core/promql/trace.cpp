#include "core/promql/trace.h"

#include "core/promql/function_table.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

/// The operands that are evaluated by themselves: not the labels that info() takes, which only look like one.
std::vector<NodePtr> operandsOf(const Node& node) {
    std::vector<NodePtr> operands = childrenOf(node);
    const auto* call = node.as<Call>();
    if (call != nullptr && call->function->name == "info" && operands.size() > 1) operands.resize(1);
    return operands;
}

bool isTerm(const Node& node) {
    if (node.as<NumberLiteral>() || node.as<StringLiteral>() || node.as<Paren>()) return false;
    return node.type == ValueType::Scalar || node.type == ValueType::InstantVector;
}

/// Leaves the newest sample, and no series that ended with it.
void keepNewest(std::vector<SeriesSlice>& series) {
    std::erase_if(series, [](const SeriesSlice& slice) { return isStaleMarker(slice.samples.back().value); });
    for (SeriesSlice& slice : series) {
        slice.samples = slice.samples.last(1);
        if (!slice.origins.empty()) slice.origins = slice.origins.last(1);
    }
}

} // namespace

Trace::Trace(const Expression& expression, const SeriesSource& source, Timestamp at,
             const EvalOptions& options)
    : m_expression(expression),
      m_source(source),
      m_at(at),
      m_evaluator(m_expression, source, {at, at, Duration::zero()}, options) {}

Status Trace::run() {
    if (Status status = m_evaluator.prepare(); !status) return status;
    if (Status status = addTerms(m_expression.root(), 0); !status) return status;
    return addWindows(m_expression.root(), m_at, m_at);
}

Status Trace::addTerms(const Node& node, std::size_t depth) {
    // What is below a subquery has a value at each of its steps, not one.
    if (node.as<Subquery>()) return {};
    const bool term = isTerm(node);
    if (term && m_terms.size() >= kMaxTerms) {
        m_truncated = true;
        return {};
    }
    if (term) {
        auto value = m_evaluator.evaluate(node, m_at);
        if (!value) return value.error();
        m_terms.push_back({&node, depth, std::move(*value)});
    }
    for (const NodePtr& child : operandsOf(node))
        if (Status status = addTerms(*child, depth + (term ? 1 : 0)); !status) return status;
    return {};
}

Status Trace::addWindows(const Node& node, Timestamp first, Timestamp last) {
    if (node.as<VectorSelector>() || node.as<RangeSelector>()) return addWindow(node, first, last);
    if (node.as<Subquery>()) {
        const auto times = m_evaluator.timesBelow(node, first, last);
        if (!times) return times.error();
        first = times->after;
        last = times->until;
    }
    for (const NodePtr& child : operandsOf(node))
        if (Status status = addWindows(*child, first, last); !status) return status;
    return {};
}

Status Trace::addWindow(const Node& node, Timestamp first, Timestamp last) {
    if (m_windows.size() >= kMaxWindows) {
        m_truncated = true;
        return {};
    }
    const auto* range = node.as<RangeSelector>();
    const VectorSelector& selector = range != nullptr ? range->selector : *node.as<VectorSelector>();
    const auto bounds = m_evaluator.windowOf(node, first, last);
    if (!bounds) return bounds.error();
    Window window{&node, bounds->after, bounds->until, {}};
    if (Status status = m_source.select(selector.matchers, window.after, window.until, window.series);
        !status)
        return status;
    if (range == nullptr && first == last) keepNewest(window.series);
    m_windows.push_back(std::move(window));
    return {};
}

} // namespace eventflow::promql
