#pragma once

#include "core/promql/ast.h"

#include <string_view>

namespace eventflow::promql {

/// Whether every operand has the type its operator or function wants. `text` is what the tree was parsed from
/// and gives the error its place.
Status checkTypes(const Node& root, std::string_view text);

} // namespace eventflow::promql
