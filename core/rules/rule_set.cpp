#include "core/rules/rule_set.h"

#include "core/config/text_file.h"
#include "core/rules/rule_loader.h"

#include <algorithm>

namespace eventflow::rules {

std::size_t RuleSet::ruleCount() const {
    std::size_t count = 0;
    for (const RuleGroup& group : groups)
        count += group.rules.size();
    return count;
}

Duration RuleSet::maxLookback(Duration lookback) const {
    Duration longest{};
    for (const RuleGroup& group : groups)
        for (const Rule& rule : group.rules)
            for (const auto* expression : {&rule.expression, &rule.resolveWhen, &rule.currentValue})
                if (*expression)
                    longest = std::max(longest, group.queryOffset + (*expression)->maxLookback(lookback));
    return longest;
}

LoadResult loadRuleFiles(std::span<const std::filesystem::path> files, const LoadOptions& options) {
    RuleLoader loader(options);
    for (const std::filesystem::path& file : files) {
        const auto text = config::readTextFile(file, kMaxRuleFileBytes);
        if (text)
            loader.load(*text, file.string());
        else
            loader.fail({file.string(), 0, 0}, text.error().detail);
    }
    return std::move(loader).take();
}

LoadResult loadRuleText(std::string_view text, const std::string& fileName, const LoadOptions& options) {
    RuleLoader loader(options);
    loader.load(text, fileName);
    return std::move(loader).take();
}

} // namespace eventflow::rules
