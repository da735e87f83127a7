#pragma once

#include "core/base/result.h"
#include "core/promql/query.h"
#include "core/rules/rule_set.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace eventflow::rules {

/// Which expression of a rule: of an alert's condition (level) `level`, or the value behind them all.
struct RulePart {
    enum Kind : std::uint8_t { Expression, ResolveWhen, CurrentValue };
    RulePart(Kind partKind, std::size_t ofLevel = 0) : kind(partKind), level(ofLevel) {}

    Kind kind;
    std::size_t level;
    bool operator==(const RulePart&) const = default;
};

/// Evaluates one part of a rule at one time. The seam between the alerts' life cycle and PromQL: tests script
/// it.
using EvaluateRule = std::function<Result<promql::InstantVector>(const Rule& rule, RulePart part,
                                                                 const SeriesSource& source, Timestamp at)>;

/// The real one. A scalar result is one element without labels, as in Prometheus.
EvaluateRule evaluateWithPromql(const promql::EvalOptions& options);

} // namespace eventflow::rules
