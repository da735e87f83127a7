#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eventflow::cel {

/// A string or bytes literal at the front of a text: `"a"`, `r'\d'`, `b'''…'''`.
struct TextLiteral {
    bool isBytes = false;
    std::size_t length = 0; ///< of the literal as written; 0 when it is malformed
    std::string value;      ///< escapes resolved
    std::size_t faultAt = 0;
    std::string fault; ///< why it is malformed
};

/// Whether a literal starts here: a quote, or a prefix of `r` and `b` before one.
bool startsTextLiteral(std::string_view text);
/// `text` starts with one. A literal without bytes prefix must be UTF-8.
TextLiteral readTextLiteral(std::string_view text);

} // namespace eventflow::cel
