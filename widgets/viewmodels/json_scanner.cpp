#include "widgets/viewmodels/json_scanner.h"

#include <cassert>

namespace eventflow::viewmodels {

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kEndsWord = " \t\r\n{}[]:,\"";

std::size_t digitsFrom(std::string_view text, std::size_t at) {
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at - start;
}

/// RFC 8259's number: no leading zero, no bare point, no sign but minus.
bool isNumber(std::string_view word) {
    std::size_t at = word.starts_with('-') ? 1 : 0;
    const std::size_t whole = digitsFrom(word, at);
    if (whole == 0 || (whole > 1 && word[at] == '0')) return false;
    at += whole;
    if (at < word.size() && word[at] == '.') {
        const std::size_t fraction = digitsFrom(word, at + 1);
        if (fraction == 0) return false;
        at += 1 + fraction;
    }
    if (at < word.size() && (word[at] == 'e' || word[at] == 'E')) {
        ++at;
        if (at < word.size() && (word[at] == '+' || word[at] == '-')) ++at;
        const std::size_t exponent = digitsFrom(word, at);
        if (exponent == 0) return false;
        at += exponent;
    }
    return at == word.size();
}

JsonTokenKind wordKind(std::string_view word) {
    if (word == "true") return JsonTokenKind::True;
    if (word == "false") return JsonTokenKind::False;
    if (word == "null") return JsonTokenKind::Null;
    return isNumber(word) ? JsonTokenKind::Number : JsonTokenKind::Invalid;
}

} // namespace

JsonToken JsonScanner::next() {
    assert(!atEnd());
    switch (m_text[m_at]) {
    case '{':
        return take(JsonTokenKind::ObjectBegin, 1);
    case '}':
        return take(JsonTokenKind::ObjectEnd, 1);
    case '[':
        return take(JsonTokenKind::ArrayBegin, 1);
    case ']':
        return take(JsonTokenKind::ArrayEnd, 1);
    case ':':
        return take(JsonTokenKind::Colon, 1);
    case ',':
        return take(JsonTokenKind::Comma, 1);
    case '"':
        return takeString();
    case ' ':
    case '\t':
    case '\r':
    case '\n': {
        const std::size_t end = m_text.find_first_not_of(kSpace, m_at);
        return take(JsonTokenKind::Space, (end == std::string_view::npos ? m_text.size() : end) - m_at);
    }
    default:
        return takeWord();
    }
}

JsonToken JsonScanner::take(JsonTokenKind kind, std::size_t length) {
    const JsonToken token{kind, m_at, m_text.substr(m_at, length)};
    m_at += length;
    return token;
}

JsonToken JsonScanner::takeString() {
    for (std::size_t at = m_at + 1; at < m_text.size(); ++at) {
        if (m_text[at] == '"') return take(JsonTokenKind::String, at + 1 - m_at);
        if (m_text[at] == '\\') ++at;
    }
    return take(JsonTokenKind::Invalid, m_text.size() - m_at);
}

JsonToken JsonScanner::takeWord() {
    const std::size_t end = m_text.find_first_of(kEndsWord, m_at);
    const std::size_t length = (end == std::string_view::npos ? m_text.size() : end) - m_at;
    return take(wordKind(m_text.substr(m_at, length)), length);
}

} // namespace eventflow::viewmodels
