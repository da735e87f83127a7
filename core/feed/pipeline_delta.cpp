#include "core/feed/pipeline_delta.h"

#include <iterator>

namespace eventflow::feed {

namespace {

/// Appends, then drops from the front what is over the bound.
template <typename T>
void appendBounded(std::vector<T>& to, std::vector<T>&& from, std::size_t bound) {
    to.insert(to.end(), std::move_iterator(from.begin()), std::move_iterator(from.end()));
    if (to.size() > bound) to.erase(to.begin(), to.end() - static_cast<std::ptrdiff_t>(bound));
}

} // namespace

const char* toString(RunState state) {
    switch (state) {
    case RunState::Idle:
        return "idle";
    case RunState::Starting:
        return "starting";
    case RunState::Running:
        return "running";
    case RunState::Reconnecting:
        return "reconnecting";
    case RunState::Paused:
        return "paused";
    case RunState::Finished:
        return "finished";
    case RunState::Failed:
        return "failed";
    }
    return "idle";
}

void PipelineDelta::merge(PipelineDelta&& next) {
    if (next.generation == 0) return;
    if (next.generation != generation) {
        *this = std::move(next);
        return;
    }
    uptimeSeconds = next.uptimeSeconds;
    status = std::move(next.status);
    counters = next.counters;
    watermark = next.watermark;
    arrival = next.arrival;
    steps = std::move(next.steps);
    streams = std::move(next.streams);
    deadLetterCounts = std::move(next.deadLetterCounts);
    seriesCount = next.seriesCount;
    storeBytes = next.storeBytes;
    rssBytes = next.rssBytes;
    if (next.activeAlerts) activeAlerts = std::move(next.activeAlerts);
    if (next.ruleHealth) ruleHealth = std::move(next.ruleHealth);
    if (next.rulesReload) rulesReload = std::move(next.rulesReload);
    for (auto& [topic, inference] : next.schemas)
        schemas[topic] = std::move(inference);
    appendBounded(transitions, std::move(next.transitions), kMaxTransitions);
    appendBounded(deadLetters, std::move(next.deadLetters), kMaxDeadLetters);
    for (auto& [topic, previews] : next.records)
        appendBounded(records[topic], std::move(previews), kMaxRecordsPerTopic);
}

} // namespace eventflow::feed
