#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace eventflow::app {

/// Writes a whole file beside its place and moves it there, so that a file of this name is never half
/// written.
Status writeOutputFile(const std::filesystem::path& path, std::string_view text);

} // namespace eventflow::app
