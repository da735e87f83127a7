#pragma once

#include "core/promql/ast.h"
#include "core/promql/eval_value.h"
#include "core/promql/evaluator.h"

namespace eventflow::promql {

/// The value of a Binary node, of its operands' values: scalars, a vector and a scalar, or two vectors whose
/// elements are matched by their labels.
Result<EvalValue> combine(Evaluator& evaluator, const Node& node, EvalValue& left, EvalValue& right);

} // namespace eventflow::promql
