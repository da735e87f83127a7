#pragma once

#include "core/rules/rule_set.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
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
    struct Stamp {
        std::filesystem::path file;
        std::filesystem::file_time_type modified;
        std::uintmax_t bytes = 0;
        bool operator==(const Stamp&) const = default;
    };
    /// Nothing while the folder cannot be listed, as when it is just being replaced.
    [[nodiscard]] std::optional<std::vector<Stamp>> currentStamps() const;

    std::filesystem::path m_folder;
    rules::LoadOptions m_options;
    std::vector<Stamp> m_seen;
};

} // namespace eventflow::automate
