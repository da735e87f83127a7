#pragma once

#include "core/promql/ast.h"

#include <string>

namespace eventflow::promql {

/// Canonical text: one line, one blank around operators and after commas. Parses to an equal tree; trees that
/// no text has (made by a program) get the parentheses they need.
std::string print(const Node& node);

} // namespace eventflow::promql
