#pragma once

#include "core/rules/testing/test_file.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::rules::testing {

/// The files that patterns name (glob(7)), each once, in the order of the patterns and by name within one.
struct MatchedFiles {
    std::vector<std::filesystem::path> files;
    std::vector<std::string> unmatched; ///< patterns
};
MatchedFiles matchRuleFiles(const std::vector<std::string>& patterns);

/// The rules with one interval for all groups.
std::shared_ptr<const RuleSet> everyTick(const RuleSet& rules, Duration interval);

/// Groups as `group_eval_order` wants them: one that is not named counts as the first that is, as in
/// promtool.
void orderGroups(RuleSet& rules, const std::vector<std::string>& order);

} // namespace eventflow::rules::testing
