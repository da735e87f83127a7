#include "core/rules/current_value.h"

#include "core/promql/ast.h"
#include "core/promql/printer.h"

namespace eventflow::rules {

namespace {

using promql::BinaryOp;
using promql::Node;

/// The operand that a filter takes its elements from; nullptr when `node` is not a filter of that kind.
const Node* filtered(const Node& node) {
    const auto* binary = node.as<promql::Binary>();
    if (binary == nullptr) return nullptr;
    if (binary->op == BinaryOp::And || binary->op == BinaryOp::Unless) return binary->left.get();
    if (!promql::isComparison(binary->op) || binary->returnBool) return nullptr;
    const bool leftIsScalar = binary->left->type == promql::ValueType::Scalar;
    const bool rightIsScalar = binary->right->type == promql::ValueType::Scalar;
    // Two vectors: what is left over depends on how they are matched.
    if (leftIsScalar == rightIsScalar) return nullptr;
    return leftIsScalar ? binary->right.get() : binary->left.get();
}

} // namespace

std::optional<promql::Expression> currentValueOf(const promql::Expression& expression) {
    const Node* node = &promql::unwrapped(expression.root());
    const Node* inner = filtered(*node);
    if (inner == nullptr) return std::nullopt;
    while (inner != nullptr) {
        node = &promql::unwrapped(*inner);
        inner = filtered(*node);
    }
    auto parsed = promql::Expression::parse(promql::print(*node));
    if (!parsed) return std::nullopt;
    return std::move(*parsed);
}

} // namespace eventflow::rules
