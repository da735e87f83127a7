#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace eventflow {

/// `line:column: message`, then that line and a caret below the place. Columns count characters, from 1; an
/// offset behind the text means its end.
Error locatedError(ErrorCode code, std::string_view text, std::size_t offset, const std::string& message);

} // namespace eventflow
