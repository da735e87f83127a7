#include "core/rules/sequence_tracker.h"

#include <algorithm>
#include <tuple>

namespace eventflow::rules {

void SequenceTracker::noteLapsed(const Labels& key, const PartialSequence& partial, bool until) {
    const auto [lapsed, isNew] = m_lapsed.try_emplace(key);
    const bool further =
        std::tuple(partial.step, partial.count) >= std::tuple(lapsed->second.step, lapsed->second.count);
    if (isNew || further) lapsed->second = {partial.step, partial.count, until};
}

std::string SequenceTracker::progressText(std::uint32_t step, std::uint32_t count) const {
    const SequenceStep& at = m_sequence->steps[step];
    return "step " + at.name + " with " + std::to_string(count) + " of " + std::to_string(at.count);
}

std::string SequenceTracker::reason(const Labels& key) const {
    if (const auto match = m_memory.matches.find(key); match != m_memory.matches.end()) {
        const auto& [count, first, last] = match->second;
        std::string text = "sequence completed ";
        if (count > 1) text += std::to_string(count) + " times, the last time ";
        text += "in " + formatDuration(last.ts - first.ts) + ":";
        for (const SequenceStep& step : m_sequence->steps)
            text += (&step == &m_sequence->steps.front() ? " " : ", ") + step.name +
                    (step.count > 1 ? " ×" + std::to_string(step.count) : std::string());
        return text;
    }
    std::string text = "sequence not completed since the tick before";
    if (const auto lapsed = m_lapsed.find(key); lapsed != m_lapsed.end()) {
        const LapsedSequence& furthest = lapsed->second;
        return text + ", " +
               (furthest.until ? "until ended it"
                               : "it timed out after within " + formatDuration(m_sequence->within)) +
               " at " + progressText(furthest.step, furthest.count);
    }
    const auto open = m_memory.open.find(key);
    if (open == m_memory.open.end()) return text;
    const PartialSequence& furthest =
        *std::ranges::max_element(open->second, {}, [](const PartialSequence& partial) {
            return std::tuple(partial.step, partial.count);
        });
    return text + ", it waits at " + progressText(furthest.step, furthest.count);
}

} // namespace eventflow::rules
