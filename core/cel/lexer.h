#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

enum class TokenKind : std::uint8_t {
    End,
    Identifier,
    QuotedIdentifier, ///< between backticks; `value` without them
    Int,              ///< `magnitude`; the sign is the parser's
    Uint,             ///< `magnitude`
    Double,
    String,
    Bytes,
    Symbol, ///< `text`
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::uint32_t offset = 0;
    std::string_view text; ///< as written; a view of the lexed text
    std::string value;     ///< String, Bytes: decoded
    std::uint64_t magnitude = 0;
    double number = 0;
};

/// The tokens of a CEL text, the last of kind End. Words are all Identifier: which are reserved depends on
/// the place. The error's detail is `line:column: message` with the line and a caret.
Result<std::vector<Token>> tokenize(std::string_view text);

/// For messages: `")"`, `the end of the expression`.
std::string describe(const Token& token);

} // namespace eventflow::cel
