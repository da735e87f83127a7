#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::config {

/// `64MiB`, `1GiB`, `512KiB`, `10MB` (powers of ten), `4096`, `4096B`. A whole number; nothing on overflow.
std::optional<std::uint64_t> parseByteSize(std::string_view text);

} // namespace eventflow::config
