#pragma once

#include "core/base/result.h"
#include "core/browse/scan_request.h"

#include <cstdint>
#include <string>

namespace eventflow::app {

/// Where a scan begins or ends, as `--from` and `--to` take it: `beginning`, `end`, an offset, `end-100`,
/// `-5m` before `now`, ISO 8601, `@` and an epoch. `option` names it in errors.
Result<browse::Bound> parseBound(const std::string& option, const std::string& text, Timestamp now);

/// `1048576`, `10K`, `64M`, `2G`; binary.
Result<std::uint64_t> parseBytes(const std::string& option, const std::string& text);

} // namespace eventflow::app
