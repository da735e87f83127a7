#pragma once

#include "core/base/result.h"
#include "core/model/labels.h"

#include <optional>
#include <string_view>
#include <vector>

namespace eventflow::conformance {

/// `metric{a="b"}` and `{a="b"}`.
Result<Labels> parseSeries(std::string_view text);

/// promtool's notation: `1 2 _ stale`, `0+10x5` (6 values), `1x4` (5 values), `_x9` (9 gaps). A gap is
/// nothing. Bounded: at most 20 million values.
Result<std::vector<std::optional<double>>> parseValues(std::string_view text);

} // namespace eventflow::conformance
