#pragma once

#include <string_view>

namespace eventflow {

/// Whether all of `text` fits a pattern of `*` (any characters, also none) and `?` (any one byte); the others
/// stand for themselves. Takes time proportional to the product of both lengths at worst.
[[nodiscard]] bool matchesWildcard(std::string_view pattern, std::string_view text);

} // namespace eventflow
