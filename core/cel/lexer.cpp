#include "core/cel/lexer.h"

#include "core/base/json_writer.h"
#include "core/base/located_error.h"
#include "core/cel/ast.h"
#include "core/cel/text_literal.h"
#include "core/cel/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace eventflow::cel {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isWordPart(char c) {
    return isWordStart(c) || isDigit(c);
}
bool isQuotedPart(char c) {
    return isWordPart(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}

/// Two characters before one.
constexpr std::array<std::string_view, 24> kSymbols{"==", "!=", "<=", ">=", "&&", "||", "(", ")",
                                                    "[",  "]",  "{",  "}",  ",",  ":",  "?", ".",
                                                    "<",  ">",  "!",  "+",  "-",  "*",  "/", "%"};

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    Result<std::vector<Token>> run() {
        for (;;) {
            skipBlanksAndComments();
            if (m_at == m_text.size()) break;
            if (Status status = next(); !status) return status.error();
        }
        add(TokenKind::End, m_at);
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] Error fail(std::size_t offset, const std::string& message) const {
        return locatedError(ErrorCode::ParseError, m_text, offset, message);
    }

    Token& add(TokenKind kind, std::size_t end) {
        Token& token = m_tokens.emplace_back();
        token.kind = kind;
        token.offset = static_cast<std::uint32_t>(m_at);
        token.text = m_text.substr(m_at, end - m_at);
        m_at = end;
        return token;
    }

    void skipBlanksAndComments() {
        while (m_at < m_text.size()) {
            const char c = peek();
            if (c == '/' && peek(1) == '/')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (c == ' ' || (c >= '\t' && c <= '\r' && c != '\v'))
                ++m_at;
            else
                return;
        }
    }

    Status next() {
        const char c = peek();
        if (startsTextLiteral(m_text.substr(m_at))) return text();
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
        if (c == '`') return quotedName();
        if (isWordStart(c)) {
            add(TokenKind::Identifier, wordEnd(m_at));
            return {};
        }
        return symbol();
    }

    [[nodiscard]] std::size_t wordEnd(std::size_t at) const {
        while (at < m_text.size() && isWordPart(m_text[at]))
            ++at;
        return at;
    }

    Status text() {
        TextLiteral literal = readTextLiteral(m_text.substr(m_at));
        if (literal.length == 0) return fail(m_at + literal.faultAt, literal.fault);
        Token& token = add(literal.isBytes ? TokenKind::Bytes : TokenKind::String, m_at + literal.length);
        token.value = std::move(literal.value);
        return {};
    }

    Status quotedName() {
        std::size_t end = m_at + 1;
        while (end < m_text.size() && isQuotedPart(m_text[end]))
            ++end;
        if (end == m_text.size() || m_text[end] != '`' || end == m_at + 1)
            return fail(m_at,
                        "a name between backticks has letters, digits and the characters _ . - / and space");
        const std::string name(m_text.substr(m_at + 1, end - m_at - 1));
        add(TokenKind::QuotedIdentifier, end + 1).value = name;
        return {};
    }

    Status number() {
        const bool hex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        std::size_t end = hex ? m_at + 2 : m_at;
        const auto digits = [&](bool (*isPart)(char)) {
            const std::size_t first = end;
            while (end < m_text.size() && isPart(m_text[end]))
                ++end;
            return end - first;
        };
        if (digits(hex ? isHexDigit : isDigit) == 0 && hex) return fail(m_at, "0x needs hexadecimal digits");
        bool real = false;
        if (!hex && end + 1 < m_text.size() && m_text[end] == '.' && isDigit(m_text[end + 1])) {
            real = true;
            ++end;
            digits(isDigit);
        }
        if (!hex && end < m_text.size() && (m_text[end] == 'e' || m_text[end] == 'E')) {
            real = true;
            ++end;
            if (end < m_text.size() && (m_text[end] == '+' || m_text[end] == '-')) ++end;
            if (digits(isDigit) == 0) return fail(m_at, "the exponent has no digits");
        }
        return real ? realNumber(end) : wholeNumber(end, hex);
    }

    Status realNumber(std::size_t end) {
        if (end < m_text.size() && isWordPart(m_text[end])) return strayCharacter(end);
        double value = 0;
        const auto parsed = std::from_chars(m_text.data() + m_at, m_text.data() + end, value);
        if (parsed.ec != std::errc() && !isTiny(end))
            return fail(m_at, "the number is too large for a double");
        add(TokenKind::Double, end).number = parsed.ec == std::errc() ? value : 0.0;
        return {};
    }
    /// Out of range towards zero, which is zero.
    [[nodiscard]] bool isTiny(std::size_t end) const {
        const std::string_view literal = m_text.substr(m_at, end - m_at);
        const std::size_t exponent = literal.find_first_of("eE");
        return exponent == std::string_view::npos || literal[exponent + 1] == '-';
    }

    Status wholeNumber(std::size_t end, bool hex) {
        const std::size_t first = hex ? m_at + 2 : m_at;
        std::uint64_t value = 0;
        const auto parsed = std::from_chars(m_text.data() + first, m_text.data() + end, value, hex ? 16 : 10);
        if (parsed.ec != std::errc()) return fail(m_at, "the number does not fit in 64 bits");
        const bool isUnsigned = end < m_text.size() && (m_text[end] == 'u' || m_text[end] == 'U');
        if (isUnsigned) ++end;
        if (end < m_text.size() && isWordPart(m_text[end])) return strayCharacter(end);
        add(isUnsigned ? TokenKind::Uint : TokenKind::Int, end).magnitude = value;
        return {};
    }

    [[nodiscard]] Status strayCharacter(std::size_t at) const {
        return fail(at, std::string("unexpected \"") + m_text[at] + "\" in a number");
    }

    Status symbol() {
        const std::string_view rest = m_text.substr(m_at);
        for (const std::string_view symbol : kSymbols) {
            if (!rest.starts_with(symbol)) continue;
            add(TokenKind::Symbol, m_at + symbol.size());
            return {};
        }
        if (rest.front() == '=') return fail(m_at, "unexpected \"=\"; equality is written ==");
        if (rest.front() == '&' || rest.front() == '|')
            return fail(m_at,
                        "unexpected \"" + std::string(1, rest.front()) + "\"; the operators are && and ||");
        std::string shown;
        appendJsonString(shown, toValidUtf8(rest.substr(0, codePointLength(rest))));
        return fail(m_at, "unexpected character " + shown);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
};

} // namespace

Result<std::vector<Token>> tokenize(std::string_view text) {
    if (text.size() > kMaxTextBytes)
        return Error{ErrorCode::LimitExceeded, "an expression may have at most " +
                                                   std::to_string(kMaxTextBytes) + " bytes, this one has " +
                                                   std::to_string(text.size())};
    return Lexer(text).run();
}

std::string describe(const Token& token) {
    if (token.kind == TokenKind::End) return "the end of the expression";
    constexpr std::size_t kShown = 40;
    if (token.text.size() > kShown) return '"' + toValidUtf8(token.text.substr(0, kShown)) + "…\"";
    return '"' + toValidUtf8(token.text) + '"';
}

} // namespace eventflow::cel
