#include "pipelines/automate/engine.h"

#include "pipelines/automate/checkpoint.h"

#include <algorithm>
#include <utility>

namespace eventflow::automate {

namespace {

constexpr Duration kLookback = std::chrono::minutes(5);
/// The head is cut once per this much event time, not at every tick.
constexpr Duration kTruncateEvery = std::chrono::minutes(1);
/// How many runs of offsets a checkpoint remembers of each stream; the newest ones matter.
constexpr std::size_t kCheckpointRuns = 64;

} // namespace

promql::EvalOptions Engine::evalOptions() {
    return promql::EvalOptions{kLookback};
}

Engine::Engine(const config::PipelineLimits& limits, std::shared_ptr<const rules::RuleSet> rules,
               SeriesCatalog& catalog)
    : m_catalog(catalog),
      m_clock(limits.lateness, limits.idleTimeout),
      m_dedup(limits.dedupWindow),
      m_rules(rules, evalOptions()),
      m_notifier(rules->notifications),
      m_keep(rules->maxLookback(kLookback)) {}

Engine::Engine(const config::PipelineLimits& limits, std::shared_ptr<const rules::RuleSet> rules,
               SeriesCatalog& catalog, rules::EvaluateRule evaluate)
    : m_catalog(catalog),
      m_clock(limits.lateness, limits.idleTimeout),
      m_dedup(limits.dedupWindow),
      m_rules(rules, std::move(evaluate)),
      m_notifier(rules->notifications),
      m_keep(rules->maxLookback(kLookback)) {}

Engine::StreamState& Engine::stateOf(const Stream& stream) {
    if (stream.index >= m_streams.size()) m_streams.resize(stream.index + 1);
    StreamState& state = m_streams[stream.index];
    if (!state.topic.empty()) return state;
    state.topic = stream.topic;
    state.partition = stream.partition;
    m_head.nameStream(stream.index, stream.topic, stream.partition);
    const auto restored = m_restored.find({stream.topic, stream.partition});
    if (restored != m_restored.end()) {
        for (const auto& [first, end] : restored->second.runs)
            state.seen.restore(first, end);
        m_clock.restoreStream(stream.index, restored->second.largest, restored->second.lastArrival);
        m_restored.erase(restored);
    }
    return state;
}

/// Of a replay only what a source announces before its first record counts: how far a batch reaches is a
/// matter of its size, and the result is not.
void Engine::noteProgress(const PipelineBatch& batch, bool live) {
    for (const StreamProgress& progress : batch.input.progress) {
        const bool isAnnounced = progress.nextOffset < 0 && !progress.caughtUp;
        if (!live && !isAnnounced) continue;
        stateOf(*progress.stream);
        const bool mayHaveMore = progress.endOffset < 0 || progress.endOffset > progress.nextOffset;
        m_clock.addStream(progress.stream->index, !progress.caughtUp && mayHaveMore);
    }
}

/// The dead letters before a record, from `letter` on.
void Engine::noteLetters(const PipelineBatch& batch, std::size_t& letter, std::uint32_t record) {
    for (; letter < batch.deadLetters.size() && batch.deadLetters[letter].record < record; ++letter)
        m_clock.noteSeen(batch.input.records[batch.deadLetters[letter].record].stream->index);
}

void Engine::process(PipelineBatch& batch, Timestamp arrivalNow) {
    const bool live = arrivalNow != kNoTime;
    noteProgress(batch, live);
    std::size_t letter = 0;
    for (Event& event : batch.events) {
        if (!live) noteLetters(batch, letter, event.record);
        processEvent(event, batch.input.records[event.record], batch, arrivalNow);
        if (const Timestamp watermark = m_clock.watermark(); watermark >= m_nextTick)
            evaluateUpTo(watermark, batch);
    }
    if (!live) noteLetters(batch, letter, static_cast<std::uint32_t>(batch.input.records.size()));
    if (live) {
        // Only now: the batch's own records came before the end of its streams.
        for (const StreamProgress& progress : batch.input.progress)
            m_clock.setCaughtUp(progress.stream->index, progress.caughtUp);
        m_clock.advanceArrival(arrivalNow);
        if (m_clock.watermark() >= m_nextTick) evaluateUpTo(m_clock.watermark(), batch);
    }
    writeCheckpoint(batch);
}

bool Engine::processSilence(PipelineBatch& empty, Timestamp arrivalNow) {
    m_clock.advanceArrival(arrivalNow);
    if (m_clock.watermark() < m_nextTick) return false;
    evaluateUpTo(m_clock.watermark(), empty);
    writeCheckpoint(empty);
    return true;
}

void Engine::startRules() {
    m_rules.start(m_earliestEvent - std::chrono::nanoseconds(1));
    m_started = true;
    m_nextTick = nextDue();
}

void Engine::finish(PipelineBatch& last) {
    evaluateUpTo(m_clock.largestEvent(), last);
    if (m_started) {
        const std::size_t before = last.output.transitions.size();
        m_rules.finish(m_clock.largestEvent(), m_head, sinkOf(last), last.output.transitions);
        m_notifier.advance(std::span(last.output.transitions).subspan(before), m_clock.largestEvent(),
                           last.output.notifications);
        m_rulesRan = true;
    }
    writeCheckpoint(last);
}

bool Engine::isDuplicate(const Event& event, const Record& record, PipelineBatch& batch) {
    StreamState& stream = stateOf(*record.stream);
    if (record.stream->sequential) {
        if (record.offset <= stream.lastOffset) return true;
        stream.lastOffset = record.offset;
    } else if (!stream.seen.insert(record.offset)) {
        return true;
    }
    if (event.dedupKey.isZero()) return false;
    if (!m_dedup.insert(event.dedupKey)) return true;
    batch.output.dedupKeys.push_back(event.dedupKey);
    return false;
}

void Engine::processEvent(Event& event, const Record& record, PipelineBatch& batch, Timestamp arrivalNow) {
    if (isDuplicate(event, record, batch)) {
        event.duplicate = true;
        ++batch.output.duplicates;
        return;
    }
    Timestamp arrival = arrivalNow;
    for (const Timestamp recorded : {record.tsReceived, record.tsArrival, event.tsEvent})
        if (arrival == kNoTime) arrival = recorded;
    m_clock.observe(record.stream->index, event.tsEvent, arrival);
    if (!m_started && event.tsEvent < m_earliestEvent) {
        // Once the watermark has passed the earliest event, every stream has shown its beginning: the first
        // tick is the same whatever the order in which the streams were read.
        m_earliestEvent = event.tsEvent;
        m_nextTick = event.tsEvent;
    }
    m_rules.observe(record, event);
    if (m_started && event.tsEvent <= m_rules.lastTick()) {
        event.late = true;
        ++batch.output.late;
    }
    if (event.series != nullptr)
        m_head.append(*event.series, event.tsEvent, event.value,
                      SampleOrigin::of(record.stream->index, record.offset));
}

rules::RuleEngine::SampleSink Engine::sinkOf(PipelineBatch& batch) {
    return [this, &batch](const Labels& labels, Timestamp ts, double value) {
        SeriesIdentity* series = m_catalog.findOrAdd(labels, {});
        if (series == nullptr)
            return; // the bound on series is reached; the rule's alerts do not depend on it
        m_head.append(*series, ts, value);
        batch.output.derived.push_back({series, ts, value});
    };
}

void Engine::evaluateUpTo(Timestamp watermark, PipelineBatch& batch) {
    if (watermark < m_nextTick) return;
    if (!m_started) startRules();
    evaluateTicks(watermark, batch);
    m_rulesRan = true;
    m_nextTick = nextDue();
    if (m_truncatedAt == kNoTime || watermark - m_truncatedAt >= kTruncateEvery) {
        m_head.truncateBefore(watermark - m_keep);
        m_truncatedAt = watermark;
    }
}

/// Tick by tick, because a message tells alerts as the last evaluation before it left them: the watermark may
/// be several ticks further.
void Engine::evaluateTicks(Timestamp watermark, PipelineBatch& batch) {
    std::vector<AlertTransition>& transitions = batch.output.transitions;
    std::vector<notify::Notification>& notifications = batch.output.notifications;
    for (bool ticked = true; ticked;) {
        const std::size_t before = transitions.size();
        const Timestamp until = std::min(m_rules.nextTick(), watermark);
        const Timestamp last = m_rules.lastTick();
        m_rules.advanceUntil(until, watermark, m_head, sinkOf(batch), transitions);
        m_notifier.take(std::span(transitions).subspan(before), until, notifications);
        ticked = m_rules.lastTick() != last;
        if (ticked)
            m_rules.visitFiring(m_notifier.nextDue(),
                                [this](const Alert& alert) { m_notifier.refresh(alert); });
    }
    m_notifier.advance({}, watermark, notifications);
}

void Engine::writeCheckpoint(PipelineBatch& batch) {
    batch.output.watermark = m_clock.watermark();
    ClockCheckpoint clock{m_clock.watermark(), m_clock.arrival(),  m_clock.largestEvent(),
                          m_earliestEvent,     m_rules.lastTick(), {}};
    const auto& times = m_clock.streams();
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        const StreamState& state = m_streams[i];
        if (state.topic.empty()) continue;
        auto& stream = clock.streams.emplace_back();
        stream.topic = state.topic;
        stream.partition = state.partition;
        if (i < times.size()) {
            stream.largest = times[i].largest;
            stream.lastArrival = times[i].lastArrival;
        }
        if (state.lastOffset >= 0) stream.runs.emplace_back(0, state.lastOffset + 1);
        const auto& runs = state.seen.runs();
        const auto skip = runs.size() > kCheckpointRuns ? runs.size() - kCheckpointRuns : 0;
        stream.runs.insert(stream.runs.end(), std::next(runs.begin(), static_cast<std::ptrdiff_t>(skip)),
                           runs.end());
    }
    for (const auto& [key, restored] : m_restored)
        clock.streams.push_back(
            {key.first, key.second, restored.largest, restored.lastArrival, restored.runs});
    batch.output.checkpoint.emplace_back(kClockCheckpoint, serialize(clock));
    if (std::exchange(m_rulesRan, false) && m_rules.takeStateChanged())
        batch.output.checkpoint.emplace_back(kRulesCheckpoint, m_rules.saveState());
    if (m_rules.takeSequencesChanged())
        batch.output.checkpoint.emplace_back(kSequencesCheckpoint, m_rules.saveSequences());
    if (m_notifier.takeChanged())
        batch.output.checkpoint.emplace_back(kNotifierCheckpoint, notify::toJson(m_notifier.state()));
}

