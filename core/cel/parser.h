#pragma once

#include "core/base/result.h"
#include "core/cel/ast.h"

#include <string_view>

namespace eventflow::cel {

/// The syntax tree of a CEL expression, macros expanded. Refuses more than kMaxTextBytes, kMaxNodes nodes and
/// kMaxDepth levels. The error's detail is `line:column: message`, followed by the line and a caret below the
/// place.
Result<ExprPtr> parse(std::string_view text);

} // namespace eventflow::cel
