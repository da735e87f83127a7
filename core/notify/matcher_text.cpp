#include "core/notify/matcher_text.h"

#include <algorithm>
#include <cctype>

namespace eventflow::notify {

namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr std::size_t kMaxMatchers = 100;

class MatcherScanner {
public:
    explicit MatcherScanner(std::string_view text) : m_text(text) {}

    Result<Matchers> scan() {
        Matchers out;
        if (m_text.size() > kMaxBytes) return fail("longer than 64 KiB");
        skipSpace();
        const bool braces = take("{");
        for (skipSpace(); !atEnd() && !(braces && peek() == '}'); skipSpace()) {
            if (out.size() == kMaxMatchers) return fail("more than 100 matchers");
            auto matcher = scanMatcher(braces);
            if (!matcher) return matcher.error();
            out.push_back(std::move(*matcher));
            skipSpace();
            if (!take(",")) break;
        }
        if (braces && !take("}")) return fail("the { is not closed");
        skipSpace();
        if (!atEnd()) return fail("unexpected text; separate matchers by commas");
        if (out.empty()) return fail("no matcher; write one such as severity=\"page\"");
        return out;
    }

private:
    Result<LabelMatcher> scanMatcher(bool braces) {
        auto name = scanWord("=!~", braces);
        if (!name) return name.error();
        if (name->empty()) return fail("a label name is missing");
        skipSpace();
        const auto op = scanOperator();
        if (!op) return op.error();
        skipSpace();
        auto value = scanWord("", braces);
        if (!value) return value.error();
        auto matcher = LabelMatcher::create(std::move(*name), *op, std::move(*value));
        if (!matcher) return fail(matcher.error().detail);
        return matcher;
    }

    Result<MatchOp> scanOperator() {
        if (take("=~")) return MatchOp::Regex;
        if (take("!~")) return MatchOp::NotRegex;
        if (take("!=")) return MatchOp::NotEqual;
        if (take("=")) return MatchOp::Equal;
        return fail("one of =, !=, =~, !~ is missing");
    }

    /// A text in double quotes, or everything up to a comma, a brace or one of `ends`.
    Result<std::string> scanWord(std::string_view ends, bool braces) {
        if (take("\"")) return scanQuoted();
        const std::size_t start = m_at;
        while (!atEnd() && peek() != ',' && peek() != '"' && !(braces && (peek() == '}' || peek() == '{')) &&
               ends.find(peek()) == std::string_view::npos)
            ++m_at;
        std::size_t end = m_at;
        while (end > start && isSpace(m_text[end - 1]))
            --end;
        return std::string(m_text.substr(start, end - start));
    }

    Result<std::string> scanQuoted() {
        std::string out;
        while (!atEnd()) {
            const char c = m_text[m_at++];
            if (c == '"') return out;
            if (c != '\\' || atEnd()) {
                out += c;
                continue;
            }
            const char escaped = m_text[m_at++];
            if (escaped == 'n')
                out += '\n';
            else if (escaped == '"' || escaped == '\\')
                out += escaped;
            else
                out.append({'\\', escaped}); // of a regular expression
        }
        return fail("the quote is not closed");
    }

    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }
    [[nodiscard]] char peek() const { return m_text[m_at]; }
    static bool isSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
    void skipSpace() {
        while (!atEnd() && isSpace(peek()))
            ++m_at;
    }
    bool take(std::string_view token) {
        if (!m_text.substr(m_at).starts_with(token)) return false;
        m_at += token.size();
        return true;
    }
    [[nodiscard]] Error fail(const std::string& what) const {
        return {ErrorCode::ParseError, "character " + std::to_string(m_at + 1) + ": " + what};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<Matchers> parseMatchers(std::string_view text) {
    return MatcherScanner(text).scan();
}

std::string toString(const Matchers& matchers) {
    std::string text;
    for (const LabelMatcher& matcher : matchers)
        text += (text.empty() ? "" : ", ") + matcher.toString();
    return text;
}

} // namespace eventflow::notify
