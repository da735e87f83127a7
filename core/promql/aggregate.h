#pragma once

#include "core/promql/ast.h"
#include "core/promql/eval_value.h"
#include "core/promql/evaluator.h"

namespace eventflow::promql {

/// The value of an Aggregate node over the elements; `parameter` is 0 when the operator has none.
Result<EvalValue> aggregate(Evaluator& evaluator, const Node& node, const EvalValue& parameter,
                            Elements& elements);

} // namespace eventflow::promql
