#pragma once

#include "core/rules/template.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::tmpl {

struct Token {
    enum class Kind : std::uint8_t {
        Text,     ///< between actions, trimmed already
        Open,     ///< `{{`
        Close,    ///< `}}`
        Word,     ///< `if`, `humanize`, `true`
        Variable, ///< `$name`, without the dollar; "" is `$`
        Field,    ///< `.name`, without the dot; "" is `.`
        String,   ///< decoded
        Number,
        Pipe,
        LeftParen,
        RightParen,
        Declare, ///< `:=`
        Assign,  ///< `=`
        Comma,
        End,
    };
    Kind kind = Kind::End;
    std::size_t offset = 0;
    std::string text;
    bool afterSpace = true; ///< a field that is not continues the word before it
};

/// Splits a template; comments are dropped and trim markers applied. The last token is End.
bool tokenize(std::string_view text, std::vector<Token>& out, TemplateProblem& problem);

} // namespace eventflow::rules::tmpl
