#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace eventflow::rules {

/// Where in an expression its parser stumbled, as a byte of the text, and why, on one line.
struct ExpressionPlace {
    std::size_t offset = 0;
    std::string message;
};

/// Reads the `line:column: message` that promql::Expression::parse() fails with.
ExpressionPlace placeInExpression(std::string_view text, const Error& error);

} // namespace eventflow::rules
