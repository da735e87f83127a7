#pragma once

#include "core/base/result.h"
#include "core/model/alert.h"
#include "core/rules/alert_tracker.h"
#include "core/rules/sequence_tracker.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules {

/// What a rule carries from one evaluation to the next.
struct RuleMemory {
    std::string id;
    std::string name; ///< for reports; not kept over a restart, as the group
    std::string group;
    std::string hash; ///< of the rule that made it; empty: not known
    std::vector<TrackedAlert> alerts;
    std::vector<Labels> series; ///< written at the last evaluation, sorted
    std::vector<WatchedSeries> watched;
    /// Over a reload only; a restart has sequencesFromJson().
    std::optional<SequenceMemory> sequence;
};

/// What an engine carries over a restart.
struct EngineState {
    struct GroupPosition {
        std::string key;
        Timestamp lastTick; ///< or where the group started
    };

    Timestamp lastTick = kNoTime;
    Timestamp sampledUntil = kNoTime; ///< beyond lastTick at the end of an input only
    std::vector<GroupPosition> groups;
    std::vector<RuleMemory> rules;
    /// Ends and renames of a reload that were not reported yet.
    std::vector<AlertTransition> announcements;
    std::vector<Labels> endedSeries; ///< of rules that are gone: a stale marker is due
};

std::string toJson(const EngineState& state);
/// Fails with ParseError for anything that toJson() would not write; what it returns is safe to calculate
/// with.
Result<EngineState> engineStateFromJson(std::string_view text);

} // namespace eventflow::rules
