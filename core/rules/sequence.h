#pragma once

#include "core/base/time.h"
#include "core/cel/program.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::rules {

/// One step: `count` events for which `where` holds.
struct SequenceStep {
    std::string name;
    std::shared_ptr<const cel::Program> where;
    std::uint32_t count = 1;
};

/// A part of the key that events of one sequence have in common; a label of the alert.
struct SequenceKey {
    std::string label;
    std::shared_ptr<const cel::Program> value;
};

/// From where the next match is looked for.
enum class SequenceSkip : std::uint8_t {
    PastLast, ///< behind the last event of the match
    Next,     ///< behind its first: matches may overlap
};
const char* toString(SequenceSkip skip);

/// Events in an order, as `sequence` of a rule has it: the steps one after another, other events in between,
/// each event for one step of a match only, all within a time, and no event between for which `until` holds.
/// (Sigma's temporal_ordered and EQL's sequences; skipping as in SQL's MATCH_RECOGNIZE.)
struct Sequence {
    static constexpr std::size_t kMaxSteps = 16;
    static constexpr std::size_t kMaxKeys = 16;
    static constexpr std::uint32_t kMaxCount = 10'000;

    Duration within{};
    std::vector<SequenceKey> by;
    std::vector<SequenceStep> steps;
    std::shared_ptr<const cel::Program> until; ///< nullptr: nothing ends a match that has begun
    SequenceSkip skip = SequenceSkip::PastLast;

    /// One line, which says the same for equal sequences only.
    [[nodiscard]] std::string text() const;
};

} // namespace eventflow::rules
