#pragma once

#include "core/promql/query.h"

#include <optional>

namespace eventflow::rules {

/// What an alert's expression is worth while it does not hold: its value without the comparisons with a
/// scalar that filter it, and for `x and y` and `x unless y` that of `x`. `cpu_load > 90` gives `cpu_load`.
/// The result has the same labels but for the metric name. Nothing for other shapes.
std::optional<promql::Expression> currentValueOf(const promql::Expression& expression);

} // namespace eventflow::rules
