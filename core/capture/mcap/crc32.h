#pragma once

#include <cstdint>
#include <string_view>

namespace eventflow::capture::mcap {

/// CRC-32 as in zlib (polynomial 0xEDB88320), continued from `before`.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

} // namespace eventflow::capture::mcap
