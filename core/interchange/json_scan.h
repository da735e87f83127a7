#pragma once

#include "core/base/arena.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace eventflow::interchange {

/// The first quote or backslash from `at`; `end` if there is none. Up to 7 bytes behind `end` are looked at
/// and have to be readable.
[[nodiscard]] const char* findQuoteOrBackslash(const char* at, const char* end);

/// A cursor over one JSON value that takes strings as bytes: what has to be read when the text may not be
/// UTF-8, which a JSON parser refuses. It checks as much grammar as it needs to find the ends of values.
/// Precondition: kValuePadding bytes behind `text` are readable. Thread: confined.
class JsonScan {
public:
    explicit JsonScan(std::string_view text)
        : m_at(text.data()), m_begin(text.data()), m_end(text.data() + text.size()) {}

    void skipSpace() {
        while (m_at < m_end && isSpace(*m_at))
            ++m_at;
    }
    /// Takes `c`, after white space.
    [[nodiscard]] bool take(char c) {
        skipSpace();
        if (m_at == m_end || *m_at != c) return false;
        ++m_at;
        return true;
    }
    /// The next character that is not white space; 0 at the end.
    [[nodiscard]] char peek() {
        skipSpace();
        return m_at == m_end ? '\0' : *m_at;
    }
    [[nodiscard]] bool atEnd() { return peek() == '\0' && m_at == m_end; }
    [[nodiscard]] bool takeNull();
    [[nodiscard]] std::optional<std::int64_t> takeInteger();
    /// A string without its quotes, its escapes resolved: into `arena` if there are any. Nothing when it does
    /// not end or an escape is wrong. kValuePadding bytes behind the result are readable.
    [[nodiscard]] std::optional<std::string_view> takeString(Arena& arena);
    /// The text of any value, not looked into further than its brackets and strings need.
    [[nodiscard]] std::optional<std::string_view> takeValue();
    /// From 1, for error texts.
    [[nodiscard]] std::size_t column() const { return static_cast<std::size_t>(m_at - m_begin) + 1; }

    [[nodiscard]] static bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

private:
    /// At the closing quote; sets `escaped` if there is a backslash before it. Nothing when there is none.
    [[nodiscard]] const char* findQuote(const char* from, bool& escaped) const;
    [[nodiscard]] bool skipString();

    const char* m_at;
    const char* m_begin;
    const char* m_end;
};

} // namespace eventflow::interchange
