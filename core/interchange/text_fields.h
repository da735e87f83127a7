#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace eventflow::interchange {

/// The whole text as a number.
inline std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

inline std::optional<std::int32_t> partitionOf(std::string_view text) {
    const auto number = numberOf(text);
    if (!number || *number < 0 || *number > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    return static_cast<std::int32_t>(*number);
}

/// Cuts the text in front of the separator off; nothing when there is none.
inline std::optional<std::string_view> takeUntil(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    if (end == text.npos) return std::nullopt;
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(end + 1);
    return field;
}

} // namespace eventflow::interchange
