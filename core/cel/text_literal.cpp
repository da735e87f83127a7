#include "core/cel/text_literal.h"

#include "core/base/json_writer.h"
#include "core/cel/utf8.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace eventflow::cel {

namespace {

struct Prefix {
    bool bytes = false;
    bool raw = false;
    std::size_t length = 0;
};

/// `r`, `b` or `br`, in either case; nothing when no quote follows.
std::optional<Prefix> readPrefix(std::string_view text) {
    Prefix prefix;
    const auto at = [&](char lower, char upper) {
        return prefix.length < text.size() && (text[prefix.length] == lower || text[prefix.length] == upper);
    };
    if (at('b', 'B')) {
        prefix.bytes = true;
        ++prefix.length;
    }
    if (at('r', 'R')) {
        prefix.raw = true;
        ++prefix.length;
    }
    if (!at('"', '\'')) return std::nullopt;
    return prefix;
}

class Reader {
public:
    Reader(std::string_view text, const Prefix& prefix) : m_text(text), m_prefix(prefix) {}

    TextLiteral run() {
        m_at = m_prefix.length;
        const char quote = m_text[m_at];
        const std::string triple(3, quote);
        m_close = m_text.substr(m_at).starts_with(triple) ? triple : std::string(1, quote);
        m_at += m_close.size();
        m_out.isBytes = m_prefix.bytes;
        while (m_out.fault.empty() && !m_text.substr(std::min(m_at, m_text.size())).starts_with(m_close))
            step();
        if (!m_out.fault.empty()) return m_out;
        if (!m_prefix.bytes && !isValidUtf8(m_out.value)) {
            fail(0, "this string is not UTF-8; write bytes as b\"\\xff\"");
            return m_out;
        }
        m_out.length = m_at + m_close.size();
        return m_out;
    }

private:
    void fail(std::size_t at, std::string why) {
        m_out.faultAt = at;
        m_out.fault = std::move(why);
    }

    void step() {
        if (m_at >= m_text.size()) return fail(0, "this string is not closed");
        const char c = m_text[m_at];
        if (m_close.size() == 1 && (c == '\n' || c == '\r'))
            return fail(0, "this string is not closed on its line; use three quotes for several lines");
        if (c != '\\' || m_prefix.raw) {
            m_out.value += c;
            ++m_at;
            return;
        }
        escape();
    }

    void escape() {
        const std::size_t start = m_at++;
        const char c = m_at < m_text.size() ? m_text[m_at] : '\0';
        static constexpr std::string_view kNames = "abfnrtv\\?\"'`";
        static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\?\"'`";
        if (const std::size_t i = kNames.find(c); m_at < m_text.size() && i != std::string_view::npos) {
            m_out.value += kValues[i];
            ++m_at;
        } else if (c == 'x' || c == 'X') {
            number(start, m_at + 1, 2, 16);
        } else if (c == 'u' && !m_prefix.bytes) {
            number(start, m_at + 1, 4, 16);
        } else if (c == 'U' && !m_prefix.bytes) {
            number(start, m_at + 1, 8, 16);
        } else if (c >= '0' && c <= '3') {
            number(start, m_at, 3, 8);
        } else {
            const std::string_view shown = m_text.substr(m_at, m_at < m_text.size() ? 1 : 0);
            fail(start, "unknown escape sequence \\" + toValidUtf8(shown));
        }
    }

    /// Of bytes an octet, of strings a code point.
    void number(std::size_t start, std::size_t at, std::size_t digits, int base) {
        const std::string_view written = m_text.substr(std::min(at, m_text.size()), digits);
        std::uint32_t value = 0;
        const auto [end, error] =
            std::from_chars(written.data(), written.data() + written.size(), value, base);
        if (written.size() != digits || error != std::errc() || end != written.data() + digits)
            return fail(start, "this escape sequence needs " + std::to_string(digits) +
                                   (base == 8 ? " octal" : " hexadecimal") + " digits");
        m_at = at + digits;
        if (m_prefix.bytes)
            m_out.value += static_cast<char>(static_cast<unsigned char>(value));
        else if (!appendCodePoint(m_out.value, value))
            fail(start, "this escape sequence is no Unicode character");
    }

    std::string_view m_text;
    Prefix m_prefix;
    std::string m_close;
    std::size_t m_at = 0;
    TextLiteral m_out;
};

} // namespace

bool startsTextLiteral(std::string_view text) {
    return readPrefix(text).has_value();
}

TextLiteral readTextLiteral(std::string_view text) {
    return Reader(text, *readPrefix(text)).run();
}

} // namespace eventflow::cel