Status Engine::restore(const std::map<std::string, std::string>& checkpoint,
                       std::span<const Hash128> dedupKeys) {
    for (const Hash128& key : dedupKeys)
        m_dedup.insert(key);
    const auto clockText = checkpoint.find(kClockCheckpoint);
    if (clockText == checkpoint.end()) return {};
    const auto clock = parseClockCheckpoint(clockText->second);
    if (!clock) return clock.error();
    if (const auto rules = checkpoint.find(kRulesCheckpoint); rules != checkpoint.end())
        if (Status status = m_rules.restoreState(rules->second); !status) return status;
    if (const auto text = checkpoint.find(kSequencesCheckpoint); text != checkpoint.end())
        if (Status status = m_rules.restoreSequences(text->second); !status) return status;
    if (const auto text = checkpoint.find(kNotifierCheckpoint); text != checkpoint.end()) {
        auto state = notify::notifierStateFromJson(text->second);
        if (!state) return state.error();
        m_notifier.restore(std::move(*state), clock->watermark);
    }
    m_clock.restore(clock->watermark, clock->arrival, clock->largestEvent);
    for (const auto& stream : clock->streams)
        m_restored[{stream.topic, stream.partition}] = {stream.largest, stream.lastArrival, stream.runs};
    m_earliestEvent = clock->earliestEvent;
    m_nextTick = m_earliestEvent;
    if (clock->lastTick != kNoTime) {
        m_rules.start(clock->lastTick);
        m_rules.skipTo(clock->lastTick);
        m_started = true;
        m_nextTick = nextDue();
    }
    return {};
}

rules::ReloadReport Engine::reloadRules(std::shared_ptr<const rules::RuleSet> rules) {
    m_keep = std::max(m_keep, rules->maxLookback(kLookback));
    m_notifier.reload(rules->notifications, m_clock.watermark());
    rules::ReloadReport report = m_rules.reload(std::move(rules));
    m_nextTick = m_started ? nextDue() : m_earliestEvent;
    m_rulesRan = true;
    return report;
}

Timestamp Engine::headStart() const {
    const Timestamp last = m_rules.lastTick();
    return last == kNoTime ? kNoTime : last - m_keep;
}

} // namespace eventflow::automate
