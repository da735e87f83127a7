#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// An integer that bytes hold, the most significant one first, in decimal digits. Cost: quadratic, hence at
/// most kMaxBigIntegerBytes.
std::string unsignedDecimal(std::string_view bigEndian);
inline constexpr std::size_t kMaxBigIntegerBytes = 1024;

/// -1 - n for n in decimal digits.
std::string minusOneMinus(std::string_view decimal);

/// An integer in decimal digits times 10^exponent: `12.30`, or `123e40` where zeros would have to be made up.
std::string decimalText(std::string_view integer, std::int64_t exponent);

} // namespace eventflow::codec
