#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace eventflow {

/// The whole of a small file. Fails with NotFound, IoError, or LimitExceeded above `maxBytes`; the detail
/// names the file.
Result<std::string> readTextFile(const std::filesystem::path& file, std::size_t maxBytes);
/// Writes the whole file beside its place and moves it there, so that a file of this name is never half
/// written.
Status writeTextFile(const std::filesystem::path& file, std::string_view text);

} // namespace eventflow
