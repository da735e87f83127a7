#pragma once

#include "core/promql/query.h"

#include <cstddef>
#include <string>
#include <vector>

namespace eventflow::promql {

/// One node of an expression in words.
struct NodeDescription {
    std::size_t depth = 0; ///< below the expression
    std::string text;      ///< canonical
    ValueType type = ValueType::Scalar;
    std::string words;
};

/// The tree of an expression, each node before its operands.
std::vector<NodeDescription> describeTree(const Expression& expression, const EvalOptions& options = {});
/// What an evaluation costs: selectors, how far back they look, what is evaluated more than once. One
/// sentence each.
std::vector<std::string> describeCost(const Expression& expression, const EvalOptions& options = {});

} // namespace eventflow::promql
