#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace eventflow::promql {

/// Where the number or duration that starts at `start` ends: everything that could belong to it, so that
/// `5minutes` is one bad literal and not two good ones.
std::size_t numberEnd(std::string_view text, std::size_t start);

/// Go's literals as PromQL takes them: `1`, `.5`, `2.`, `1e-3`, `1_000`, `0x1F`, `0x1p-2`, and `017` which is
/// octal.
std::optional<double> parseNumber(std::string_view literal);

} // namespace eventflow::promql
