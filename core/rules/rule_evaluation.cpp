#include "core/rules/rule_evaluation.h"

#include <utility>

namespace eventflow::rules {

namespace {

const std::optional<promql::Expression>& partOf(const Rule& rule, RulePart part) {
    switch (part) {
    case RulePart::ResolveWhen:
        return rule.resolveWhen;
    case RulePart::CurrentValue:
        return rule.currentValue;
    case RulePart::Expression:
        break;
    }
    return rule.expression;
}

} // namespace

EvaluateRule evaluateWithPromql(const promql::EvalOptions& options) {
    return [options](const Rule& rule, RulePart part, const SeriesSource& source,
                     Timestamp at) -> Result<promql::InstantVector> {
        const auto& expression = partOf(rule, part);
        if (!expression) return promql::InstantVector{};
        auto value = promql::evaluate(*expression, source, at, options);
        if (!value) return value.error();
        if (auto* vector = std::get_if<promql::InstantVector>(&*value)) return std::move(*vector);
        if (const auto* scalar = std::get_if<double>(&*value))
            return promql::InstantVector{{Labels(), *scalar}};
        return Error{ErrorCode::InvalidArgument,
                     std::string("a rule's expression must be an instant vector or a "
                                 "scalar, not a ") +
                         promql::toString(expression->type())};
    };
}

} // namespace eventflow::rules
