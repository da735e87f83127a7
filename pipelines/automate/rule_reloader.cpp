#include "pipelines/automate/rule_reloader.h"

#include "core/config/workspace.h"

#include <utility>

namespace eventflow::automate {

RuleReloader::RuleReloader(std::filesystem::path folder, rules::LoadOptions options)
    : m_folder(std::move(folder)), m_options(std::move(options)) {
    if (auto stamps = currentStamps()) m_seen = std::move(*stamps);
}

std::optional<RuleReloader::Stamps> RuleReloader::currentStamps() const {
    const auto files = config::findRuleFiles(m_folder);
    if (!files) return std::nullopt;
    Stamps stamps;
    for (const std::filesystem::path& file : *files) {
        const config::FileStamp stamp = config::stampOf(file);
        // An editor that replaces the file has taken it away for a moment.
        if (!stamp.exists) return std::nullopt;
        stamps.emplace_back(file, stamp);
    }
    return stamps;
}

std::optional<rules::LoadResult> RuleReloader::loadIfChanged() {
    auto stamps = currentStamps();
    if (!stamps || *stamps == m_seen) return std::nullopt;
    m_seen = std::move(*stamps);
    std::vector<std::filesystem::path> files;
    for (const auto& [file, stamp] : m_seen)
        files.push_back(file);
    return rules::loadRuleFiles(files, m_options);
}

} // namespace eventflow::automate
