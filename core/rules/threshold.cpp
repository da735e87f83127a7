#include "core/rules/threshold.h"

#include "core/promql/printer.h"

#include <algorithm>
#include <limits>

namespace eventflow::rules {

namespace {

using promql::BinaryOp;
using promql::Node;

/// The value of arithmetic on literals.
std::optional<double> constantOf(const Node& node) {
    const Node& inner = promql::unwrapped(node);
    if (const auto* number = inner.as<promql::NumberLiteral>()) return number->value;
    if (const auto* sign = inner.as<promql::Unary>()) {
        const auto value = constantOf(*sign->operand);
        return value && sign->negate ? std::optional(-*value) : value;
    }
    const auto* binary = inner.as<promql::Binary>();
    if (binary == nullptr) return std::nullopt;
    const auto left = constantOf(*binary->left);
    const auto right = constantOf(*binary->right);
    if (!left || !right) return std::nullopt;
    switch (binary->op) {
    case BinaryOp::Add:
        return *left + *right;
    case BinaryOp::Sub:
        return *left - *right;
    case BinaryOp::Mul:
        return *left * *right;
    case BinaryOp::Div:
        return *left / *right;
    default:
        return std::nullopt;
    }
}

/// `90 < x` is `x > 90`.
BinaryOp mirrored(BinaryOp op) {
    switch (op) {
    case BinaryOp::Less:
        return BinaryOp::Greater;
    case BinaryOp::LessEqual:
        return BinaryOp::GreaterEqual;
    case BinaryOp::Greater:
        return BinaryOp::Less;
    case BinaryOp::GreaterEqual:
        return BinaryOp::LessEqual;
    default:
        return op;
    }
}

bool holds(const Threshold& threshold, double value) {
    switch (threshold.op) {
    case BinaryOp::Equal:
        return value == threshold.limit;
    case BinaryOp::NotEqual:
        return value != threshold.limit;
    case BinaryOp::Less:
        return value < threshold.limit;
    case BinaryOp::LessEqual:
        return value <= threshold.limit;
    case BinaryOp::Greater:
        return value > threshold.limit;
    default:
        return value >= threshold.limit;
    }
}

/// The values between two ends, each of which may belong to it or not.
class Interval {
public:
    void narrow(const Threshold& threshold) {
        const bool open = threshold.op == BinaryOp::Less || threshold.op == BinaryOp::Greater;
        const bool fromBelow = threshold.op == BinaryOp::Greater || threshold.op == BinaryOp::GreaterEqual ||
                               threshold.op == BinaryOp::Equal;
        const bool fromAbove = threshold.op == BinaryOp::Less || threshold.op == BinaryOp::LessEqual ||
                               threshold.op == BinaryOp::Equal;
        if (fromBelow && (threshold.limit > m_low || (threshold.limit == m_low && open))) {
            m_low = threshold.limit;
            m_lowOpen = open;
        }
        if (fromAbove && (threshold.limit < m_high || (threshold.limit == m_high && open))) {
            m_high = threshold.limit;
            m_highOpen = open;
        }
    }
    [[nodiscard]] bool empty() const {
        return m_low > m_high || (m_low == m_high && (m_lowOpen || m_highOpen));
    }

private:
    double m_low = -std::numeric_limits<double>::infinity();
    double m_high = std::numeric_limits<double>::infinity();
    bool m_lowOpen = false;
    bool m_highOpen = false;
};

} // namespace

std::optional<Thresholds> thresholdsOf(const promql::Expression& expression) {
    Thresholds out;
    const Node* node = &promql::unwrapped(expression.root());
    for (;;) {
        const auto* binary = node->as<promql::Binary>();
        if (binary == nullptr || !promql::isComparison(binary->op)) break;
        const auto left = constantOf(*binary->left);
        const auto right = constantOf(*binary->right);
        if (binary->returnBool || left.has_value() == right.has_value()) return std::nullopt;
        out.all.push_back(left ? Threshold{mirrored(binary->op), *left} : Threshold{binary->op, *right});
        node = &promql::unwrapped(left ? *binary->right : *binary->left);
    }
    if (out.all.empty() || node->type != promql::ValueType::InstantVector) return std::nullopt;
    const auto* binary = node->as<promql::Binary>();
    if (binary != nullptr && promql::isSetOperator(binary->op)) return std::nullopt;
    out.operand = promql::print(*node);
    return out;
}

bool holds(const Thresholds& thresholds, double value) {
    return std::ranges::all_of(thresholds.all, [&](const Threshold& t) { return holds(t, value); });
}

bool overlap(const Thresholds& a, const Thresholds& b) {
    Interval interval;
    for (const Thresholds* thresholds : {&a, &b})
        for (const Threshold& threshold : thresholds->all)
            interval.narrow(threshold);
    return !interval.empty();
}

} // namespace eventflow::rules
