#include "pipelines/runtime/monitor.h"

#include "pipelines/runtime/process_memory.h"

#include <algorithm>

namespace eventflow::runtime {

namespace {

constexpr std::chrono::seconds kSlow{1};
/// How many records of a topic, and how many dead letters, a frame shows at most; the store has them all.
constexpr std::size_t kSampledRecords = 50;
constexpr std::size_t kSampledPerBatch = 10; ///< and stream
constexpr std::size_t kLookedAtPerBatch = 512;

std::size_t indexOf(Step step) {
    return static_cast<std::size_t>(step);
}

std::optional<std::string> cut(const NullableBytes& bytes) {
    if (!bytes) return std::nullopt;
    return std::string(bytes->substr(0, feed::RecordPreview::kMaxPreviewBytes));
}

feed::RecordPreview preview(const Record& record) {
    feed::RecordPreview out;
    out.topic = record.stream->topic;
    out.partition = record.stream->partition;
    out.offset = record.offset;
    out.tsArrival = record.tsArrival;
    out.key = cut(record.key);
    out.value = cut(record.value);
    out.valueBytes = record.value ? record.value->size() : 0;
    for (const Header& header : record.headers)
        out.headers.emplace_back(std::string(header.name), cut(header.value));
    return out;
}

} // namespace

Monitor::Monitor(std::uint64_t generation)
    : m_start(std::chrono::steady_clock::now()), m_generation(generation) {
    m_rssBytes = residentBytes();
}

void Monitor::noteRead(std::uint64_t records, std::uint64_t bytes, std::chrono::nanoseconds spent) {
    const std::lock_guard lock(m_mutex);
    m_counters.read += records;
    m_counters.bytesRead += bytes;
    StepState& step = m_steps[indexOf(Step::Collect)];
    step.in += records;
    step.busy += spent;
    step.latency.record(spent);
}

void Monitor::noteProcessed(const PipelineBatch& batch) {
    const std::lock_guard lock(m_mutex);
    m_counters.deadLettered += batch.deadLetters.size();
    m_counters.duplicates += batch.output.duplicates;
    m_counters.late += batch.output.late;
    for (const DeadLetter& letter : batch.deadLetters)
        ++m_rejects[{letter.step, letter.code}];
    for (const AlertTransition& transition : batch.output.transitions) {
        if (transition.alert.state == AlertState::Firing && transition.from != AlertState::Recovering)
            ++m_counters.alertsFired;
        m_transitions.push_back(transition);
    }
    m_counters.notifications += batch.output.notifications.size();
    for (const notify::Notification& notification : batch.output.notifications)
        if (notification.pages()) ++m_counters.pages;
    m_alertsChanged |= !batch.output.transitions.empty();
    noteSteps(batch);
    noteStreams(batch);
    sample(batch);
}

void Monitor::noteSteps(const PipelineBatch& batch) {
    // What enters a step is what no step before it rejected.
    std::uint64_t in = batch.input.records.size();
    std::array<std::uint64_t, kStepCount> rejected{};
    for (const DeadLetter& letter : batch.deadLetters)
        ++rejected[indexOf(letter.step)];
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        StepState& step = m_steps[i];
        step.rejected += rejected[i];
        if (i != indexOf(Step::Collect) && i != indexOf(Step::Store)) {
            step.in += in;
            step.busy += batch.spent[i];
            if (!batch.input.records.empty()) step.latency.record(batch.spent[i]);
        }
        in -= rejected[i];
    }
}

void Monitor::noteStreams(const PipelineBatch& batch) {
    const auto statsOf = [&](const Stream& stream) -> feed::StreamStats& {
        if (stream.index >= m_streams.size()) m_streams.resize(stream.index + 1);
        feed::StreamStats& stats = m_streams[stream.index];
        if (stats.topic.empty()) {
            stats.topic = stream.topic;
            stats.partition = stream.partition;
        }
        return stats;
    };
    for (const StreamObservation& seen : batch.observations) {
        feed::StreamStats& stats = statsOf(*seen.stream);
        stats.records += seen.records;
        stats.bytes += seen.bytes;
        stats.nullKeys += seen.nullKeys;
        if (seen.maxEvent > stats.lastEvent) stats.lastEvent = seen.maxEvent;
        if (!seen.inference.empty()) {
            TopicSchema& schema = m_schemas[seen.stream->topic];
            schema.inference.merge(seen.inference);
            schema.changed = true;
        }
    }
    const bool newStream = std::ranges::any_of(
        batch.observations, [&](const auto& seen) { return statsOf(*seen.stream).firstOffset < 0; });
    if (newStream) {
        for (const Record& record : batch.input.records) {
            feed::StreamStats& stats = statsOf(*record.stream);
            if (stats.firstOffset < 0) stats.firstOffset = record.offset;
        }
    }
    for (const StreamProgress& progress : batch.input.progress) {
        feed::StreamStats& stats = statsOf(*progress.stream);
        stats.nextOffset = progress.nextOffset;
        if (progress.endOffset >= 0) stats.endOffset = progress.endOffset;
    }
}

void Monitor::noteStored(std::uint64_t records, std::chrono::nanoseconds spent, std::uint64_t storeBytes) {
    const std::lock_guard lock(m_mutex);
    m_counters.stored += records;
    m_storeBytes = storeBytes;
    StepState& step = m_steps[indexOf(Step::Store)];
    step.in += records;
    step.busy += spent;
    step.latency.record(spent);
}

void Monitor::setStatus(feed::RunState state, std::string detail) {
    const std::lock_guard lock(m_mutex);
    m_status.state = state;
    m_status.detail = std::move(detail);
}

