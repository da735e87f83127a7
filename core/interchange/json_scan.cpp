#include "core/interchange/json_scan.h"

#include "core/codec/utf8.h"
#include "core/model/record.h"

#include <charconv>

namespace eventflow::interchange {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
constexpr std::uint64_t kHighs = 0x8080808080808080ULL;

std::uint64_t load(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// The high bit of each byte that is `c`; bits above the lowest one may be wrong (a borrow), so only that is
/// used.
std::uint64_t bytesEqual(std::uint64_t word, char c) {
    const std::uint64_t x = word ^ (kOnes * static_cast<unsigned char>(c));
    return (x - kOnes) & ~x & kHighs;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Four hexadecimal digits; -1 if they are not.
int hex4(const char* at, const char* end) {
    if (end - at < 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexDigit(at[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/// `at` is behind `\u`. Moves it behind the escape, or the pair of them; false for a lone surrogate.
bool takeUnicode(const char*& at, const char* end, char*& out) {
    const int first = hex4(at, end);
    if (first < 0) return false;
    at += 4;
    auto code = static_cast<std::uint32_t>(first);
    if (code >= 0xD800 && code <= 0xDFFF) {
        if (code >= 0xDC00 || end - at < 6 || at[0] != '\\' || at[1] != 'u') return false;
        const int second = hex4(at + 2, end);
        if (second < 0xDC00 || second > 0xDFFF) return false;
        at += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (static_cast<std::uint32_t>(second) - 0xDC00);
    }
    out = codec::appendUtf8(out, code);
    return true;
}

/// Resolves the escapes of [at, end) into `out`, which has room for as many bytes and sizeof(uint64_t) more.
/// The end of what was written, or null for a wrong escape.
char* unescape(const char* at, const char* end, char* out) {
    while (at < end) {
        const std::uint64_t word = load(at);
        std::memcpy(out, &word, sizeof word);
        const std::uint64_t hits = bytesEqual(word, '\\');
        const auto plain = static_cast<std::ptrdiff_t>(hits == 0 ? 8 : std::countr_zero(hits) / 8);
        if (plain >= end - at) return out + (end - at);
        at += plain;
        out += plain;
        if (hits == 0) continue;
        ++at; // never the last: the closing quote would have been escaped
        const char c = *at++;
        switch (c) {
        case '"':
        case '\\':
        case '/':
            *out++ = c;
            break;
        case 'b':
            *out++ = '\b';
            break;
        case 'f':
            *out++ = '\f';
            break;
        case 'n':
            *out++ = '\n';
            break;
        case 'r':
            *out++ = '\r';
            break;
        case 't':
            *out++ = '\t';
            break;
        case 'u':
            if (!takeUnicode(at, end, out)) return nullptr;
            break;
        default:
            return nullptr;
        }
    }
    return out;
}

} // namespace

const char* findQuoteOrBackslash(const char* at, const char* end) {
    static_assert(std::endian::native == std::endian::little, "the lowest set bit is the first byte");
    for (; at < end; at += sizeof(std::uint64_t)) {
        const std::uint64_t word = load(at);
        const std::uint64_t hits = bytesEqual(word, '"') | bytesEqual(word, '\\');
        if (hits == 0) continue;
        at += std::countr_zero(hits) / 8;
        return at < end ? at : end;
    }
    return end;
}

const char* JsonScan::findQuote(const char* from, bool& escaped) const {
    const char* at = from;
    while ((at = findQuoteOrBackslash(at, m_end)) < m_end) {
        if (*at == '"') return at;
        escaped = true;
        if (m_end - at < 2) return nullptr;
        at += 2;
    }
    return nullptr;
}

std::optional<std::string_view> JsonScan::takeString(Arena& arena) {
    if (!take('"')) return std::nullopt;
    bool escaped = false;
    const char* quote = findQuote(m_at, escaped);
    if (quote == nullptr) return std::nullopt;
    const std::string_view raw(m_at, static_cast<std::size_t>(quote - m_at));
    if (!escaped) {
        m_at = quote + 1;
        return raw;
    }
    auto* target = reinterpret_cast<char*>(arena.allocate(raw.size() + kValuePadding, 1));
    const char* end = unescape(raw.data(), quote, target);
    if (end == nullptr) return std::nullopt;
    m_at = quote + 1;
    return std::string_view(target, static_cast<std::size_t>(end - target));
}

bool JsonScan::takeNull() {
    skipSpace();
    if (!std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).starts_with("null")) return false;
    m_at += 4;
    return true;
}

std::optional<std::int64_t> JsonScan::takeInteger() {
    skipSpace();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(m_at, m_end, value);
    if (error != std::errc()) return std::nullopt;
    m_at = end;
    return value;
}

bool JsonScan::skipString() {
    bool escaped = false;
    const char* quote = findQuote(m_at + 1, escaped);
    if (quote == nullptr) return false;
    m_at = quote + 1;
    return true;
}

std::optional<std::string_view> JsonScan::takeValue() {
    skipSpace();
    const char* start = m_at;
    std::size_t depth = 0;
    while (m_at < m_end) {
        const char c = *m_at;
        if (c == '"') {
            if (!skipString()) return std::nullopt;
        } else if (c == '{' || c == '[') {
            ++depth;
            ++m_at;
        } else if (c == '}' || c == ']' || c == ',') {
            if (depth == 0) break;
            if (c != ',') --depth;
            ++m_at;
        } else {
            ++m_at;
        }
        if (depth == 0 && (c == '"' || c == '}' || c == ']')) break;
    }
    const char* end = m_at;
    while (end > start && isSpace(end[-1]))
        --end;
    if (depth != 0 || end == start) return std::nullopt;
    return std::string_view(start, static_cast<std::size_t>(end - start));
}

} // namespace eventflow::interchange
