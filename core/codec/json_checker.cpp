#include "core/codec/json_checker.h"

#include "core/base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace eventflow::codec {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// `'x'`, or the byte's value where it is nothing to print.
std::string describe(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) return std::string("'") + c + "'";
    std::array<char, 16> text{};
    const int n = std::snprintf(text.data(), text.size(), "byte 0x%02X", byte);
    return {text.data(), static_cast<std::size_t>(n)};
}

/// Recursive descent; the recursion ends at the greatest depth.
class Checker {
public:
    Checker(std::string_view text, JsonNumbers numbers, std::size_t maxDepth)
        : m_text(text), m_numbers(numbers), m_maxDepth(maxDepth) {}

    std::optional<JsonFault> run() {
        if (m_text.starts_with("\xEF\xBB\xBF")) return JsonFault{0, "the text starts with a byte order mark"};
        skipSpace();
        if (atEnd()) return JsonFault{m_at, "no value, only white space"};
        if (!value(0)) return m_fault;
        skipSpace();
        if (!atEnd()) fail(m_at, "unexpected " + describe(peek()) + " after the value");
        return m_fault;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek() const { return m_text[m_at]; }
    bool take(char c) {
        if (atEnd() || peek() != c) return false;
        ++m_at;
        return true;
    }
    void skipSpace() {
        while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }
    bool fail(std::size_t at, std::string cause) {
        m_fault = JsonFault{at, std::move(cause)};
        return false;
    }
    /// Something else, or nothing, stands where `expected` should.
    bool unexpected(const char* expected) {
        if (atEnd()) return fail(m_at, std::string("the text ends here, expected ") + expected);
        return fail(m_at, "unexpected " + describe(peek()) + ", expected " + expected);
    }

    bool value(std::size_t depth) {
        if (atEnd()) return unexpected("a value");
        switch (peek()) {
        case '{':
            return container(depth, '}');
        case '[':
            return container(depth, ']');
        case '"':
            return string();
        case 't':
            return literal("true");
        case 'f':
            return literal("false");
        case 'n':
            return literal("null");
        default:
            return isDigit(peek()) || peek() == '-' ? number() : unexpected("a value");
        }
    }

    bool container(std::size_t depth, char close) {
        const std::size_t open = m_at++;
        const bool object = close == '}';
        if (depth + 1 > m_maxDepth)
            return fail(open, "nested deeper than " + std::to_string(m_maxDepth) + " levels");
        skipSpace();
        if (take(close)) return true;
        while (true) {
            skipSpace();
            if (object && !memberName()) return false;
            if (!value(depth + 1)) return false;
            skipSpace();
            if (take(close)) return true;
            if (atEnd()) return fail(open, object ? "unclosed object" : "unclosed array");
            if (!take(',')) return unexpected(object ? "',' or '}'" : "',' or ']'");
        }
    }

    bool memberName() {
        if (atEnd() || peek() != '"') return unexpected("a key in double quotes");
        if (!string()) return false;
        skipSpace();
        if (!take(':')) return unexpected("':' after the key");
        skipSpace();
        return true;
    }

    bool literal(std::string_view word) {
        if (m_text.substr(m_at, word.size()) != word)
            return fail(m_at, "unknown word, did you mean " + std::string(word) + "?");
        m_at += word.size();
        return true;
    }

    bool string() {
        const std::size_t open = m_at++;
        while (!atEnd()) {
            const auto c = static_cast<unsigned char>(peek());
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c < 0x20)
                return fail(m_at, "control character in a string (" + describe(peek()) + "), escape it");
            if (c == '\\') {
                if (!escape()) return false;
            } else if (c < 0x80) {
                ++m_at;
            } else if (!multiByte()) {
                return false;
            }
        }
        return fail(open, "unclosed string");
    }

    bool multiByte() {
        const auto lead = static_cast<unsigned char>(peek());
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (!isValidUtf8(m_text.substr(m_at, length)))
            return fail(m_at, describe(peek()) + " is not UTF-8 here");
        m_at += length;
        return true;
    }

