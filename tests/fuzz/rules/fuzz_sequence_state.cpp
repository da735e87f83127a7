#include "core/rules/rule_set.h"
#include "core/rules/sequence_tracker.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text is a saved state of sequences, which is written again as it was read, or is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow;
    using namespace eventflow::rules;
    const auto read = sequencesFromJson({reinterpret_cast<const char*>(data), size});
    if (!read) return 0;
    std::map<std::string, const SequenceMemory*> memories;
    for (const auto& [id, memory] : *read)
        memories.emplace(id, &memory);
    if (!sequencesFromJson(toJson(memories))) std::abort();
    static const auto kSequence =
        loadRuleText(
            "groups:\n- name: g\n  rules:\n  - alert: A\n    sequence: {within: 1m, steps: [{where: 'true'},"
            " {where: 'false', count: 3}]}\n",
            "r.yaml")
            .rules->groups[0]
            .rules[0]
            .sequence;
    for (const auto& [id, memory] : *read) {
        SequenceTracker tracker(kSequence);
        SequenceMemory same = memory;
        same.definition = kSequence->text();
        tracker.restore(std::move(same));
        tracker.advance(timestampFromNs(1));
        tracker.advance(timestampFromNs(std::int64_t{1} << 61));
    }
    return 0;
}
