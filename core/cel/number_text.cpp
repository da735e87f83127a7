#include "core/cel/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace eventflow::cel {

namespace {

/// `NaN`, `Infinity`, `-Infinity`; empty for every other number.
std::string specialText(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return {};
}

/// The longest: 309 digits, or 1074 zeros and digits behind the point.
constexpr std::size_t kMaxChars = 1500;

template <typename... Format>
std::string print(double value, Format... format) {
    if (std::string special = specialText(value); !special.empty()) return special;
    std::array<char, kMaxChars> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, format...);
    if (error != std::errc()) return {}; // cannot be: precisions are bounded by who asks
    return {text.data(), end};
}

} // namespace

std::optional<double> parseDouble(std::string_view text) {
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity" || text == "+Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
    if (text.starts_with('+')) text.remove_prefix(1);
    // from_chars also knows words.
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    if (first >= text.size() || text.find_first_not_of("0123456789.eE+-", first) != std::string_view::npos)
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string doubleText(double value) {
    return print(value);
}

std::string fixedText(double value, int precision) {
    return print(value, std::chars_format::fixed, precision);
}

std::string scientificText(double value, int precision) {
    return print(value, std::chars_format::scientific, precision);
}

std::string plainText(double value) {
    return print(value, std::chars_format::fixed);
}

} // namespace eventflow::cel