void Monitor::setSource(std::string description) {
    const std::lock_guard lock(m_mutex);
    m_status.source = std::move(description);
}

void Monitor::setProgress(double progress) {
    const std::lock_guard lock(m_mutex);
    m_status.progress = progress;
}

feed::RunStatus Monitor::status() const {
    const std::lock_guard lock(m_mutex);
    return m_status;
}

bool Monitor::frameDue() const {
    return std::chrono::steady_clock::now() - m_lastFrame >= kFrame;
}

void Monitor::sample(const PipelineBatch& batch) {
    const auto& records = batch.input.records;
    // From the end, the newest of each stream. A full batch comes from a source that is ahead of any screen,
    // so its first part is not looked at.
    std::vector<const Record*> newest;
    std::map<const Stream*, std::size_t> counts;
    std::size_t* count = nullptr;
    const Stream* stream = nullptr;
    const std::size_t looked = std::min(records.size(), kLookedAtPerBatch);
    for (auto it = records.rbegin(); it != records.rbegin() + static_cast<std::ptrdiff_t>(looked); ++it) {
        if (it->stream != stream) {
            stream = it->stream;
            count = &counts[stream];
        }
        if ((*count)++ < kSampledPerBatch) newest.push_back(&*it);
    }
    for (auto it = newest.rbegin(); it != newest.rend(); ++it) {
        auto& pending = m_records[(*it)->stream->topic];
        if (pending.size() < kSampledRecords) pending.push_back(preview(**it));
    }
    for (const DeadLetter& letter : batch.deadLetters) {
        if (m_deadLetters.size() >= kSampledRecords) break;
        m_deadLetters.push_back(
            {letter.step, letter.code, std::string(letter.detail), preview(records[letter.record])});
    }
}

feed::PipelineDelta Monitor::snapshot() {
    feed::PipelineDelta delta;
    delta.generation = m_generation;
    delta.uptimeSeconds = uptimeSeconds();
    delta.status = m_status;
    delta.counters = m_counters;
    delta.watermark = m_watermark;
    delta.arrival = m_arrival;
    delta.seriesCount = m_seriesCount;
    delta.storeBytes = m_storeBytes;
    delta.rssBytes = m_rssBytes;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const StepState& step = m_steps[i];
        feed::StepStats stats;
        stats.step = static_cast<Step>(i);
        stats.in = step.in;
        stats.rejected = step.rejected;
        stats.out = step.in - std::min(step.in, step.rejected);
        if (stats.step == Step::Automate) stats.out -= std::min(stats.out, m_counters.duplicates);
        stats.busySeconds = std::chrono::duration<double>(step.busy).count();
        stats.p50Seconds = std::chrono::duration<double>(step.latency.quantile(0.5)).count();
        stats.p99Seconds = std::chrono::duration<double>(step.latency.quantile(0.99)).count();
        stats.queueBytes = step.queue.bytes;
        stats.queueCapacity = step.queue.capacity;
        stats.queueBatches = step.queue.batches;
        delta.steps.push_back(stats);
    }
    for (const feed::StreamStats& stream : m_streams)
        if (!stream.topic.empty()) delta.streams.push_back(stream);
    for (const auto& [reject, count] : m_rejects)
        delta.deadLetterCounts.push_back({reject.first, reject.second, count});
    delta.transitions = std::exchange(m_transitions, {});
    delta.rulesReload = std::exchange(m_rulesReload, nullptr);
    delta.deadLetters = std::exchange(m_deadLetters, {});
    delta.records = std::exchange(m_records, {});
    return delta;
}

void Monitor::publish(const rules::RuleEngine& rules, Timestamp watermark, Timestamp arrival,
                      std::size_t seriesCount, std::vector<QueueLevel> queues) {
    const auto now = std::chrono::steady_clock::now();
    const bool slow = now - m_lastSlow >= kSlow;
    m_lastFrame = now;
    feed::PipelineDelta delta;
    {
        const std::lock_guard lock(m_mutex);
        m_watermark = watermark;
        m_arrival = arrival;
        m_seriesCount = seriesCount;
        for (const QueueLevel& level : queues)
            m_steps[indexOf(level.step)].queue = level;
        if (slow) m_rssBytes = residentBytes();
        delta = snapshot();
        if (m_alertsChanged || slow)
            delta.activeAlerts = std::make_shared<const std::vector<Alert>>(rules.activeAlerts());
        m_alertsChanged = false;
        if (slow) {
            m_lastSlow = now;
            delta.ruleHealth = std::make_shared<const std::vector<rules::RuleHealth>>(rules.health());
            for (auto& [topic, schema] : m_schemas) {
                if (!std::exchange(schema.changed, false)) continue;
                delta.schemas[topic] = std::make_shared<const schema::Inference>(schema.inference);
            }
        }
    }
    m_feed.publish(std::move(delta));
}

void Monitor::noteRulesReload(std::shared_ptr<const feed::RulesReload> reload) {
    const std::lock_guard lock(m_mutex);
    m_rulesReload = std::move(reload);
    m_lastSlow = {}; // the health of other rules is news
}

void Monitor::publishStatus() {
    feed::PipelineDelta delta;
    {
        const std::lock_guard lock(m_mutex);
        delta = snapshot();
    }
    m_feed.publish(std::move(delta));
}

feed::Counters Monitor::counters() const {
    const std::lock_guard lock(m_mutex);
    return m_counters;
}

double Monitor::uptimeSeconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

} // namespace eventflow::runtime
