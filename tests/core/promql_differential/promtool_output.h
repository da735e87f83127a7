#pragma once

#include "core/promql/query.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::promql::differential {

/// What promtool says about one item of promql_expr_test that does not hold.
struct Verdict {
    std::string error;     ///< of the evaluation; empty: none
    InstantVector samples; ///< what it got instead
};

/// The verdicts on standard error, in order. Nothing when the text has another shape.
std::optional<std::vector<Verdict>> parseVerdicts(std::string_view text);

} // namespace eventflow::promql::differential
