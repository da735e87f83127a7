#include "core/promql/string_literal.h"

#include <cstdint>

namespace eventflow::promql {

namespace {

void appendUtf8(std::string& out, std::uint32_t rune) {
    const auto add = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (rune < 0x80) {
        add(rune);
    } else if (rune < 0x800) {
        add(0xC0 | rune >> 6);
        add(0x80 | (rune & 0x3F));
    } else if (rune < 0x10000) {
        add(0xE0 | rune >> 12);
        add(0x80 | (rune >> 6 & 0x3F));
        add(0x80 | (rune & 0x3F));
    } else {
        add(0xF0 | rune >> 18);
        add(0x80 | (rune >> 12 & 0x3F));
        add(0x80 | (rune >> 6 & 0x3F));
        add(0x80 | (rune & 0x3F));
    }
}

int digitValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

class Decoder {
public:
    explicit Decoder(std::string_view body, char quote) : m_body(body), m_quote(quote) {}

    DecodedString run() {
        while (m_at < m_body.size()) {
            if (m_body[m_at] != '\\') {
                m_out += m_body[m_at++];
            } else if (const std::size_t start = m_at; !escape()) {
                const std::string_view shown = m_body.substr(start, 2);
                return {std::nullopt, {start + 1, "unknown escape sequence " + std::string(shown)}};
            }
        }
        return {std::move(m_out), {}};
    }

private:
    bool escape() {
        if (m_at + 1 >= m_body.size()) return false;
        const char c = m_body[m_at + 1];
        m_at += 2;
        switch (c) {
        case 'a':
            m_out += '\a';
            return true;
        case 'b':
            m_out += '\b';
            return true;
        case 'f':
            m_out += '\f';
            return true;
        case 'n':
            m_out += '\n';
            return true;
        case 'r':
            m_out += '\r';
            return true;
        case 't':
            m_out += '\t';
            return true;
        case 'v':
            m_out += '\v';
            return true;
        case '\\':
            m_out += '\\';
            return true;
        case 'x':
            return byte(2, 16);
        case 'u':
            return rune(4);
        case 'U':
            return rune(8);
        default:
            break;
        }
        if (c == m_quote) {
            m_out += c;
            return true;
        }
        if (c < '0' || c > '7') return false;
        --m_at;
        return byte(3, 8);
    }

    bool number(std::size_t count, int base, std::uint32_t& value) {
        if (m_body.size() - m_at < count) return false;
        for (; count > 0; --count) {
            const int digit = digitValue(m_body[m_at++]);
            if (digit >= base) return false;
            value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit);
        }
        return true;
    }
    bool byte(std::size_t count, int base) {
        std::uint32_t value = 0;
        if (!number(count, base, value) || value > 0xFF) return false;
        m_out += static_cast<char>(static_cast<unsigned char>(value));
        return true;
    }
    bool rune(std::size_t count) {
        std::uint32_t value = 0;
        if (!number(count, 16, value) || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
            return false;
        appendUtf8(m_out, value);
        return true;
    }

    std::string_view m_body;
    char m_quote;
    std::size_t m_at = 0;
    std::string m_out;
};

} // namespace

DecodedString decodeString(std::string_view literal) {
    const std::string_view body = literal.substr(1, literal.size() - 2);
    if (literal.front() == '`') return {std::string(body), {}};
    return Decoder(body, literal.front()).run();
}

} // namespace eventflow::promql
