#pragma once

#include "core/promql/ast.h"
#include "core/promql/query.h"

#include <optional>
#include <string>
#include <vector>

namespace eventflow::rules {

/// `operand op limit`: a vector compared with a constant, the vector on the left.
struct Threshold {
    promql::BinaryOp op = promql::BinaryOp::Greater;
    double limit = 0;
};

/// An expression that is an operand filtered by constants only: `10 < load < 90` is `load` and two
/// thresholds.
struct Thresholds {
    std::string operand; ///< printed
    std::vector<Threshold> all;
};
/// Nothing for expressions of any other shape.
std::optional<Thresholds> thresholdsOf(const promql::Expression& expression);

bool holds(const Thresholds& thresholds, double value);
/// Whether some value meets both. Inequalities `!=` are left out of account.
bool overlap(const Thresholds& a, const Thresholds& b);

} // namespace eventflow::rules
