#include "core/codec/decimal_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace eventflow::codec {

namespace {

/// A decimal number as its digits without leading and trailing zeros, and the power of ten of the first one.
struct Digits {
    std::string digits;
    std::int64_t exponent = 0;
    bool negative = false;
    bool operator==(const Digits&) const = default;
};

Digits digitsOf(std::string_view text) {
    Digits out;
    out.negative = text.starts_with('-');
    if (out.negative) text.remove_prefix(1);
    const std::size_t mantissaEnd = std::min(text.find_first_of("eE"), text.size());
    const std::string_view mantissa = text.substr(0, mantissaEnd);
    for (const char c : mantissa)
        if (c != '.') out.digits += c;
    const auto leading = std::min(out.digits.find_first_not_of('0'), out.digits.size());
    out.digits.erase(0, leading);
    out.digits.erase(out.digits.find_last_not_of('0') + 1);
    if (out.digits.empty()) return out;
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    out.exponent = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading);
    if (mantissaEnd == text.size()) return out;
    std::string_view exponent = text.substr(mantissaEnd + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    std::int32_t written = 0; // no double has an exponent that does not fit: then the sums differ anyway
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), written);
    out.exponent += written;
    return out;
}

} // namespace

bool isExactDouble(std::string_view decimal, double value) {
    // Up to 15 digits survive the way through a double of ordinary size (DBL_DIG).
    constexpr std::size_t kSafeLength = 15;
    const bool plain = decimal.find_first_of("eE") == std::string_view::npos;
    if (plain && decimal.size() <= kSafeLength) return true;
    std::array<char, 32> shortest{};
    const auto [end, error] = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value);
    if (error != std::errc()) return false;
    return digitsOf(decimal) == digitsOf({shortest.data(), static_cast<std::size_t>(end - shortest.data())});
}

} // namespace eventflow::codec
