#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventflow::viewmodels {

enum class JsonTokenKind : std::uint8_t {
    Space,
    ObjectBegin,
    ObjectEnd,
    ArrayBegin,
    ArrayEnd,
    Colon,
    Comma,
    String, ///< with its quotes and escapes as written
    Number, ///< digits as written
    True,
    False,
    Null,
    Invalid, ///< a run of bytes that is no JSON token; an unterminated string reaches to the end
};

struct JsonToken {
    JsonTokenKind kind = JsonTokenKind::Space;
    std::size_t offset = 0;
    std::string_view text;
};

/// Cuts JSON text into tokens without interpreting them: the texts of all tokens, one after the other, are
/// the input byte for byte, whatever the input is. Control characters inside of strings are let through,
/// since this is for looking at data, not for judging it. Thread: confined. Lifetime: tokens point into the
/// text. Cost: linear, no allocation.
class JsonScanner {
public:
    explicit JsonScanner(std::string_view text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }
    /// The next token; never empty. Only while !atEnd().
    JsonToken next();

private:
    [[nodiscard]] JsonToken take(JsonTokenKind kind, std::size_t length);
    [[nodiscard]] JsonToken takeString();
    [[nodiscard]] JsonToken takeWord();

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace eventflow::viewmodels
