#include "core/rules/rule_set.h"

#include "core/base/text_file.h"
#include "core/rules/rule_loader.h"

#include <algorithm>

namespace eventflow::rules {

namespace {

Duration reachOf(const Rule& rule, Duration lookback) {
    Duration furthest{};
    const auto see = [&](const std::optional<promql::Expression>& expression) {
        if (expression) furthest = std::max(furthest, expression->maxLookback(lookback));
    };
    for (const auto* expression : {&rule.expression, &rule.resolveWhen, &rule.currentValue})
        see(*expression);
    for (const Condition& condition : rule.conditions) {
        see(condition.expression);
        see(condition.resolveWhen);
    }
    return furthest;
}

} // namespace

const char* toString(OnMissing policy) {
    switch (policy) {
    case OnMissing::Keep:
        return "keep";
    case OnMissing::Alert:
        return "alert";
    case OnMissing::Zero:
        return "zero";
    case OnMissing::Resolve:
        break;
    }
    return "resolve";
}

const char* toString(EvaluateAt when) {
    return when == EvaluateAt::EachSample ? "each_sample" : "tick";
}

std::size_t RuleSet::ruleCount() const {
    std::size_t count = 0;
    for (const RuleGroup& group : groups)
        count += group.rules.size();
    return count;
}

Duration RuleSet::maxLookback(Duration lookback) const {
    Duration longest{};
    for (const RuleGroup& group : groups)
        for (const Rule& rule : group.rules) {
            // Evaluated at samples, a rule looks back from any time since the last tick.
            const Duration since =
                rule.evaluateAt == EvaluateAt::EachSample ? group.interval : Duration::zero();
            longest = std::max(longest, group.queryOffset + since + reachOf(rule, lookback));
        }
    return longest;
}

LoadResult loadRuleFiles(std::span<const std::filesystem::path> files, const LoadOptions& options) {
    RuleLoader loader(options);
    for (const std::filesystem::path& file : files) {
        const auto text = readTextFile(file, kMaxRuleFileBytes);
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
