#pragma once

#include "core/promql/query.h"
#include "core/rules/rule_set.h"
#include "core/series/series_source.h"

#include <string>
#include <vector>

namespace eventflow::rules {

/// What the text alone tells: an alert without any condition fires for every series that exists.
bool hasNoCondition(const promql::Expression& expression);

/// What only data tells, in the order of the rules: selectors that match no series, windows with room for
/// less than two samples, series whose samples are further apart than the look-back. Looks at the hour before
/// `end`. Series that a rule of the set writes are left out. Findings are warnings.
std::vector<Finding> lintAgainstData(const RuleSet& rules, const SeriesSource& source, Timestamp end);

} // namespace eventflow::rules
