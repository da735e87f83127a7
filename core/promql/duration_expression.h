#pragma once

#include "core/promql/ast.h"

namespace eventflow::promql {

/// The first node that cannot be part of a duration: durations are made of numbers, + - * / % ^, step(),
/// range(), min_of() and max_of(). nullptr when all can.
const Node* findNonDuration(const Node& node);
/// Whether it asks for neither step() nor range().
bool isConstantDuration(const Node& node);
/// In seconds; `step` and `range` are those of the whole query.
double evaluateDuration(const Node& node, Duration step, Duration range);

/// What the value is in a query with this step and range. ErrorCode::InvalidArgument, with a detail without
/// place, when it is out of bounds.
Result<Duration> resolveDuration(const DurationValue& value, Duration step, Duration range);

} // namespace eventflow::promql
