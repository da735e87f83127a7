#pragma once

#include "core/base/arena.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventflow::codec::avro {

/// Bytes of a decimal's unscaled integer beyond this are refused: its text grows with their square.
inline constexpr std::size_t kMaxDecimalBytes = 1024;

/// The text of a two's-complement big-endian integer divided by 10^scale, with all `scale` digits behind the
/// point: `-12.30`. No bytes are zero. A negative scale multiplies. At most kMaxDecimalBytes bytes and
/// |scale| <= kMaxScale. Lifetime: the arena's, here and below.
std::string_view decimalText(std::string_view bytes, std::int32_t scale, Arena& arena);

/// 16 bytes as a UUID in lower case with hyphens.
std::string_view uuidText(std::string_view bytes, Arena& arena);
/// Is the text a UUID as uuidText() writes it?
bool isUuidText(std::string_view text);

/// 12 bytes, three little-endian numbers: months, days, milliseconds. ISO 8601: `P1M2DT3.004S`, `PT0S`.
std::string_view durationText(std::string_view bytes, Arena& arena);

} // namespace eventflow::codec::avro
