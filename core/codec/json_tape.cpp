#include "core/codec/json_tape.h"

#include "core/base/json_writer.h"
#include "core/codec/decimal_text.h"
#include "core/codec/json_checker.h"
#include "core/codec/tape_writer.h"
#include "core/codec/utf8.h"

#include <charconv>
#include <cstdint>

namespace eventflow::codec {

namespace {

static_assert(kMaxJsonDepth == ValueTape::kMaxDepth);

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

int hexDigit(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Recursive descent over text that need not be UTF-8; the recursion ends at kMaxJsonDepth. Says only whether
/// the text is JSON: the checker words the fault.
class Scanner {
public:
    Scanner(std::string_view text, TapeWriter& out) : m_text(text), m_out(out) {}

    bool run() {
        skipSpace();
        if (!value({m_at, {}}, 0)) return false;
        skipSpace();
        return atEnd() && !m_out.failed();
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    bool take(char c) {
        if (atEnd() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    void skipSpace() {
        while (!atEnd() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
            ++m_at;
    }

    bool value(const NodePlace& place, std::size_t depth) {
        switch (peek()) {
        case '{':
        case '[':
            return container(place, depth);
        case '"': {
            std::string_view text;
            if (!string(text)) return false;
            m_out.text(place, text, m_at);
            return true;
        }
        case 't':
            if (!literal("true")) return false;
            m_out.boolean(place, true, m_at);
            return true;
        case 'f':
            if (!literal("false")) return false;
            m_out.boolean(place, false, m_at);
            return true;
        case 'n':
            if (!literal("null")) return false;
            m_out.null(place, m_at);
            return true;
        default:
            return number(place);
        }
    }

    bool literal(std::string_view word) {
        if (m_text.substr(m_at, word.size()) != word) return false;
        m_at += word.size();
        return true;
    }

    bool container(const NodePlace& place, std::size_t depth) {
        if (depth >= kMaxJsonDepth) return false;
        const bool object = m_text[m_at++] == '{';
        const char close = object ? '}' : ']';
        const std::uint32_t index = m_out.open(place, object ? ValueKind::Object : ValueKind::Array);
        std::size_t children = 0;
        skipSpace();
        if (!take(close)) {
            do {
                skipSpace();
                if (!child(object, depth) || m_out.failed()) return false;
                ++children;
                skipSpace();
            } while (take(','));
            if (!take(close)) return false;
        }
        m_out.close(index, children, m_at);
        return true;
    }

    bool child(bool named, std::size_t depth) {
        NodePlace place{m_at, {}};
        if (named) {
            if (peek() != '"' || !string(place.name)) return false;
            skipSpace();
            if (!take(':')) return false;
            skipSpace();
        }
        return value(place, depth + 1);
    }

    /// A view into the text where it has no escapes, else a copy without them.
    bool string(std::string_view& out) {
        const std::size_t first = ++m_at;
        bool escaped = false;
        for (; !atEnd(); ++m_at) {
            const char c = m_text[m_at];
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c == '"') break;
            if (c == '\\') {
                escaped = true;
                ++m_at;
            }
        }
        if (atEnd()) return false;
        const std::string_view raw = m_text.substr(first, m_at - first);
        ++m_at;
        out = raw;
        return !escaped || unescape(raw, out);
    }

    bool unescape(std::string_view raw, std::string_view& out) {
        // An escape is never shorter than what it stands for.
        char* const begin = reinterpret_cast<char*>(m_out.arena().allocate(raw.size(), 1));
        char* end = begin;
        while (!raw.empty()) {
            if (raw.front() != '\\') {
                *end++ = raw.front();
                raw.remove_prefix(1);
            } else if (!escape(raw, end)) {
                return false;
            }
        }
        out = {begin, static_cast<std::size_t>(end - begin)};
        return true;
    }

    static bool escape(std::string_view& raw, char*& end) {
        if (raw.size() < 2) return false;
        if (raw[1] == 'u') return codePoint(raw, end);
        static constexpr std::string_view kNames = "\"\\/bfnrt";
        static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        const std::size_t at = kNames.find(raw[1]);
        if (at == std::string_view::npos) return false;
        *end++ = kMeanings[at];
        raw.remove_prefix(2);
        return true;
    }

    static bool codePoint(std::string_view& raw, char*& end) {
        std::uint32_t point = 0;
        if (!codeUnit(raw, point)) return false;
        if (point >= 0xDC00 && point <= 0xDFFF) return false;
        if (point >= 0xD800 && point <= 0xDBFF) {
            std::uint32_t low = 0;
            if (!codeUnit(raw, low) || low < 0xDC00 || low > 0xDFFF) return false;
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
        }
        end = appendUtf8(end, point);
        return true;
    }

    /// Takes `\uXXXX` from the front.
    static bool codeUnit(std::string_view& raw, std::uint32_t& unit) {
        if (raw.size() < 6 || raw[0] != '\\' || raw[1] != 'u') return false;
        unit = 0;
        for (const char c : raw.substr(2, 4)) {
            const int digit = hexDigit(c);
            if (digit < 0) return false;
            unit = unit << 4U | static_cast<std::uint32_t>(digit);
        }
        raw.remove_prefix(6);
        return true;
    }

    std::size_t digits() {
        const std::size_t first = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at - first;
    }

    bool number(const NodePlace& place) {
        const std::size_t start = m_at;
        take('-');
        const bool zero = peek() == '0';
        const std::size_t whole = digits();
        if (whole == 0 || (zero && whole > 1)) return false;
        bool integer = true;
        if (take('.')) {
            integer = false;
            if (digits() == 0) return false;
        }
        if (take('e') || take('E')) {
            integer = false;
            if (!take('+')) take('-');
            if (digits() == 0) return false;
        }
        writeNumber(place, m_text.substr(start, m_at - start), integer);
        return true;
    }

    void writeNumber(const NodePlace& place, std::string_view text, bool integer) {
        const char* const end = text.data() + text.size();
        const auto reads = [&](auto& value) {
            return std::from_chars(text.data(), end, value).ec == std::errc();
        };
        std::int64_t whole = 0;
        std::uint64_t large = 0;
        double real = 0;
        if (text == "-0")
            m_out.real(place, -0.0, m_at);
        else if (integer && reads(whole))
            m_out.integer(place, whole, m_at);
        else if (integer && reads(large))
            m_out.unsignedInteger(place, large, m_at);
        else if (!integer && reads(real) && isExactDouble(text, real))
            m_out.real(place, real, m_at);
        else
            m_out.text(place, text, m_at, ValueFormat::Decimal);
    }

    std::string_view m_text;
    TapeWriter& m_out;
    std::size_t m_at = 0;
};

} // namespace

std::optional<DecodeFailure> decodeJson(std::string_view json, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(json)) return failure;
    if (Scanner(json, out).run() && isValidUtf8(json)) return std::nullopt;
    tape.clear();
    if (out.failed()) return out.failure();
    const auto fault = findJsonFault(json, JsonNumbers::Any);
    return fault ? DecodeFailure{fault->offset, fault->cause, {}} : DecodeFailure{0, "not JSON", {}};
}

} // namespace eventflow::codec
