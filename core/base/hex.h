#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow {

/// Two lower-case digits for each byte.
std::string toHex(std::string_view bytes);
/// Digits in either case; nothing for anything that is no whole number of bytes.
std::optional<std::string> fromHex(std::string_view digits);

/// 16 bytes as a UUID is written, `123e4567-e89b-12d3-a456-426614174000` (RFC 9562 §4).
std::array<char, 36> toUuid(std::string_view bytes);

} // namespace eventflow
