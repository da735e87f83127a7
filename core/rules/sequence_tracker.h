#pragma once

#include "core/base/result.h"
#include "core/cel/event_environment.h"
#include "core/cel/program.h"
#include "core/model/event.h"
#include "core/model/explanation.h"
#include "core/model/labels.h"
#include "core/model/record.h"
#include "core/rules/sequence.h"

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::rules {

/// Where an event stands among all events. Sequences see events in this order, whatever the order they were
/// read in.
struct EventPosition {
    Timestamp ts;
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    auto operator<=>(const EventPosition&) const = default;
};

/// What a sequence wants to know of an event.
struct SequenceEvent {
    Labels key;
    std::uint32_t steps = 0; ///< bit n: the condition of step n holds
    bool until = false;
};

/// A match that has begun.
struct PartialSequence {
    EventPosition first;
    EventPosition last;
    std::uint32_t step = 0;  ///< the one that is being counted
    std::uint32_t count = 0; ///< of it
    bool operator==(const PartialSequence&) const = default;
};

/// Completed for one key since the last tick.
struct SequenceMatch {
    std::uint64_t count = 0;
    EventPosition first; ///< of the last of them
    EventPosition last;
};

/// The match that got furthest of those of one key that ended without being completed.
struct LapsedSequence {
    std::uint32_t step = 0;
    std::uint32_t count = 0;
    bool until = false; ///< an event for which `until` holds ended it, not time
};

/// What a sequence carries over a restart.
struct SequenceMemory {
    std::string definition; ///< Sequence::text()
    std::multimap<EventPosition, SequenceEvent> pending;
    std::map<Labels, std::vector<PartialSequence>> open;
    std::map<Labels, SequenceMatch> matches;
};

/// The state machine of one sequence. Events wait until the tick that covers their time, so that those that
/// come late, but in time, find their place; then each key's are followed in their order. Exact: what it says
/// at a tick depends on the events alone, not on the order or the batches they came in. With `skip:
/// past_last` of several matches that have got equally far the one that began last is followed, because it
/// can take no less than the others. Thread: the engine's.
/// Bounded: what would go beyond the bounds is refused, and problem() says so.
class SequenceTracker {
public:
    static constexpr std::size_t kMaxPending = 100'000;
    static constexpr std::size_t kMaxOpen = 20'000;
    static constexpr std::size_t kMaxOpenPerKey = 1'000;

    explicit SequenceTracker(std::shared_ptr<const Sequence> sequence);

    /// Looks at one event, if the sequence is concerned with it.
    void observe(const cel::EventFields& fields, cel::Evaluator& evaluator, const Record& record,
                 const Event& event);
    void take(EventPosition position, SequenceEvent event);
    /// Follows the events up to and including this time.
    void advance(Timestamp tick);

    /// By key, since clearMatches().
    [[nodiscard]] const std::map<Labels, SequenceMatch>& matches() const { return m_memory.matches; }
    void clearMatches();
    /// For an alert of this key, at the tick of its transition.
    [[nodiscard]] ExplainedPart explain(const Labels& key) const;
    /// What happened to this key since the tick before, as the reason of a transition: what was completed, or
    /// how far a match got that was not.
    [[nodiscard]] std::string reason(const Labels& key) const;
    /// Why not all events were followed since the last tick; empty: they were.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

    [[nodiscard]] const SequenceMemory& memory() const { return m_memory; }
    /// Goes on from there, if it is of the same sequence.
    void restore(SequenceMemory memory);
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }

private:
    void follow(const EventPosition& position, const SequenceEvent& event);
    /// True when the event completed the match.
    bool step(PartialSequence& partial, const EventPosition& position, std::uint32_t steps) const;
    void begin(std::vector<PartialSequence>& open, const EventPosition& position, const SequenceEvent& event);
    void keepLatest(std::vector<PartialSequence>& open);
    void expire(Timestamp tick);
    void noteLapsed(const Labels& key, const PartialSequence& partial, bool until);
    [[nodiscard]] std::string progressText(std::uint32_t step, std::uint32_t count) const;

    std::shared_ptr<const Sequence> m_sequence;
    SequenceMemory m_memory;
    std::map<Labels, LapsedSequence> m_lapsed; ///< in the last advance(), which is decided on at once
    std::size_t m_openCount = 0;
    std::string m_problem;
    bool m_changed = false;
};

/// The state of every sequence by the id of its rule, as JSON.
std::string toJson(const std::map<std::string, const SequenceMemory*>& memories);
/// ParseError for what toJson() would not write.
Result<std::map<std::string, SequenceMemory>> sequencesFromJson(std::string_view text);

} // namespace eventflow::rules
