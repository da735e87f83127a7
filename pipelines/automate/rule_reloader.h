#pragma once

#include "core/config/file_stamp.h"
#include "core/rules/rule_set.h"

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace eventflow::automate {

/// Notices when the rule files of a workspace were written, came or went, and loads them.
/// Thread: confined to the one that calls it (the supervisor, about once a second).
class RuleReloader {
public:
    /// The files of `folder` are taken to be loaded already.
    RuleReloader(std::filesystem::path folder, rules::LoadOptions options);

    /// Looks at names, modification times and sizes. Nothing: they are as they were. Once per state of the
    /// files; without rules in the result there is an error among the findings.
    std::optional<rules::LoadResult> loadIfChanged();

private:
    using Stamps = std::vector<std::pair<std::filesystem::path, config::FileStamp>>;
    /// Nothing while the folder cannot be listed, as when it is just being replaced.
    [[nodiscard]] std::optional<Stamps> currentStamps() const;

    std::filesystem::path m_folder;
    rules::LoadOptions m_options;
    Stamps m_seen;
};

} // namespace eventflow::automate
