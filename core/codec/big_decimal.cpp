#include "core/codec/big_decimal.h"

#include <algorithm>
#include <vector>

namespace eventflow::codec {

std::string unsignedDecimal(std::string_view bigEndian) {
    constexpr std::uint32_t kLimb = 1'000'000'000;
    std::vector<std::uint32_t> limbs{0}; // nine digits each, the least significant first
    for (const char c : bigEndian) {
        std::uint64_t carry = static_cast<std::uint8_t>(c);
        for (std::uint32_t& limb : limbs) {
            const std::uint64_t wide = std::uint64_t{limb} * 256 + carry;
            limb = static_cast<std::uint32_t>(wide % kLimb);
            carry = wide / kLimb;
        }
        if (carry > 0) limbs.push_back(static_cast<std::uint32_t>(carry));
    }
    std::string out = std::to_string(limbs.back());
    for (auto limb = limbs.rbegin() + 1; limb != limbs.rend(); ++limb) {
        const std::string digits = std::to_string(*limb);
        out.append(9 - digits.size(), '0').append(digits);
    }
    return out;
}

std::string minusOneMinus(std::string_view decimal) {
    std::string out(decimal);
    auto digit = out.rbegin();
    while (digit != out.rend() && *digit == '9')
        *digit++ = '0';
    if (digit == out.rend())
        out.insert(out.begin(), '1');
    else
        ++*digit;
    return "-" + out;
}

std::string decimalText(std::string_view integer, std::int64_t exponent) {
    /// More zeros than this in front say less than the exponent.
    constexpr std::int64_t kMaxLeadingZeros = 32;
    if (exponent == 0) return std::string(integer);
    const std::string_view sign = integer.starts_with('-') ? "-" : "";
    std::string digits(integer.substr(sign.size()));
    const auto size = static_cast<std::int64_t>(digits.size());
    const bool isShort = exponent < 0 && exponent >= -size - kMaxLeadingZeros;
    if (digits == "0" && !isShort)
        return exponent > 0 ? "0" : "0.0"; // no power of ten makes it another number
    if (!isShort) return std::string(integer) + "e" + std::to_string(exponent);
    const auto decimals = static_cast<std::size_t>(-exponent);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, ".");
    return std::string(sign) + digits;
}

} // namespace eventflow::codec
