#include "core/base/json_writer.h"
#include "core/cel/function_table.h"
#include "core/cel/ip_address.h"
#include "core/cel/map.h"
#include "core/cel/number_text.h"
#include "core/cel/time_text.h"
#include "core/cel/utf8.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace eventflow::cel {

namespace {

constexpr int kMaxPrecision = 100;
constexpr std::size_t kMaxDepth = 100;

/// Bytes as text, a run of what is not UTF-8 as one U+FFFD.
std::string lossyText(std::string_view bytes) {
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    std::string text = toValidUtf8(bytes);
    const std::string twice = std::string(kReplacement) + std::string(kReplacement);
    for (std::size_t at = text.find(twice); at != std::string::npos; at = text.find(twice, at))
        text.erase(at, kReplacement.size());
    return text;
}

/// The work of one format() call. Every function is false with m_error set when the call has no value.
class Formatter {
public:
    Formatter(Evaluation& ev, std::string_view format, std::span<const Value> args)
        : m_ev(ev), m_format(format), m_args(args) {}

    Value run() {
        for (std::size_t at = 0; at < m_format.size();) {
            const std::size_t percent = std::min(m_format.find('%', at), m_format.size());
            m_out.append(m_format.substr(at, percent - at));
            at = percent;
            if (at < m_format.size() && !clause(at)) return m_error;
            if (!m_ev.heap.spendOnText(m_out.size())) return m_ev.outOfBudget();
            if (m_out.size() > m_ev.heap.bytesLeft()) return m_ev.heap.exhaust(FaultReason::MemoryLimit);
        }
        return m_ev.heap.string(m_out);
    }

private:
    bool fail(const std::string& message) {
        m_error = m_ev.fault(FaultReason::InvalidArgument, message);
        return false;
    }

    /// `%[.precision]verb` at `at`, which moves behind it.
    bool clause(std::size_t& at) {
        if (m_format.substr(at + 1).starts_with('%')) {
            m_out += '%';
            at += 2;
            return true;
        }
        int precision = 6;
        if (++at < m_format.size() && m_format[at] == '.') {
            const char* first = m_format.data() + at + 1;
            const auto parsed = std::from_chars(first, m_format.data() + m_format.size(), precision);
            if (parsed.ec != std::errc() || precision < 0 || precision > kMaxPrecision)
                return fail("a precision is a number up to " + std::to_string(kMaxPrecision));
            at = static_cast<std::size_t>(parsed.ptr - m_format.data());
        }
        if (at >= m_format.size()) return fail("the format ends in the middle of a clause");
        if (m_next >= m_args.size()) return fail("the format has more clauses than there are values");
        return verb(m_format[at++], precision, m_args[m_next++]);
    }

    bool verb(char name, int precision, const Value& value) {
        switch (name) {
        case 's':
            return anything(value, 0);
        case 'd':
            return decimal(value);
        case 'f':
        case 'e':
            return real(name, precision, value);
        case 'b':
            return binary(value);
        case 'o':
            return whole(name, value, 8);
        case 'x':
        case 'X':
            return hexadecimal(name, value);
        default:
            return fail(std::string("unknown clause %") + toValidUtf8(std::string_view(&name, 1)));
        }
    }

    bool noSuchClause(char name, const Value& value) {
        return fail(std::string("%") + name + " does not take " + describeKinds(setOf(value.kind())));
    }

    bool decimal(const Value& value) {
        if (!value.isIn(kNumbers)) return noSuchClause('d', value);
        return anything(value, 0);
    }

    bool real(char name, int precision, const Value& value) {
        double d = 0;
        if (value.is(Kind::Double))
            d = value.asDouble();
        else if (value.is(Kind::Int))
            d = static_cast<double>(value.asInt());
        else if (value.is(Kind::Uint))
            d = static_cast<double>(value.asUint());
        else
            return noSuchClause(name, value);
        m_out += name == 'f' ? fixedText(d, precision) : scientificText(d, precision);
        return true;
    }

    bool binary(const Value& value) {
        if (value.is(Kind::Bool)) {
            m_out += value.asBool() ? '1' : '0';
            return true;
        }
        return whole('b', value, 2);
    }

    bool whole(char name, const Value& value, int base) {
        std::array<char, 72> digits{};
        std::to_chars_result end{};
        if (value.is(Kind::Int))
            end = std::to_chars(digits.data(), digits.data() + digits.size(), value.asInt(), base);
        else if (value.is(Kind::Uint))
            end = std::to_chars(digits.data(), digits.data() + digits.size(), value.asUint(), base);
        else
            return noSuchClause(name, value);
        m_out.append(digits.data(), end.ptr);
        return true;
    }

