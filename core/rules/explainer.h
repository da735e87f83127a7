#pragma once

#include "core/model/explanation.h"
#include "core/promql/query.h"
#include "core/rules/rule_set.h"
#include "core/series/series_source.h"

#include <memory>
#include <string>
#include <vector>

namespace eventflow::rules {

/// Says what one evaluation of a rule was decided on. Evaluates nothing before it is asked the first time, so
/// that a tick without transitions costs nothing; then every expression once, however many alerts ask.
/// Thread: confined. Lifetime: one tick of one rule; rule and source must outlive it and not change.
class RuleExplainer {
public:
    RuleExplainer(const RuleGroup& group, const Rule& rule, const SeriesSource& source, Timestamp at,
                  const promql::EvalOptions& options);
    RuleExplainer(const RuleExplainer&) = delete;
    RuleExplainer& operator=(const RuleExplainer&) = delete;
    ~RuleExplainer();

    /// For the alert that `series`, an element of the rule's expression, stands behind.
    [[nodiscard]] std::shared_ptr<const Explanation> explain(const Labels& series);

private:
    struct Part;

    const RuleGroup& m_group;
    const Rule& m_rule;
    const SeriesSource& m_source;
    const Timestamp m_at;
    const promql::EvalOptions m_options;
    std::vector<std::unique_ptr<Part>> m_parts; ///< empty until asked
    std::string m_hash;
};

/// What the rule and its group say, in 16 hexadecimal digits: changes when any of it does, wherever it is
/// written.
std::string ruleHash(const RuleGroup& group, const Rule& rule);

} // namespace eventflow::rules
