#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::promql {

struct DecodedString {
    struct BadEscape {
        std::size_t offset = 0; ///< in the literal
        std::string message;
    };
    std::optional<std::string> text; ///< nothing: see badEscape
    BadEscape badEscape;
};

/// The text of a string literal given with its quotes: Go's escapes between `"` or `'`, no escapes between
/// backquotes.
DecodedString decodeString(std::string_view literal);

} // namespace eventflow::promql
