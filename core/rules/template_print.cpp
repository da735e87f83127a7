// Printing as Go's fmt package does: %v of a value, and Sprintf.

#include "core/rules/template_functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace eventflow::rules::tmpl {

namespace {

constexpr int kMaxWidth = 1000;
constexpr int kMaxPrecision = 100;

/// One `%…` of a format.
struct Verb {
    bool minus = false;
    bool plus = false;
    bool space = false;
    bool zero = false;
    bool sharp = false;
    int width = 0;
    int precision = -1;
    char letter = '\0';
};

std::string special(double value, bool plus) {
    if (std::isnan(value)) return plus ? "+NaN" : "NaN";
    return value > 0 ? "+Inf" : "-Inf";
}

/// Digits of `value` in one of to_chars' formats; the locale plays no part.
std::string toText(double value, std::chars_format format, int precision) {
    std::array<char, 512> buffer{};
    char* const first = buffer.data();
    char* const last = first + buffer.size();
    const auto result = precision < 0 ? std::to_chars(first, last, value, format)
                                      : std::to_chars(first, last, value, format, precision);
    return result.ec == std::errc{} ? std::string(first, result.ptr) : std::string("?");
}

/// %g without a precision, which is also %v: the shortest exact digits, with an exponent below 1e-4 and from
/// 1e+06 on.
std::string shortest(double value) {
    std::string scientific = toText(value, std::chars_format::scientific, -1);
    const std::size_t e = scientific.find('e');
    int exponent = 0;
    const char* const digits = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
    std::from_chars(digits, scientific.data() + scientific.size(), exponent);
    if (scientific[e + 1] == '-' ? exponent < -4 : exponent >= 6) return scientific;
    return toText(value, std::chars_format::fixed, -1);
}

std::string formatFloat(double value, const Verb& verb) {
    if (!std::isfinite(value)) return special(value, verb.plus);
    std::string out;
    switch (verb.letter) {
    case 'e':
    case 'E':
        out = toText(value, std::chars_format::scientific, verb.precision < 0 ? 6 : verb.precision);
        break;
    case 'f':
    case 'F':
        out = toText(value, std::chars_format::fixed, verb.precision < 0 ? 6 : verb.precision);
        break;
    default:
        out =
            verb.precision < 0 ? shortest(value) : toText(value, std::chars_format::general, verb.precision);
    }
    if (verb.letter == 'E' || verb.letter == 'G') std::ranges::replace(out, 'e', 'E');
    if (verb.plus && out.front() != '-')
        out.insert(0, 1, '+');
    else if (verb.space && out.front() != '-')
        out.insert(0, 1, ' ');
    return out;
}

std::string formatInteger(std::int64_t value, const Verb& verb) {
    std::array<char, 72> buffer{};
    const int base = verb.letter == 'x' || verb.letter == 'X' ? 16
                     : verb.letter == 'o'                     ? 8
                     : verb.letter == 'b'                     ? 2
                                                              : 10;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, base);
    std::string out(buffer.data(), result.ptr);
    if (verb.letter == 'X')
        for (char& c : out)
            c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    if (verb.plus && value >= 0)
        out.insert(0, 1, '+');
    else if (verb.space && value >= 0)
        out.insert(0, 1, ' ');
    return out;
}

std::string hexOf(std::string_view text, bool upper) {
    static constexpr std::string_view kLower = "0123456789abcdef";
    static constexpr std::string_view kUpper = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += (upper ? kUpper : kLower)[byte >> 4U];
        out += (upper ? kUpper : kLower)[byte & 0xFU];
    }
    return out;
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::string formatText(std::string_view text, const Verb& verb) {
    if (verb.letter == 'x' || verb.letter == 'X') return hexOf(text, verb.letter == 'X');
    if (verb.precision >= 0) { // characters, not bytes
        int left = verb.precision;
        std::size_t end = 0;
        while (end < text.size() && (isContinuation(text[end]) || left-- > 0))
            ++end;
        text = text.substr(0, end);
    }
    return verb.letter == 'q' ? quoted(text) : std::string(text);
}

std::string pad(std::string text, const Verb& verb, bool numeric) {
    const auto characters =
        static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !isContinuation(c); }));
    const auto width = static_cast<std::size_t>(verb.width);
    if (characters >= width) return text;
    const std::size_t missing = width - characters;
    if (verb.minus) return text.append(missing, ' ');
    const bool zeros = verb.zero && numeric;
    const bool sign = zeros && !text.empty() && (text.front() == '-' || text.front() == '+');
    return text.insert(sign ? 1 : 0, missing, zeros ? '0' : ' ');
}

