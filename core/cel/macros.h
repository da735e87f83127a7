#pragma once

#include "core/cel/ast.h"

#include <string>

namespace eventflow::cel {

/// Why a macro call is wrong, and where.
struct MacroFault {
    std::uint32_t offset = 0;
    std::string message;
};

/// Turns a call that is one of a macro into what the macro means: `has(a.b)`, `list.all(x, p)`, `cel.bind(x,
/// v, e)`. Leaves every other call as it is. False when the call is a macro's but wrong.
bool expandMacro(ExprPtr& call, MacroFault& fault);

} // namespace eventflow::cel
