#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace eventflow::rules {

/// What a reload does to the state of a rule.
enum class ReloadOutcome : std::uint8_t {
    Kept,      ///< its alerts go on
    RePending, ///< they go on, but some that fire are pending again, because `for` was raised
    Reset,     ///< its alerts end: they would have other labels now, or the rule is another kind of rule
    New,
    Gone, ///< its alerts end
};
const char* toString(ReloadOutcome outcome);

struct ReloadedRule {
    std::string id;
    std::string name;
    std::string group;
    ReloadOutcome outcome = ReloadOutcome::Kept;
    bool changed = false;       ///< the rule says something else than before
    std::size_t alertsKept = 0; ///< pending, firing and recovering ones
    std::size_t alertsEnded = 0;
    std::size_t alertsRePending = 0; ///< of those kept
    bool operator==(const ReloadedRule&) const = default;
};

/// What became of every rule, in the order of the new files, then those that are gone.
struct ReloadReport {
    std::vector<ReloadedRule> rules;

    [[nodiscard]] std::size_t count(ReloadOutcome outcome) const;
    [[nodiscard]] std::size_t changed() const; ///< kept rules that say something else
    /// `12 rules kept, 1 changed, 1 new; alerts: 3 go on, 0 end`.
    [[nodiscard]] std::string summary() const;
    bool operator==(const ReloadReport&) const = default;
};

} // namespace eventflow::rules
