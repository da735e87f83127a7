#include "core/rules/sequence_tracker.h"

#include "core/base/json_writer.h"

#include <algorithm>
#include <iterator>

namespace eventflow::rules {

namespace {

bool has(std::uint32_t steps, std::size_t step) {
    return (steps >> step & 1U) != 0;
}

/// A key as a label: text as it is, numbers and truths as CEL prints them. Nothing for what has no one text.
std::optional<std::string> labelText(const cel::Value& value) {
    switch (value.kind()) {
    case cel::Kind::String:
        return toValidUtf8(value.text());
    case cel::Kind::Int:
        return std::to_string(value.asInt());
    case cel::Kind::Uint:
        return std::to_string(value.asUint());
    case cel::Kind::Double:
        return formatDouble(value.asDouble());
    case cel::Kind::Bool:
        return value.asBool() ? "true" : "false";
    default:
        return std::nullopt;
    }
}

ContributingSample contribution(const EventPosition& position) {
    return {position.ts, 1, RecordPosition{position.topic, position.partition, position.offset}};
}

} // namespace

const char* toString(SequenceSkip skip) {
    return skip == SequenceSkip::Next ? "next" : "past_last";
}

std::string Sequence::text() const {
    JsonWriter json;
    json.beginObject().key("within").string(formatDuration(within)).key("by").beginObject();
    for (const SequenceKey& key : by)
        json.key(key.label).string(key.value->text());
    json.endObject().key("steps").beginArray();
    for (const SequenceStep& step : steps) {
        json.beginArray().string(step.name).string(step.where->text());
        json.number(std::uint64_t{step.count}).endArray();
    }
    json.endArray();
    if (until) json.key("until").string(until->text());
    json.key("skip").string(toString(skip)).endObject();
    return std::move(json).take();
}

SequenceTracker::SequenceTracker(std::shared_ptr<const Sequence> sequence) : m_sequence(std::move(sequence)) {
    m_memory.definition = m_sequence->text();
}

void SequenceTracker::observe(const cel::EventFields& fields, cel::Evaluator& evaluator, const Record& record,
                              const Event& observed) {
    const auto holds = [&](const cel::Program& program) {
        return evaluator.test(program, fields) == cel::Verdict::Yes;
    };
    SequenceEvent event;
    event.until = m_sequence->until && holds(*m_sequence->until);
    for (std::size_t i = 0; i < m_sequence->steps.size() && !event.until; ++i)
        if (holds(*m_sequence->steps[i].where)) event.steps |= std::uint32_t{1} << i;
    if (!event.until && event.steps == 0) return;
    for (const SequenceKey& key : m_sequence->by) {
        const auto text = labelText(evaluator.evaluate(*key.value, fields));
        if (!text) return; // it belongs to no key
        event.key.set(key.label, *text);
    }
    take({observed.tsEvent, record.stream->topic, record.stream->partition, record.offset}, std::move(event));
}

void SequenceTracker::take(EventPosition position, SequenceEvent event) {
    if (m_memory.pending.size() >= kMaxPending) {
        m_problem = "more than " + std::to_string(kMaxPending) +
                    " events of the sequence wait for the next tick; some were left out";
        return;
    }
    m_memory.pending.emplace(std::move(position), std::move(event));
    m_changed = true;
}

void SequenceTracker::advance(Timestamp tick) {
    m_problem.clear();
    m_lapsed.clear();
    auto& pending = m_memory.pending;
    auto event = pending.begin();
    for (; event != pending.end() && event->first.ts <= tick; ++event)
        follow(event->first, event->second);
    m_changed = m_changed || event != pending.begin();
    pending.erase(pending.begin(), event);
    expire(tick);
}

bool SequenceTracker::step(PartialSequence& partial, const EventPosition& position,
                           std::uint32_t steps) const {
    if (!has(steps, partial.step)) return false;
    partial.last = position;
    if (++partial.count < m_sequence->steps[partial.step].count) return false;
    partial.count = 0;
    return ++partial.step == m_sequence->steps.size();
}

void SequenceTracker::follow(const EventPosition& position, const SequenceEvent& event) {
    auto& open = m_memory.open[event.key];
    m_openCount -= open.size();
    std::erase_if(open, [&](const PartialSequence& partial) {
        const bool late = position.ts - partial.first.ts > m_sequence->within;
        if (late || event.until) noteLapsed(event.key, partial, !late);
        return late || event.until;
    });
    if (!event.until) begin(open, position, event);
    std::vector<PartialSequence> completed;
    std::vector<PartialSequence> goingOn;
    for (PartialSequence& partial : open)
        (step(partial, position, event.steps) ? completed : goingOn).push_back(std::move(partial));
    open = std::move(goingOn);
    if (!completed.empty()) {
        SequenceMatch& match = m_memory.matches[event.key];
        match.count += m_sequence->skip == SequenceSkip::Next ? completed.size() : 1;
        match.first = completed.back().first;
        match.last = position;
        if (m_sequence->skip == SequenceSkip::PastLast) open.clear();
    }
    if (m_sequence->skip == SequenceSkip::PastLast) keepLatest(open);
    m_openCount += open.size();
    if (open.empty()) m_memory.open.erase(event.key);
}

/// A match that this event may be the first of; it is counted with the others.
void SequenceTracker::begin(std::vector<PartialSequence>& open, const EventPosition& position,
                            const SequenceEvent& event) {
    if (!has(event.steps, 0)) return;
    if (open.size() >= kMaxOpenPerKey || m_openCount + open.size() >= kMaxOpen) {
        m_problem = "more matches of the sequence have begun than are followed (" +
                    std::to_string(kMaxOpenPerKey) + " a key, " + std::to_string(kMaxOpen) +
                    " in all); some were left out";
        return;
    }
    open.push_back({position, position, 0, 0});
}

/// Of those that have got equally far, the one that began last lasts longest.
void SequenceTracker::keepLatest(std::vector<PartialSequence>& open) {
    std::vector<PartialSequence> kept;
    for (const PartialSequence& partial : open) {
        const auto same = std::ranges::find_if(kept, [&](const PartialSequence& other) {
            return other.step == partial.step && other.count == partial.count;
        });
        if (same == kept.end())
            kept.push_back(partial);
        else
            *same = partial; // in the order they began
    }
    open = std::move(kept);
}

void SequenceTracker::expire(Timestamp tick) {
    for (auto it = m_memory.open.begin(); it != m_memory.open.end();) {
        const std::size_t expired = std::erase_if(it->second, [&](const PartialSequence& partial) {
            const bool late = tick - partial.first.ts >= m_sequence->within;
            if (late) noteLapsed(it->first, partial, false);
            return late;
        });
        m_openCount -= expired;
        m_changed = m_changed || expired > 0;
        it = it->second.empty() ? m_memory.open.erase(it) : std::next(it);
    }
}

void SequenceTracker::clearMatches() {
    m_changed = m_changed || !m_memory.matches.empty();
    m_memory.matches.clear();
}

ExplainedPart SequenceTracker::explain(const Labels& key) const {
    ExplainedPart part;
    part.name = "sequence";
    part.error = m_problem;
    const auto match = m_memory.matches.find(key);
    const bool matched = match != m_memory.matches.end();
    std::uint64_t events = 0;
    for (const SequenceStep& step : m_sequence->steps) {
        ExplainedTerm term;
        term.expression = step.name + ": " + step.where->text();
        term.elements = matched ? step.count : 0;
        term.comparison = ">=";
        term.right = step.count;
        if (matched) term.left = step.count;
        term.verdict = matched;
        part.terms.push_back(std::move(term));
        events += step.count;
    }
    if (!matched) return part;
    ExplainedWindow window;
    window.selector = "events of the sequence";
    window.after = match->second.last.ts - m_sequence->within;
    window.until = match->second.last.ts;
    window.series = match->second.count;
    window.samples = events;
    window.min = window.max = 1;
    window.first = contribution(match->second.first);
    window.last = contribution(match->second.last);
    part.windows.push_back(std::move(window));
    return part;
}

void SequenceTracker::restore(SequenceMemory memory) {
    if (memory.definition != m_memory.definition) return;
    m_memory = std::move(memory);
    m_openCount = 0;
    for (auto& [key, open] : m_memory.open) {
        std::erase_if(open, [&](const PartialSequence& partial) {
            return partial.step >= m_sequence->steps.size() ||
                   partial.count >= m_sequence->steps[partial.step].count;
        });
        m_openCount += open.size();
    }
}

} // namespace eventflow::rules
