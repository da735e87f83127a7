#include "core/promql/lexer.h"

#include "core/promql/located_error.h"
#include "core/promql/number_literal.h"
#include "core/promql/string_literal.h"
#include "core/promql/time_math.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace eventflow::promql {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isWordPart(char c) {
    return isWordStart(c) || isDigit(c);
}

/// A printable character as it is, any other byte by its number.
std::string describeCharacter(char c) {
    if (c > ' ' && c < 0x7F) return std::string("\"") + c + '"';
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "0x%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    return buffer.data();
}

struct Symbol {
    std::string_view text;
    TokenKind kind;
};
/// Two characters before one.
constexpr std::array<Symbol, 24> kSymbols{{
    {"==", TokenKind::Equal},        {"!=", TokenKind::NotEqual},   {"<=", TokenKind::LessEqual},
    {">=", TokenKind::GreaterEqual}, {"=~", TokenKind::RegexMatch}, {"!~", TokenKind::RegexNotMatch},
    {"(", TokenKind::LeftParen},     {")", TokenKind::RightParen},  {"{", TokenKind::LeftBrace},
    {"}", TokenKind::RightBrace},    {"[", TokenKind::LeftBracket}, {"]", TokenKind::RightBracket},
    {",", TokenKind::Comma},         {":", TokenKind::Colon},       {"@", TokenKind::At},
    {"=", TokenKind::Assign},        {"+", TokenKind::Add},         {"-", TokenKind::Sub},
    {"*", TokenKind::Mul},           {"/", TokenKind::Div},         {"%", TokenKind::Mod},
    {"^", TokenKind::Pow},           {"<", TokenKind::Less},        {">", TokenKind::Greater},
}};

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
        token.span = {m_at, end - m_at};
        token.text = m_text.substr(m_at, end - m_at);
        m_at = end;
        return token;
    }

    void skipBlanksAndComments() {
        while (m_at < m_text.size()) {
            const char c = peek();
            if (c == '#')
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
                ++m_at;
            else
                return;
        }
    }

    Status next() {
        const char c = peek();
        if (c == '"' || c == '\'' || c == '`') return string(c);
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
        if (isWordStart(c) || (c == ':' && !m_insideBrackets && isWordStart(peek(1)))) return word();
        return symbol();
    }

    Status string(char quote) {
        const std::size_t start = m_at;
        std::size_t end = m_at + 1;
        for (;; ++end) {
            if (end >= m_text.size() || (quote != '`' && m_text[end] == '\n'))
                return fail(start, "this string is not closed");
            if (m_text[end] == quote) break;
            if (quote != '`' && m_text[end] == '\\') ++end;
        }
        DecodedString value = decodeString(m_text.substr(start, end + 1 - start));
        if (!value.text) return fail(start + value.badEscape.offset, value.badEscape.message);
        add(TokenKind::String, end + 1).value = std::move(*value.text);
        return {};
    }

    Status number() {
        const std::size_t end = numberEnd(m_text, m_at);
        const std::string_view literal = m_text.substr(m_at, end - m_at);
        if (const auto value = parseNumber(literal)) {
            add(TokenKind::Number, end).number = *value;
            return {};
        }
        if (const auto value = parseDuration(literal)) {
            Token& token = add(TokenKind::Duration, end);
            token.duration = *value;
            token.number = toSeconds(*value);
            return {};
        }
        return fail(m_at, "bad number or duration \"" + std::string(literal) + '"');
    }

    Status word() {
        std::size_t end = m_at;
        while (end < m_text.size() && (isWordPart(m_text[end]) || (m_text[end] == ':' && !m_insideBrackets)))
            ++end;
        add(TokenKind::Identifier, end);
        return {};
    }

    Status symbol() {
        for (const Symbol& symbol : kSymbols) {
            if (!m_text.substr(m_at).starts_with(symbol.text)) continue;
            if (symbol.kind == TokenKind::LeftBracket) m_insideBrackets = true;
            if (symbol.kind == TokenKind::RightBracket) m_insideBrackets = false;
            add(symbol.kind, m_at + symbol.text.size());
            return {};
        }
        return fail(m_at, "unexpected character " + describeCharacter(peek()));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_insideBrackets = false;
    std::vector<Token> m_tokens;
};

} // namespace

Result<std::vector<Token>> tokenize(std::string_view text) {
    return Lexer(text).run();
}

std::string describe(const Token& token) {
    if (token.kind == TokenKind::End) return "end of input";
    if (token.kind == TokenKind::String) return "string " + std::string(token.text);
    return '"' + std::string(token.text) + '"';
}

} // namespace eventflow::promql
