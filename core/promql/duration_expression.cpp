#include "core/promql/duration_expression.h"

#include "core/promql/binary_operator.h"
#include "core/promql/function_table.h"
#include "core/promql/time_math.h"

#include <algorithm>
#include <string_view>

namespace eventflow::promql {

namespace {

bool isDurationFunction(std::string_view name) {
    return name == "step" || name == "range" || name == "min_of" || name == "max_of";
}

bool canBePart(const Node& node) {
    if (node.as<NumberLiteral>() || node.as<Unary>() || node.as<Paren>()) return true;
    if (const auto* call = node.as<Call>()) return isDurationFunction(call->function->name);
    const auto* binary = node.as<Binary>();
    return binary != nullptr && binary->op <= BinaryOp::Pow && !binary->explicitMatching;
}

} // namespace

const Node* findNonDuration(const Node& node) {
    if (!canBePart(node)) return &node;
    if (const auto* call = node.as<Call>();
        call != nullptr && call->arguments.size() != call->function->arguments.size())
        return &node;
    for (const NodePtr& child : childrenOf(node))
        if (const Node* wrong = findNonDuration(*child)) return wrong;
    return nullptr;
}

bool isConstantDuration(const Node& node) {
    if (const auto* call = node.as<Call>(); call != nullptr && call->arguments.empty()) return false;
    return std::ranges::all_of(childrenOf(node),
                               [](const NodePtr& child) { return isConstantDuration(*child); });
}

double evaluateDuration(const Node& node, Duration step, Duration range) {
    const auto value = [&](const NodePtr& child) { return evaluateDuration(*child, step, range); };
    if (const auto* number = node.as<NumberLiteral>()) return number->value;
    if (const auto* paren = node.as<Paren>()) return value(paren->inner);
    if (const auto* unary = node.as<Unary>())
        return unary->negate ? -value(unary->operand) : value(unary->operand);
    if (const auto* binary = node.as<Binary>())
        return applyArithmetic(binary->op, value(binary->left), value(binary->right));
    const Call& call = *node.as<Call>();
    if (call.function->name == "step") return toSeconds(step);
    if (call.function->name == "range") return toSeconds(range);
    const double first = value(call.arguments[0]);
    const double second = value(call.arguments[1]);
    return call.function->name == "min_of" ? std::min(first, second) : std::max(first, second);
}

Result<Duration> resolveDuration(const DurationValue& value, Duration step, Duration range) {
    if (value.constant) return value.value;
    if (const auto resolved = durationFromSeconds(evaluateDuration(*value.expression, step, range)))
        return *resolved;
    return Error{ErrorCode::InvalidArgument, "the duration is out of bounds"};
}

} // namespace eventflow::promql
