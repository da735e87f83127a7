#include "core/interchange/json_value_scanner.h"

#include "core/interchange/json_scan.h"

#include <cstring>

namespace eventflow::interchange {

namespace {

/// Of numbers, true, false, null and what else programs print: NaN, -Infinity.
bool isScalar(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
}

} // namespace

void JsonValueScanner::reset() {
    m_open.clear();
    m_expect = Expect::Value;
    m_inString = false;
    m_inScalar = false;
    m_fault = "";
}

JsonValueScanner::State JsonValueScanner::scan(std::string_view text, std::size_t& at) {
    while (at < text.size()) {
        State state = State::More;
        if (m_inString) {
            state = scanString(text, at);
            if (state == State::More && m_inString) return state; // it goes on behind the text
        } else if (m_inScalar) {
            state = scanScalar(text, at);
        } else if (JsonScan::isSpace(text[at])) {
            ++at;
        } else {
            state = takeToken(text[at]);
            if (state != State::Fault && !m_inScalar) ++at;
        }
        if (state != State::More) return state;
    }
    return State::More;
}

JsonValueScanner::State JsonValueScanner::scanString(std::string_view text, std::size_t& at) {
    const char* const end = text.data() + text.size();
    for (;;) {
        const char* const from = text.data() + at;
        const char* const special = findQuoteOrBackslash(from, end);
        const void* newline = std::memchr(from, '\n', static_cast<std::size_t>(special - from));
        if (newline != nullptr) {
            at = static_cast<std::size_t>(static_cast<const char*>(newline) - text.data());
            return fail("a string is cut short");
        }
        at = static_cast<std::size_t>(special - text.data());
        if (special == end) return State::More;
        if (*special == '"') {
            ++at;
            m_inString = false;
            if (m_expect != Expect::Key) return valueEnded();
            m_expect = Expect::Colon;
            return State::More;
        }
        if (end - special < 2) return State::More; // the backslash comes again
        at += 2;
    }
}

JsonValueScanner::State JsonValueScanner::scanScalar(std::string_view text, std::size_t& at) {
    while (at < text.size() && isScalar(text[at]))
        ++at;
    if (at == text.size()) return State::More;
    m_inScalar = false;
    return valueEnded();
}

JsonValueScanner::State JsonValueScanner::takeToken(char c) {
    switch (m_expect) {
    case Expect::ValueOrEnd:
        if (c == ']') return close(c);
        return takeValue(c);
    case Expect::Value:
        return takeValue(c);
    case Expect::KeyOrEnd:
        if (c == '}') return close(c);
        [[fallthrough]];
    case Expect::Key:
        if (c != '"') return fail("expected a name in quotes");
        m_expect = Expect::Key;
        m_inString = true;
        return State::More;
    case Expect::Colon:
        if (c != ':') return fail("expected ':' behind a name");
        m_expect = Expect::Value;
        return State::More;
    case Expect::CommaOrEnd:
        break;
    }
    if (c != ',') return close(c);
    m_expect = m_open.back() == '{' ? Expect::Key : Expect::Value;
    return State::More;
}

JsonValueScanner::State JsonValueScanner::takeValue(char c) {
    if (c == '"') {
        m_expect = Expect::Value; // the string is no key
        m_inString = true;
    } else if (c == '{' || c == '[') {
        if (m_open.size() == kMaxDepth) return fail("nested more than 128 levels deep");
        m_open += c;
        m_expect = c == '{' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    } else if (isScalar(c)) {
        m_inScalar = true;
    } else {
        return fail("expected a value");
    }
    return State::More;
}

JsonValueScanner::State JsonValueScanner::close(char bracket) {
    if (bracket != (m_open.back() == '{' ? '}' : ']'))
        return fail(m_open.back() == '{' ? "expected ',' or '}'" : "expected ',' or ']'");
    m_open.pop_back();
    return valueEnded();
}

JsonValueScanner::State JsonValueScanner::valueEnded() {
    if (m_open.empty()) return State::Done;
    m_expect = Expect::CommaOrEnd;
    return State::More;
}

} // namespace eventflow::interchange
