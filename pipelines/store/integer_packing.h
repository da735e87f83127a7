#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::store {

/// Packs up to kMaxPackedIntegers 64-bit integers: the differences of order 0, 1 or 2 (whichever needs the
/// fewest bits), less their minimum, all with the same number of bits. Arithmetic wraps, so every input has
/// an encoding. Regular times and constant values take no bits at all. Shape: order u8, width u8, `order`
/// first values as zigzag varints, minimum as zigzag varint, bits from the low end.
inline constexpr std::size_t kMaxPackedIntegers = 128;

void packIntegers(std::span<const std::int64_t> values, std::string& out);

/// Fills `out` and takes what it read from the front of `bytes`. False when `bytes` is not such an encoding.
bool unpackIntegers(std::string_view& bytes, std::span<std::int64_t> out);

} // namespace eventflow::store
