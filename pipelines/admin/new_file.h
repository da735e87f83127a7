#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace eventflow::admin {

/// Writes a file that is not there yet, readable by its owner only, onto the disk. AlreadyExists, IoError,
/// DiskFull: then there is no such file.
Status writeNewFile(const std::filesystem::path& file, std::string_view text);

} // namespace eventflow::admin