    bool hexadecimal(char name, const Value& value) {
        const std::size_t start = m_out.size();
        if (value.isIn(setOf(Kind::String, Kind::Bytes))) {
            static constexpr char kDigits[] = "0123456789abcdef";
            for (const char c : value.text()) {
                const auto byte = static_cast<unsigned char>(c);
                m_out += kDigits[byte >> 4];
                m_out += kDigits[byte & 0xF];
            }
        } else if (!whole(name, value, 16)) {
            return false;
        }
        if (name == 'X')
            for (std::size_t i = start; i < m_out.size(); ++i)
                if (m_out[i] >= 'a' && m_out[i] <= 'f') m_out[i] = static_cast<char>(m_out[i] - ('a' - 'A'));
        return true;
    }

    /// As %s writes it.
    bool anything(const Value& value, std::size_t depth) {
        if (depth > kMaxDepth || !m_ev.heap.spend(1) || m_out.size() > m_ev.heap.bytesLeft()) {
            m_error = m_ev.heap.exhaust(FaultReason::MemoryLimit);
            return false;
        }
        switch (value.kind()) {
        case Kind::List:
            return list(value.items(), depth);
        case Kind::Map:
            return map(value.map(), depth);
        case Kind::Optional:
            return noSuchClause('s', value);
        default:
            m_out += scalar(value);
            return true;
        }
    }

    static std::string scalar(const Value& value) {
        switch (value.kind()) {
        case Kind::Bool:
            return value.asBool() ? "true" : "false";
        case Kind::Int:
            return std::to_string(value.asInt());
        case Kind::Uint:
            return std::to_string(value.asUint());
        case Kind::Double:
            return plainText(value.asDouble());
        case Kind::Bytes:
            return lossyText(value.text());
        case Kind::String:
        case Kind::Type:
            return std::string(value.text());
        case Kind::Timestamp:
            return timestampText(value);
        case Kind::Duration:
            return durationText(value.durationNs());
        case Kind::Ip:
            return toString(value.ip());
        case Kind::Cidr:
            return toString(value.cidr());
        default:
            return "null";
        }
    }

    bool list(std::span<const Value> items, std::size_t depth) {
        m_out += '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) m_out += ", ";
            if (!anything(items[i], depth + 1)) return false;
        }
        m_out += ']';
        return true;
    }

    bool map(const MapData& map, std::size_t depth) {
        std::vector<std::pair<std::string, const Value*>> entries;
        if (!m_ev.heap.spend(map.size)) return anything(Value::null(), kMaxDepth + 1);
        for (const MapEntry& entry : map.items())
            entries.emplace_back(scalar(entry.key), &entry.value);
        std::ranges::sort(entries);
        m_out += '{';
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0) m_out += ", ";
            m_out += entries[i].first + ": ";
            if (!anything(*entries[i].second, depth + 1)) return false;
        }
        m_out += '}';
        return true;
    }

    Evaluation& m_ev;
    std::string_view m_format;
    std::span<const Value> m_args;
    std::size_t m_next = 0;
    std::string m_out;
    Value m_error;
};

Value format(Evaluation& ev, const Value* args) {
    return Formatter(ev, args[0].text(), args[1].items()).run();
}

/// A string literal that reads back as the same text.
Value quote(Evaluation& ev, const Value* args) {
    if (!ev.heap.spendOnText(args[0].text().size())) return ev.outOfBudget();
    static constexpr std::string_view kSpecial = "\a\b\f\n\r\t\v\\\"";
    static constexpr std::string_view kNames = "abfnrtv\\\"";
    std::string out = "\"";
    for (const char c : toValidUtf8(args[0].text())) {
        const std::size_t special = kSpecial.find(c);
        if (special == std::string_view::npos)
            out += c;
        else
            (out += '\\') += kNames[special];
    }
    return ev.heap.string(out += '"');
}

constexpr std::array kOverloads{
    Overload{"format",
             true,
             2,
             {setOf(Kind::String), setOf(Kind::List)},
             setOf(Kind::String),
             format,
             Growth::Linear,
             false},
    Overload{
        "strings.quote", false, 1, {setOf(Kind::String)}, setOf(Kind::String), quote, Growth::Linear, false},
};

} // namespace

std::span<const Overload> formatFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
