#pragma once

#include "core/rules/testing/test_bench.h"
#include "core/rules/testing/test_file.h"
#include "core/rules/testing/test_result.h"

#include <optional>
#include <span>
#include <string>

namespace eventflow::rules::testing {

/// What a run counted, for budgets.
struct RunCounts {
    std::uint64_t firings = 0;
    std::uint64_t notifications = 0; ///< that tell of something firing
    std::uint64_t late = 0;
    std::uint64_t lateDropped = 0;
};

// Each returns why the check does not hold, or nothing.

/// `alerts` are those there are at the tick that judges the check.
std::optional<TestFailure> judge(const RuleTest& test, const AlertCheck& check,
                                 std::span<const Alert> alerts);
std::optional<TestFailure> judge(const StateCheck& check, std::span<const Alert> alerts);
/// Evaluates on the series as they are. Equality is exact, or to the last bit with `fuzzy`.
std::optional<TestFailure> judge(const ExpressionCheck& check, const SeriesSource& series, Timestamp start,
                                 Duration interval, bool fuzzy);
/// `transitions` are those of the whole test.
std::optional<TestFailure> judge(const TimelineCheck& check, std::span<const AlertTransition> transitions,
                                 Timestamp start);
std::optional<TestFailure> judge(const NeverCheck& check, std::span<const AlertTransition> transitions,
                                 Timestamp start);
std::optional<TestFailure> judge(const BudgetCheck& check, const RunCounts& counts);

} // namespace eventflow::rules::testing
