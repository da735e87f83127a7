#include "app/cli/rule_paths.h"

#include <algorithm>

namespace eventflow::app {

namespace fs = std::filesystem;

namespace {

/// The rule files that a folder holds: itself, or its rules/ when it is a workspace.
std::vector<fs::path> ruleFilesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    const fs::path inside = fs::is_directory(folder / "rules", error) ? folder / "rules" : folder;
    for (const auto& entry : fs::directory_iterator(inside, error)) {
        const auto extension = entry.path().extension();
        if (extension == ".yaml" || extension == ".yml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

Result<std::vector<fs::path>> ruleFilesIn(const std::vector<std::string>& paths) {
    std::vector<fs::path> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.emplace_back(path);
            continue;
        }
        const auto found = ruleFilesOf(path);
        if (found.empty()) return Error{ErrorCode::NotFound, path + ": no rule files (*.yaml, *.yml) in it"};
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

} // namespace eventflow::app
