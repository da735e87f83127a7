#include "pipelines/automate/rule_reloader.h"

#include "core/config/workspace.h"

#include <utility>

namespace eventflow::automate {

RuleReloader::RuleReloader(std::filesystem::path folder, rules::LoadOptions options)
    : m_folder(std::move(folder)), m_options(std::move(options)) {
    if (auto stamps = currentStamps()) m_seen = std::move(*stamps);
}

std::optional<std::vector<RuleReloader::Stamp>> RuleReloader::currentStamps() const {
    const auto files = config::findRuleFiles(m_folder);
    if (!files) return std::nullopt;
    std::vector<Stamp> stamps;
    for (const std::filesystem::path& file : *files) {
        std::error_code error;
        const auto modified = std::filesystem::last_write_time(file, error);
        const auto bytes = std::filesystem::file_size(file, error);
        // An editor that replaces the file has taken it away for a moment.
        if (error) return std::nullopt;
        stamps.push_back({file, modified, bytes});
    }
    return stamps;
}

std::optional<rules::LoadResult> RuleReloader::loadIfChanged() {
    auto stamps = currentStamps();
    if (!stamps || *stamps == m_seen) return std::nullopt;
    m_seen = std::move(*stamps);
    std::vector<std::filesystem::path> files;
    for (const Stamp& stamp : m_seen)
        files.push_back(stamp.file);
    return rules::loadRuleFiles(files, m_options);
}

} // namespace eventflow::automate
