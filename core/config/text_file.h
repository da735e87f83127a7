#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace eventflow::config {

/// The whole of a small file. Fails with NotFound, IoError, or LimitExceeded above `maxBytes`; the detail names the
/// file.
Result<std::string> readTextFile(const std::filesystem::path& file, std::size_t maxBytes);

} // namespace eventflow::config
