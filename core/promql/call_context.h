#pragma once

#include "core/promql/ast.h"
#include "core/promql/eval_value.h"
#include "core/promql/evaluator.h"

#include <span>
#include <string>

namespace eventflow::promql {

using Arguments = std::span<EvalValue>;

/// What a function sees of the evaluation around it.
class CallContext {
public:
    CallContext(Evaluator& evaluator, const Node& node, Timestamp at)
        : m_evaluator(evaluator), m_node(node), m_at(at) {}

    [[nodiscard]] Evaluator& evaluator() { return m_evaluator; }
    [[nodiscard]] LabelsPool& pool() { return m_evaluator.pool(); }
    [[nodiscard]] Timestamp at() const { return m_at; }
    [[nodiscard]] const Node& node() const { return m_node; }
    [[nodiscard]] const Call& call() const { return *m_node.as<Call>(); }
    [[nodiscard]] const Node& argument(std::size_t i) const { return *call().arguments[i]; }
    /// Located at the argument.
    [[nodiscard]] Error fail(std::size_t argumentIndex, const std::string& message) const {
        return m_evaluator.fail(argument(argumentIndex), ErrorCode::InvalidArgument, message);
    }

private:
    Evaluator& m_evaluator;
    const Node& m_node;
    Timestamp m_at;
};

} // namespace eventflow::promql
