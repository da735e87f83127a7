#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace eventflow::app {

/// The rule files that paths name: files, folders of them, and workspaces (their `rules` folder). Fails with
/// NotFound for a folder without any.
Result<std::vector<std::filesystem::path>> ruleFilesIn(const std::vector<std::string>& paths);

} // namespace eventflow::app
