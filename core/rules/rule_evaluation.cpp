#include "core/rules/rule_evaluation.h"

#include "core/promql/query_memory.h"

#include <memory>
#include <utility>

namespace eventflow::rules {

namespace {

const std::optional<promql::Expression>& partOf(const Rule& rule, RulePart part) {
    if (part.kind == RulePart::CurrentValue) return rule.currentValue;
    const bool resolve = part.kind == RulePart::ResolveWhen;
    if (part.level < rule.conditions.size()) {
        const Condition& condition = rule.conditions[part.level];
        return resolve ? condition.resolveWhen : condition.expression;
    }
    return resolve ? rule.resolveWhen : rule.expression;
}

/// The memory of the source that was asked last: an engine has one for its whole life.
class SourceMemory {
public:
    promql::QueryMemory* of(const SeriesSource& source, Timestamp at) {
        const std::uint64_t id = source.stableId();
        if (id == 0) return nullptr;
        if (id != std::exchange(m_source, id)) m_memory.clear();
        // Trimming looks at everything that is remembered: once for all rules of a tick.
        if (at != std::exchange(m_trimmedAt, at)) m_memory.trim();
        return &m_memory;
    }

private:
    std::uint64_t m_source = 0;
    Timestamp m_trimmedAt = kNoTime;
    promql::QueryMemory m_memory{true};
};

} // namespace

EvaluateRule evaluateWithPromql(const promql::EvalOptions& options) {
    return [options, memory = std::make_shared<SourceMemory>()](
               const Rule& rule, RulePart part, const SeriesSource& source,
               Timestamp at) -> Result<promql::InstantVector> {
        const auto& expression = partOf(rule, part);
        if (!expression) return promql::InstantVector{};
        auto value = promql::evaluate(*expression, source, at, options, memory->of(source, at));
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
