#pragma once

#include "core/model/record.h"

#include <cstddef>
#include <string>

// Values as lines of text for people.

namespace eventflow::app {

/// One line of at most `width` characters; control characters, which would play tricks with the terminal,
/// become spaces. `(null)` for null.
std::string oneLine(const NullableBytes& bytes, std::size_t width);
/// `12 B`, `1.5 MiB`.
std::string bytesText(double bytes);
/// `999`, `1.5 k`, `2.0 M`.
std::string countText(double count);
/// `45 (0.4 %)`.
std::string shareText(std::uint64_t part, std::uint64_t whole);

} // namespace eventflow::app
