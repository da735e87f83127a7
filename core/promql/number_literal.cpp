#include "core/promql/number_literal.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace eventflow::promql {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isHex(std::string_view literal) {
    return literal.size() > 2 && literal[0] == '0' && (literal[1] == 'x' || literal[1] == 'X');
}

/// Without its underscores; nothing when one of them does not stand between two digits.
std::optional<std::string> withoutUnderscores(std::string_view literal) {
    std::string plain;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (literal[i] != '_') {
            plain += literal[i];
            continue;
        }
        const bool between = i > 0 && i + 1 < literal.size() && isAlphanumeric(literal[i - 1]) &&
                             isAlphanumeric(literal[i + 1]);
        if (!between) return std::nullopt;
    }
    return plain;
}

std::optional<double> parseWhole(std::string_view digits, int base) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return static_cast<double>(value);
}

std::optional<double> parseFloat(std::string_view digits, std::chars_format format) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, format);
    if (end != digits.data() + digits.size()) return std::nullopt;
    if (error == std::errc{}) return value;
    // Too small is zero, too large is an error.
    const bool tooSmall = digits.find("e-") != std::string_view::npos ||
                          digits.find("E-") != std::string_view::npos ||
                          digits.find_first_of("pP") != std::string_view::npos || digits.starts_with("0.");
    return tooSmall ? std::optional(0.0) : std::nullopt;
}

} // namespace

std::size_t numberEnd(std::string_view text, std::size_t start) {
    const bool hex = isHex(text.substr(start));
    std::size_t end = start;
    while (end < text.size()) {
        const char c = text[end];
        const bool exponent = hex ? (c == 'p' || c == 'P') : (c == 'e' || c == 'E');
        const bool isSigned =
            end + 2 < text.size() && (text[end + 1] == '+' || text[end + 1] == '-') && isDigit(text[end + 2]);
        if (exponent && isSigned)
            end += 2;
        else if (isAlphanumeric(c) || c == '_' || c == '.')
            ++end;
        else
            break;
    }
    return end;
}

std::optional<double> parseNumber(std::string_view literal) {
    const auto plain = withoutUnderscores(literal);
    if (!plain || plain->empty()) return std::nullopt;
    if (isHex(*plain)) {
        const std::string_view digits = std::string_view(*plain).substr(2);
        if (const auto whole = parseWhole(digits, 16)) return whole;
        return parseFloat(digits, std::chars_format::hex);
    }
    // from_chars also reads "inf" and "nan", which are words here.
    if (!isDigit(plain->front()) && plain->front() != '.') return std::nullopt;
    if (plain->size() > 1 && plain->front() == '0')
        if (const auto octal = parseWhole(*plain, 8)) return octal;
    return parseFloat(*plain, std::chars_format::general);
}

} // namespace eventflow::promql
