#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/promql/ast.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::promql {

enum class TokenKind : std::uint8_t {
    End,
    Identifier,
    Number,
    Duration,
    String,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    At,
    Assign,
    RegexMatch,
    RegexNotMatch,
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
};

struct Token {
    TokenKind kind = TokenKind::End;
    SourceSpan span;
    std::string_view text;          ///< as written; a view of the lexed text
    std::string value;              ///< String: decoded
    double number = 0;              ///< Number: its value; Duration: seconds
    eventflow::Duration duration{}; ///< Duration
};

/// The tokens of a PromQL text, the last of kind End. Words are all Identifier: what is a keyword depends on
/// the place. Inside square brackets a colon is never part of a word.
Result<std::vector<Token>> tokenize(std::string_view text);

/// For messages: `")"`, `end of input`.
std::string describe(const Token& token);

} // namespace eventflow::promql
