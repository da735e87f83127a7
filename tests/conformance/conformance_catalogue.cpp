// Loads every rule file of a folder and says how many of its rules are accepted.
//   conformance_catalogue FOLDER
// An error counts against the rule it stands in. Exit code 0 when all
// are accepted, 1 when some are not, 2 when the folder cannot be read.

#include "core/base/text_file.h"
#include "core/config/yaml_document.h"
#include "core/rules/rule_set.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace eventflow;

struct Score {
    std::size_t accepted = 0;
    std::size_t total = 0;
};

/// Where each rule of the file begins.
std::vector<int> linesOfRules(const std::string& text) {
    std::vector<int> lines;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, {}, problem);
    const config::YamlNode* groups = document ? document->root().find("groups") : nullptr;
    if (groups == nullptr) return lines;
    for (const auto& group : groups->items)
        if (const config::YamlNode* rules = group->find("rules"))
            for (const auto& rule : rules->items)
                lines.push_back(document->position(*rule).line);
    return lines;
}

/// Errors inside a rule belong to the rule that begins last at or before them.
Score scoreOf(const std::filesystem::path& file) {
    const auto text = readTextFile(file, rules::kMaxRuleFileBytes);
    if (!text) {
        std::printf("%s\n", text.error().detail.c_str());
        return {0, 1};
    }
    const std::vector<int> lines = linesOfRules(*text);
    std::vector<bool> refused(lines.size(), lines.empty());
    const rules::LoadResult loaded = rules::loadRuleText(*text, file.filename().string());
    for (const rules::Finding& finding : loaded.findings) {
        if (finding.severity != rules::Severity::Error) continue;
        std::printf("%s:%d:%d: %s\n", finding.location.file.c_str(), finding.location.line,
                    finding.location.column, finding.message.c_str());
        const auto after = std::ranges::upper_bound(lines, finding.location.line);
        if (after != lines.begin()) refused[static_cast<std::size_t>(after - lines.begin() - 1)] = true;
    }
    const auto accepted = static_cast<std::size_t>(std::ranges::count(refused, false));
    const bool counted = loaded.rules == nullptr || loaded.rules->ruleCount() == lines.size();
    if (!counted) std::printf("%s: some rules were not loaded\n", file.filename().c_str());
    return {counted ? accepted : loaded.rules->ruleCount(), std::max<std::size_t>(lines.size(), 1)};
}

} // namespace

int main(int argc, char** argv) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    if (argc == 2)
        for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
            if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")
                files.push_back(entry.path());
    if (argc != 2 || error || files.empty()) {
        std::fprintf(stderr, "usage: conformance_catalogue FOLDER (with rule files in it)\n");
        return 2;
    }
    std::ranges::sort(files);
    Score all;
    for (const auto& file : files) {
        const Score score = scoreOf(file);
        all.accepted += score.accepted;
        all.total += score.total;
    }
    std::printf("passed %zu of %zu\n", all.accepted, all.total);
    return all.accepted == all.total ? 0 : 1;
}
