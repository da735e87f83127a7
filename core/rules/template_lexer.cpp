#include "core/rules/template_lexer.h"

#include <algorithm>
#include <array>

namespace eventflow::rules::tmpl {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordChar(char c) {
    // Letters outside of ASCII may stand in a name, as in Go.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c) ||
           static_cast<unsigned char>(c) >= 0x80;
}

void appendUtf8(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

int hexDigit(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

class Lexer {
public:
    Lexer(std::string_view text, std::vector<Token>& out, TemplateProblem& problem)
        : m_text(text), m_out(out), m_problem(problem) {}

    bool run();

private:
    bool fail(std::size_t offset, std::string message) {
        m_problem = {offset, std::move(message)};
        return false;
    }
    void add(Token::Kind kind, std::size_t offset, std::string text = {}) {
        m_out.push_back({kind, offset, std::move(text), m_afterSpace});
        m_afterSpace = false;
    }
    [[nodiscard]] char at(std::size_t i) const { return i < m_text.size() ? m_text[i] : '\0'; }

    void addText(std::size_t from, std::size_t to);
    bool skipComment(std::size_t open, std::size_t at);
    bool closes();
    bool action(std::size_t open);
    bool token();
    bool quotedString();
    bool escape(std::string& out);
    bool rawString();
    void number();
    std::string takeName();

    std::string_view m_text;
    std::vector<Token>& m_out;
    TemplateProblem& m_problem;
    std::size_t m_at = 0;
    bool m_trimNext = false; ///< the action before ended with ` -}}`
    bool m_afterSpace = true;
};

void Lexer::addText(std::size_t from, std::size_t to) {
    if (m_trimNext)
        while (from < to && isSpace(m_text[from]))
            ++from;
    m_trimNext = false;
    if (from < to) add(Token::Kind::Text, from, std::string(m_text.substr(from, to - from)));
}

bool Lexer::run() {
    while (m_at < m_text.size()) {
        const std::size_t open = std::min(m_text.find("{{", m_at), m_text.size());
        std::size_t textEnd = open;
        const bool trims = at(open + 2) == '-' && isSpace(at(open + 3));
        if (trims)
            while (textEnd > m_at && isSpace(m_text[textEnd - 1]))
                --textEnd;
        addText(m_at, textEnd);
        if (open == m_text.size()) break;
        m_at = open + (trims ? 3 : 2);
        std::size_t first = m_at;
        while (isSpace(at(first)))
            ++first;
        // As in Go a comment follows the braces, or the trim marker and its space.
        if (m_text.substr(first).starts_with("/*")) {
            if (!skipComment(open, first)) return false;
        } else if (!action(open)) {
            return false;
        }
    }
    m_afterSpace = true;
    add(Token::Kind::End, m_text.size());
    return true;
}

bool Lexer::skipComment(std::size_t open, std::size_t at) {
    const std::size_t end = m_text.find("*/", at + 2);
    if (end == std::string_view::npos) return fail(open, "this comment has no end; close it with */");
    m_at = end + 2;
    if (closes()) return true;
    return fail(m_at, "a comment must fill its action: {{/* … */}}");
}

/// Takes `}}` or ` -}}` when it stands here.
bool Lexer::closes() {
    std::size_t i = m_at;
    while (isSpace(at(i)))
        ++i;
    const bool trims = i > m_at && at(i) == '-' && m_text.substr(i + 1).starts_with("}}");
    if (!trims && !m_text.substr(i).starts_with("}}")) return false;
    m_at = i + (trims ? 3 : 2);
    m_trimNext = trims;
    return true;
}

bool Lexer::action(std::size_t open) {
    m_afterSpace = true;
    add(Token::Kind::Open, open);
    m_afterSpace = true;
    while (true) {
        const std::size_t before = m_at;
        if (closes()) {
            add(Token::Kind::Close, m_at - 2);
            return true;
        }
        while (isSpace(at(m_at)))
            ++m_at;
        m_afterSpace = m_afterSpace || m_at > before;
        if (m_at >= m_text.size()) return fail(open, "this action has no end; close it with }}");
        if (!token()) return false;
    }
}

bool Lexer::token() {
    const char c = m_text[m_at];
    const std::size_t start = m_at;
    const auto single = [&](Token::Kind kind) {
        ++m_at;
        add(kind, start);
        return true;
    };
    if (c == '|') return single(Token::Kind::Pipe);
    if (c == '(') return single(Token::Kind::LeftParen);
    if (c == ')') return single(Token::Kind::RightParen);
    if (c == ',') return single(Token::Kind::Comma);
    if (c == '=') return single(Token::Kind::Assign);
    if (c == ':' && at(m_at + 1) == '=') {
        m_at += 2;
        add(Token::Kind::Declare, start);
        return true;
    }
    if (c == '"') return quotedString();
    if (c == '`') return rawString();
    const bool sign = c == '-' || c == '+';
    if (isDigit(c) || ((sign || c == '.') && isDigit(at(m_at + 1))) ||
        (sign && at(m_at + 1) == '.' && isDigit(at(m_at + 2)))) {
        number();
        return true;
    }
    if (c == '$' || c == '.') {
        ++m_at;
        std::string name = takeName();
        add(c == '$' ? Token::Kind::Variable : Token::Kind::Field, start, std::move(name));
        return true;
    }
    if (isWordChar(c)) {
        std::string name = takeName();
        add(Token::Kind::Word, start, std::move(name));
        return true;
    }
    return fail(start, std::string("unexpected character '") + c + "' in an action");
}

std::string Lexer::takeName() {
    const std::size_t start = m_at;
    while (isWordChar(at(m_at)))
        ++m_at;
    return std::string(m_text.substr(start, m_at - start));
}

void Lexer::number() {
    const std::size_t start = m_at++;
    const auto belongs = [&](char c) {
        const char before = m_text[m_at - 1];
        return isWordChar(c) || c == '.' || ((c == '-' || c == '+') && (before == 'e' || before == 'E'));
    };
    while (m_at < m_text.size() && belongs(m_text[m_at]))
        ++m_at;
    add(Token::Kind::Number, start, std::string(m_text.substr(start, m_at - start)));
}

bool Lexer::rawString() {
    const std::size_t start = m_at;
    const std::size_t end = m_text.find('`', start + 1);
    if (end == std::string_view::npos) return fail(start, "this text has no closing `");
    m_at = end + 1;
    add(Token::Kind::String, start, std::string(m_text.substr(start + 1, end - start - 1)));
    return true;
}

bool Lexer::quotedString() {
    const std::size_t start = m_at++;
    std::string out;
    while (true) {
        const char c = at(m_at);
        if (m_at >= m_text.size() || c == '\n') return fail(start, "this text has no closing \"");
        ++m_at;
        if (c == '"') break;
        if (c != '\\')
            out += c;
        else if (!escape(out))
            return false;
    }
    add(Token::Kind::String, start, std::move(out));
    return true;
}

/// The rest of an escape, whose backslash is taken.
bool Lexer::escape(std::string& out) {
    static constexpr std::string_view kNames = "abfnrtv\\\"'";
    static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\\"'";
    const std::size_t start = m_at - 1;
    const char kind = at(m_at++);
    if (const std::size_t i = kNames.find(kind); i != std::string_view::npos && kind != '\0') {
        out += kValues[i];
        return true;
    }
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    std::uint32_t code = 0;
    for (int i = 0; i < digits; ++i) {
        const int digit = hexDigit(at(m_at++));
        if (digit < 0)
            return fail(start, "an escape needs " + std::to_string(digits) + " hexadecimal digits");
        code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    if (digits == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) || (kind == 'x' && code >= 0x80))
        return fail(start, "unknown escape; known are \\n \\t \\r \\\" \\\\ \\x41 \\u00e9");
    appendUtf8(out, code);
    return true;
}

} // namespace

bool tokenize(std::string_view text, std::vector<Token>& out, TemplateProblem& problem) {
    return Lexer(text, out, problem).run();
}

} // namespace eventflow::rules::tmpl