    bool escape() {
        const std::size_t at = m_at++;
        if (atEnd()) return fail(at, "the text ends in an escape sequence");
        if (peek() != 'u') {
            if (std::string_view("\"\\/bfnrt").find(peek()) == std::string_view::npos)
                return fail(at, "unknown escape sequence \\ followed by " + describe(peek()));
            ++m_at;
            return true;
        }
        const int first = codeUnit();
        if (first < 0) return fail(at, "\\u needs four hexadecimal digits");
        if (first < 0xD800 || first > 0xDFFF) return true;
        const bool high = first < 0xDC00;
        if (high && take('\\') && !atEnd() && peek() == 'u') {
            const int second = codeUnit();
            if (second >= 0xDC00 && second <= 0xDFFF) return true;
        }
        return fail(at, "surrogate without its partner");
    }

    /// Reads `uXXXX`; -1 when it is not that.
    int codeUnit() {
        const std::string_view hex = m_text.substr(std::min(m_at + 1, m_text.size()), 4);
        unsigned unit = 0;
        const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), unit, 16);
        if (hex.size() != 4 || error != std::errc() || end != hex.data() + 4) return -1;
        m_at += 5;
        return static_cast<int>(unit);
    }

    std::size_t digits() {
        const std::size_t first = m_at;
        while (!atEnd() && isDigit(peek()))
            ++m_at;
        return m_at - first;
    }

    bool number() {
        const std::size_t start = m_at;
        take('-');
        if (atEnd() || !isDigit(peek())) return unexpected("a digit");
        const bool zero = peek() == '0';
        if (digits() > 1 && zero) return fail(start, "a number must not start with zeros");
        bool whole = true;
        if (take('.')) {
            whole = false;
            if (digits() == 0) return unexpected("a digit after the decimal point");
        }
        if (!atEnd() && (peek() == 'e' || peek() == 'E')) {
            whole = false;
            ++m_at;
            if (!take('+')) take('-');
            if (digits() == 0) return unexpected("a digit in the exponent");
        }
        if (m_numbers == JsonNumbers::Any) return true;
        const std::string_view text = m_text.substr(start, m_at - start);
        if (whole ? !fitsInteger(text) : !fitsDouble(text))
            return fail(start, whole ? "the integer does not fit in 64 bits"
                                     : "the number is too large for a double");
        return true;
    }

    static bool fitsInteger(std::string_view text) {
        const char* end = text.data() + text.size();
        std::int64_t negative = 0;
        std::uint64_t positive = 0;
        return (text.front() == '-' ? std::from_chars(text.data(), end, negative)
                                    : std::from_chars(text.data(), end, positive))
                   .ec == std::errc();
    }

    static bool fitsDouble(std::string_view text) {
        double parsed = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), parsed).ec == std::errc()) return true;
        return decimalExponent(text) < 0; // too small is zero, which is fine
    }

    /// Roughly log10 of the number: enough to tell overflow from underflow.
    static std::int64_t decimalExponent(std::string_view text) {
        const std::size_t exponentAt = std::min(text.find_first_of("eE"), text.size());
        const std::string_view mantissa = text.substr(0, exponentAt);
        const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
        const std::size_t firstDigit = mantissa.find_first_of("123456789");
        if (firstDigit == std::string_view::npos) return -1; // zero
        auto exponent = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(firstDigit);
        if (exponentAt == text.size()) return exponent;
        const bool negative = text[exponentAt + 1] == '-';
        std::string_view number = text.substr(exponentAt + 1);
        if (!isDigit(number.front())) number.remove_prefix(1);
        std::int64_t written = 0;
        if (std::from_chars(number.data(), number.data() + number.size(), written).ec != std::errc())
            return negative ? -1 : 1; // the exponent alone does not fit in 64 bits
        return exponent + (negative ? -written : written);
    }

    std::string_view m_text;
    JsonNumbers m_numbers;
    std::size_t m_maxDepth;
    std::size_t m_at = 0;
    std::optional<JsonFault> m_fault;
};

} // namespace

std::optional<JsonFault> findJsonFault(std::string_view json, JsonNumbers numbers, std::size_t maxDepth) {
    return Checker(json, numbers, maxDepth).run();
}

} // namespace eventflow::codec
