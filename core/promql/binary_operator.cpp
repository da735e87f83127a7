#include "core/promql/binary_operator.h"

#include <cmath>

namespace eventflow::promql {

double applyArithmetic(BinaryOp op, double left, double right) {
    switch (op) {
    case BinaryOp::Add:
        return left + right;
    case BinaryOp::Sub:
        return left - right;
    case BinaryOp::Mul:
        return left * right;
    case BinaryOp::Div:
        return left / right; // by zero: infinity or NaN (IEEE 754)
    case BinaryOp::Mod:
        return std::fmod(left, right);
    case BinaryOp::Pow:
        return std::pow(left, right);
    case BinaryOp::Atan2:
        return std::atan2(left, right);
    default:
        return 0;
    }
}

bool applyComparison(BinaryOp op, double left, double right) {
    switch (op) {
    case BinaryOp::Equal:
        return left == right;
    case BinaryOp::NotEqual:
        return left != right;
    case BinaryOp::Less:
        return left < right;
    case BinaryOp::LessEqual:
        return left <= right;
    case BinaryOp::Greater:
        return left > right;
    case BinaryOp::GreaterEqual:
        return left >= right;
    default:
        return false;
    }
}

} // namespace eventflow::promql