/// Go's answer to a verb that does not suit the value: `%!d(float64=1.5)`.
std::string badVerb(char verb, const Value& value) {
    if (std::holds_alternative<std::monostate>(value)) return std::string("%!") + verb + "(<nil>)";
    return std::string("%!") + verb + '(' + typeName(value) + '=' + print(value) + ')';
}

std::string format(const Verb& verb, const Value& value) {
    const char c = verb.letter;
    if (const auto* text = std::get_if<std::string>(&value);
        text && std::string_view("vsqxX").find(c) != std::string_view::npos)
        return pad(formatText(*text, verb), verb, false);
    if (const auto* number = std::get_if<double>(&value);
        number && std::string_view("veEfFgG").find(c) != std::string_view::npos)
        return pad(formatFloat(*number, verb), verb, std::isfinite(*number));
    if (const auto* integer = std::get_if<std::int64_t>(&value);
        integer && std::string_view("vdxXob").find(c) != std::string_view::npos)
        return pad(formatInteger(*integer, verb), verb, true);
    if (std::holds_alternative<bool>(value) && (c == 'v' || c == 't')) return pad(print(value), verb, false);
    if (c == 'v' || (c == 's' && std::holds_alternative<const Labels*>(value)))
        return pad(print(value), verb, false);
    return badVerb(c, value);
}

/// Reads a verb behind its `%`; nothing when the format ends.
std::optional<Verb> readVerb(std::string_view format, std::size_t& at) {
    Verb verb;
    for (; at < format.size(); ++at) {
        if (format[at] == '-')
            verb.minus = true;
        else if (format[at] == '+')
            verb.plus = true;
        else if (format[at] == ' ')
            verb.space = true;
        else if (format[at] == '0')
            verb.zero = true;
        else if (format[at] == '#')
            verb.sharp = true;
        else
            break;
    }
    const auto number = [&](int limit) {
        int value = 0;
        for (; at < format.size() && format[at] >= '0' && format[at] <= '9'; ++at)
            value = std::min(value * 10 + (format[at] - '0'), limit);
        return value;
    };
    verb.width = number(kMaxWidth);
    if (at < format.size() && format[at] == '.') {
        ++at;
        verb.precision = number(kMaxPrecision);
    }
    if (at >= format.size()) return std::nullopt;
    verb.letter = format[at++];
    return verb;
}

} // namespace

std::string printFloat(double value) {
    return std::isfinite(value) ? shortest(value) : special(value, false);
}

std::string print(const Value& value) {
    struct Printer {
        std::string operator()(std::monostate) const { return "<no value>"; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return printFloat(v); }
        std::string operator()(const std::string& v) const { return v; }
        std::string operator()(const Labels* v) const {
            std::string out = "map[";
            for (const Label& label : *v) {
                if (out.size() > 4) out += ' ';
                out += label.name + ':' + label.value;
            }
            return out + ']';
        }
        std::string operator()(const Root& v) const {
            return '{' + (*this)(v.labels) + ' ' + (*this)(v.value) + '}';
        }
    };
    return std::visit(Printer{}, value);
}

Result<std::string> sprintf(std::string_view text, std::span<const Value> arguments) {
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '%') {
            out += text[at++];
            continue;
        }
        ++at;
        const auto verb = readVerb(text, at);
        if (!verb) {
            out += "%!(NOVERB)";
        } else if (verb->letter == '%') {
            out += '%';
        } else if (verb->letter == '*' || verb->letter == '[') {
            return Error{ErrorCode::Unsupported,
                         "printf: widths and arguments by number (%* and %[) are not supported"};
        } else if (used >= arguments.size()) {
            out += std::string("%!") + verb->letter + "(MISSING)";
        } else {
            out += format(*verb, arguments[used++]);
        }
    }
    if (used < arguments.size()) {
        out += "%!(EXTRA ";
        for (std::size_t i = used; i < arguments.size(); ++i)
            out += std::string(i > used ? ", " : "") + typeName(arguments[i]) + '=' + print(arguments[i]);
        out += ')';
    }
    return out;
}

} // namespace eventflow::rules::tmpl
