#pragma once

#include "core/promql/ast.h"

namespace eventflow::promql {

/// For Add to Atan2.
double applyArithmetic(BinaryOp op, double left, double right);
/// For Equal to GreaterEqual; false when either is NaN, but for NotEqual.
bool applyComparison(BinaryOp op, double left, double right);

} // namespace eventflow::promql
