#pragma once

#include "core/rules/rule_engine.h"
#include "core/rules/rule_set.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::test {

/// A source without series, for engines whose evaluation is scripted.
class NoSeries final : public SeriesSource {
public:
    Status select(std::span<const LabelMatcher>, Timestamp, Timestamp,
                  std::vector<SeriesSlice>&) const override {
        return {};
    }
};

inline Timestamp minute(std::int64_t m) {
    return timestampFromNs(m * 60'000'000'000);
}

/// Values of the series load{host=…} by minute, as promtool writes them: blanks between, `_` for none, `E`
/// for an evaluation that fails, `5x3` for 5 5 5. The first value is that of minute 0.
class ScriptedLoad {
public:
    ScriptedLoad& host(const std::string& name, std::string_view values);
    /// Evaluates every rule on the script: the expression is `load > 90`, resolve_when `load < 80`, the
    /// current value `load`.
    [[nodiscard]] EvaluateRule evaluation() const;

private:
    struct Value {
        char kind = '_'; ///< '_' none, 'E' error, 'v' value
        double value = 0;
    };
    std::map<std::string, std::vector<Value>> m_hosts;
};

/// One alerting rule `Busy` in a group `g` with an interval of a minute. Its parts are real PromQL, so that
/// the same rule can be loaded, but evaluated by the script.
std::shared_ptr<RuleSet> oneRule(const std::string& yamlOfRule, const std::string& yamlOfGroup = {});

/// `pending@3 firing@5 resolved@9`, or with several hosts `a:pending@3 b:pending@3`.
std::string timeline(const std::vector<AlertTransition>& transitions, bool withHost = false);

/// Runs an engine minute by minute up to and including `lastMinute`.
std::vector<AlertTransition> run(
    RuleEngine& engine, std::int64_t firstMinute, std::int64_t lastMinute,
    const RuleEngine::SampleSink& sink = [](const Labels&, Timestamp, double) {});

} // namespace eventflow::rules::test
