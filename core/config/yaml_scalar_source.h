#pragma once

#include <cstddef>
#include <string_view>

namespace eventflow::config {

/// Where in `text` the byte `at` of a scalar's decoded `value` was written; `start` is where the scalar (or
/// its anchor or tag) begins. Folding changes only white space, so the two are aligned by everything that is
/// not.
std::size_t scalarSourceOffset(std::string_view text, std::size_t start, std::string_view value,
                               std::size_t at);

} // namespace eventflow::config
