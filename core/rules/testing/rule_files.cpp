#include "core/rules/testing/rule_files.h"

#include <glob.h>

#include <algorithm>
#include <memory>
#include <set>

namespace eventflow::rules::testing {

MatchedFiles matchRuleFiles(const std::vector<std::string>& patterns) {
    MatchedFiles out;
    std::set<std::string> seen;
    for (const std::string& pattern : patterns) {
        glob_t found{};
        const std::unique_ptr<glob_t, void (*)(glob_t*)> guard(&found, [](glob_t* g) { globfree(g); });
        std::vector<std::string> names;
        if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
            names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
        if (names.empty()) out.unmatched.push_back(pattern);
        std::ranges::sort(names); // by bytes, whatever the locale
        for (std::string& name : names)
            if (seen.insert(name).second) out.files.emplace_back(std::move(name));
    }
    return out;
}

std::shared_ptr<const RuleSet> everyTick(const RuleSet& rules, Duration interval) {
    auto copy = std::make_shared<RuleSet>(rules);
    for (RuleGroup& group : copy->groups)
        group.interval = interval;
    return copy;
}

void orderGroups(RuleSet& rules, const std::vector<std::string>& order) {
    const auto rank = [&](const RuleGroup& group) {
        const auto at = std::ranges::find(order, group.name);
        return at == order.end() ? 0 : at - order.begin();
    };
    std::ranges::stable_sort(rules.groups, {}, rank);
}

} // namespace eventflow::rules::testing
