#include "pipelines/kafka/kafka_source.h"

#include "pipelines/kafka/assignment.h"
#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/kafka_record.h"
#include "pipelines/kafka/source_health.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <span>
#include <utility>

namespace eventflow::kafka {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxBatchRecords = 2000;
constexpr std::size_t kMaxBatchBytes = 1024 * 1024;
/// Messages taken at a time: what a sudden jump in message size can exceed kMaxBatchBytes by.
constexpr std::size_t kChunk = 256;
/// How long a wait goes on without looking at the stop request.
constexpr milliseconds kSlice{100};
/// How often to look, at least, for a topic that is not there yet.
constexpr milliseconds kMissingInterval{2000};
/// What one attempt to reach a lost cluster may take, so that a stop request is seen soon.
constexpr milliseconds kProbeTimeout{500};
/// How often to ask while errors come and data does not: one broker of many may be down for long.
constexpr milliseconds kProbeInterval{500};
/// For how long a response that was too large is told: the client asks for it again every few seconds.
constexpr std::chrono::seconds kBlockedFor{30};

Timestamp wallClock() {
    return std::chrono::time_point_cast<Timestamp::duration>(std::chrono::system_clock::now());
}

std::string sortedServers(const std::string& list) {
    std::set<std::string> servers;
    for (std::size_t from = 0; from < list.size();) {
        const std::size_t to = std::min(list.find(',', from), list.size());
        std::string server = list.substr(from, to - from);
        std::erase(server, ' ');
        if (!server.empty()) servers.insert(std::move(server));
        from = to + 1;
    }
    std::string text;
    for (const std::string& server : servers)
        text += (text.empty() ? "" : ",") + server;
    return text;
}

class KafkaSource final : public collect::Source {
public:
    explicit KafkaSource(KafkaSourceOptions options)
        : m_options(std::move(options)),
          m_id("kafka:" + sortedServers(m_options.access.bootstrapServers)),
          m_notes(m_options.access.label()) {}

    [[nodiscard]] std::string describe() const override { return m_notes.line(wallClock()); }
    [[nodiscard]] std::string id() const override { return m_id; }
    [[nodiscard]] bool bounded() const override { return m_options.stopAtEnd; }
    [[nodiscard]] double progress() const override;

    Status open(const collect::Positions& resumeFrom) override;
    Result<collect::ReadOutcome> read(RecordBatch& out, milliseconds wait, std::stop_token stop) override;
    void pause() override {
        if (m_assignment) m_assignment->pause();
    }
    void resume() override {
        if (m_assignment) m_assignment->resume();
        if (m_health) m_health->rest();
    }
    void tend() override;

private:
    Status establish(milliseconds timeout);
    void lookForNewPartitions();
    Status heal();
    void noteOversized();
    void disconnected(Error why);
    void planDiscovery(bool soon);
    Status waitForFirst(RecordBatch& out, milliseconds wait, const std::stop_token& stop);
    Status takePrefetched(RecordBatch& out);
    Status take(RecordBatch& out, const rd_kafka_message_t& message);
    Status takeError(const rd_kafka_message_t& message);
    Partition* partitionOf(const rd_kafka_message_t& message);
    void reached(Partition& partition, std::int64_t offset);
    void noteJump(Partition& partition, std::int64_t offset);
    Status settle(RecordBatch& out);
    void appendProgress(RecordBatch& out, Partition& partition);
    [[nodiscard]] std::optional<Error> connectionLost();
    void connected();

    const KafkaSourceOptions m_options;
    const std::string m_id;
    SourceNotes m_notes;
    // Destroyed from the last to the first: everything got from the client before the client.
    std::optional<KafkaHandle> m_handle;
    QueuePtr m_queue;
    std::optional<Assignment> m_assignment;
    std::optional<SourceHealth> m_health;
    std::uint64_t m_oversizedSeen = 0;
    std::uint64_t m_unknownSeen = 0;
    Timestamp m_lostSince = kNoTime;
    Clock::time_point m_nextDiscovery{};
    Clock::time_point m_nextProbe{};
    std::optional<Error> m_lost;          ///< why no broker can be reached now
    Partition* m_lastPartition = nullptr; ///< messages come in runs of one partition
    const rd_kafka_topic_t* m_lastTopic = nullptr;
    std::size_t m_meanBytes = 1024; ///< of a record, of late
    std::size_t m_unfinished = 0;   ///< partitions of a bounded read
    std::atomic<std::int64_t> m_offsetsDone = 0;
    std::atomic<std::int64_t> m_offsetsTotal = 0;
};

double KafkaSource::progress() const {
    if (!m_options.stopAtEnd) return -1;
    const auto total = static_cast<double>(m_offsetsTotal.load(std::memory_order_relaxed));
    const auto done = static_cast<double>(m_offsetsDone.load(std::memory_order_relaxed));
    return total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0;
}

Status KafkaSource::open(const collect::Positions& resumeFrom) {
    const auto interval = m_options.healthInterval * (m_options.topics.empty() ? 2 : 1);
    const auto takeStatistics = [this](std::string_view json) {
        if (m_health) m_health->take(json);
    };
    auto handle = openReader(m_options.access, m_options.events, {takeStatistics, interval});
    if (!handle) return handle.error();
    m_handle.emplace(std::move(*handle));
    m_queue.reset(rd_kafka_queue_new(m_handle->get()));
    m_assignment.emplace(m_options, *m_handle, *m_queue, m_notes, resumeFrom);
    m_health.emplace(*m_handle, *m_assignment, m_notes, m_options.stallTimeout);

    Status status = establish(m_options.connectTimeout);
    const bool comesBack = !status && status.error().code == ErrorCode::Unavailable && !m_options.stopAtEnd;
    return comesBack ? Status() : status;
}

/// Connects for the first time and starts reading.
Status KafkaSource::establish(milliseconds timeout) {
    const Status status = m_assignment->discover(timeout);
    if (!status) {
        // Serves callbacks: the reason of the failure, mostly.
        rd_kafka_poll(m_handle->get(), 0);
        disconnected(withCause(*m_handle, status.error()));
        return *m_lost;
    }
    connected();
    planDiscovery(m_assignment->incomplete());
    for (const Partition& partition : m_assignment->partitions()) {
        if (partition.finished || partition.target == Partition::kUnknown) continue;
        ++m_unfinished;
        m_offsetsTotal += partition.target - partition.startOffset;
    }
    return {};
}

/// Failing to is no matter: data or the lack of it tells about the connection.
void KafkaSource::lookForNewPartitions() {
    if (m_options.stopAtEnd || Clock::now() < m_nextDiscovery) return;
    const Status status = m_assignment->discover(kProbeTimeout);
    planDiscovery(m_assignment->incomplete() || !status);
}

/// What the statistics of the last interval call for.
Status KafkaSource::heal() {
    noteOversized();
    const std::uint64_t unknown = m_handle->events().unknownTopics();
    if (std::exchange(m_unknownSeen, unknown) != unknown) {
        m_assignment->suspectDeletion();
        m_nextDiscovery = {};
    }
    const SourceHealth::Advice advice = m_health->check();
    // The client follows a leader only when it hears of the move, from a refused request or from new
    // metadata.
    if (advice.refreshMetadata) m_nextDiscovery = {};
    return m_assignment->restart(advice.restart);
}

/// Statistics wait in memory until somebody polls: half a megabyte each with a thousand partitions.
void KafkaSource::tend() {
    if (!m_assignment || !m_assignment->established()) return;
    rd_kafka_poll(m_handle->get(), 0);
    if (m_health->check().refreshMetadata) m_nextDiscovery = {};
}

void KafkaSource::noteOversized() {
    const std::uint64_t count = m_handle->events().oversizedResponses();
    if (std::exchange(m_oversizedSeen, count) == count) return;
    m_notes.setBlocked(
        "a broker's response is larger than receive.message.max.bytes, and what it holds cannot "
        "be read; raise this property of the connection above the largest message",
        wallClock() + kBlockedFor);
}

void KafkaSource::planDiscovery(bool soon) {
    const auto interval =
        soon ? std::min(kMissingInterval, m_options.metadataInterval) : m_options.metadataInterval;
    m_nextDiscovery = Clock::now() + interval;
}

Result<collect::ReadOutcome> KafkaSource::read(RecordBatch& out, milliseconds wait, std::stop_token stop) {
    if (!m_assignment) return Error{ErrorCode::Internal, "read() before open()"};
    if (!m_assignment->established())
        if (Status status = establish(std::max(wait, kProbeTimeout)); !status) return status.error();
    if (Status status = heal(); !status) return status.error();
    lookForNewPartitions();

    m_lastPartition = nullptr;
    Status status =
        waitForFirst(out, m_unfinished == 0 && m_options.stopAtEnd ? milliseconds(0) : wait, stop);
    if (status) status = takePrefetched(out);
    if (status) status = settle(out);
    if (!status) return status.error();
    if (m_options.stopAtEnd && m_unfinished == 0) {
        out.endOfInput = true;
        return collect::ReadOutcome::End;
    }
    if (!out.records.empty() || !out.progress.empty()) {
        connected();
        return collect::ReadOutcome::Batch;
    }
    if (auto lost = connectionLost()) return std::move(*lost);
    return collect::ReadOutcome::Idle;
}

Status KafkaSource::waitForFirst(RecordBatch& out, milliseconds wait, const std::stop_token& stop) {
    const auto deadline = Clock::now() + wait;
    for (auto left = wait;; left = std::chrono::ceil<milliseconds>(deadline - Clock::now())) {
        const auto slice = std::clamp(left, milliseconds(0), kSlice);
        rd_kafka_poll(m_handle->get(), 0); // errors and logs come on another queue than messages
        const MessagePtr message(rd_kafka_consume_queue(m_queue.get(), static_cast<int>(slice.count())));
        if (message) return take(out, *message);
        if (left <= slice || stop.stop_requested()) return {};
    }
}

/// The batch call waits for a full batch when given a time-out; without one it takes what is there.
Status KafkaSource::takePrefetched(RecordBatch& out) {
    std::array<rd_kafka_message_t*, kChunk> messages{};
    while (out.records.size() < kMaxBatchRecords && out.bytes < kMaxBatchBytes) {
        const std::size_t byBytes = (kMaxBatchBytes - out.bytes) / std::max<std::size_t>(m_meanBytes, 1) + 1;
        const std::size_t wanted = std::min({kChunk, kMaxBatchRecords - out.records.size(), byBytes});
        const std::size_t bytesBefore = out.bytes;
        const ssize_t got = rd_kafka_consume_batch_queue(m_queue.get(), 0, messages.data(), wanted);
        if (got <= 0) return {};
        Status status;
        for (rd_kafka_message_t* raw : std::span(messages.data(), static_cast<std::size_t>(got))) {
            const MessagePtr message(raw);
            if (status) status = take(out, *message);
        }
        if (!status) return status;
        m_meanBytes = (m_meanBytes + (out.bytes - bytesBefore) / static_cast<std::size_t>(got)) / 2;
    }
    return {};
}

Status KafkaSource::take(RecordBatch& out, const rd_kafka_message_t& message) {
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return takeError(message);
    Partition* partition = partitionOf(message);
    if (!partition) return {};
    if (partition->lostFrom != Partition::kUnknown) noteJump(*partition, message.offset);
    // What was fetched before a pause comes again after it.
    if (message.offset < partition->nextOffset || partition->mustReset || partition->deleted) return {};
    const bool wanted = partition->target == Partition::kUnknown || message.offset < partition->target;
    if (wanted) appendRecord(out, partition->stream, message);
    partition->caughtUp = false;
    reached(*partition, message.offset + 1);
    return {};
}

Status KafkaSource::takeError(const rd_kafka_message_t& message) {
    Partition* partition = message.rkt ? partitionOf(message) : nullptr;
    const char* detail = rd_kafka_message_errstr(&message);
    switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        if (!partition || partition->deleted) return {};
        if (partition->lostFrom != Partition::kUnknown) noteJump(*partition, message.offset);
        partition->caughtUp = true;
        reached(*partition, std::max(message.offset, partition->nextOffset));
        return {};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        if (!partition || partition->finished) return {};
        partition->mustReset = true;
        m_assignment->partitions().touch(*partition);
        return {};
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: {
        const Error error = toError(message.err, partition ? partition->stream.topic : "topic", detail);
        if (!m_options.topics.empty()) return error;
        m_notes.addProblem(error.detail);
        return {};
    }
    case RD_KAFKA_RESP_ERR__FATAL:
        return toError(message.err, m_options.access.bootstrapServers, detail);
    default:
        // Everything else, the client tries again by itself.
        m_handle->events().addError(
            toError(message.err, partition ? partition->stream.topic : "client", detail));
        return {};
    }
}

Partition* KafkaSource::partitionOf(const rd_kafka_message_t& message) {
    const bool same = m_lastPartition && m_lastTopic == message.rkt &&
                      m_lastPartition->stream.partition == message.partition;
    if (same) return m_lastPartition;
    m_lastTopic = message.rkt;
    m_lastPartition = m_assignment->partitions().find(rd_kafka_topic_name(message.rkt), message.partition);
    return m_lastPartition;
}

/// Everything below `offset` is delivered.
void KafkaSource::reached(Partition& partition, std::int64_t offset) {
    if (partition.target != Partition::kUnknown) {
        offset = std::min(offset, std::max(partition.target, partition.nextOffset));
        if (partition.nextOffset != Partition::kUnknown)
            m_offsetsDone.fetch_add(offset - partition.nextOffset, std::memory_order_relaxed);
    }
    partition.nextOffset = offset;
    m_assignment->partitions().touch(partition);
}

void KafkaSource::noteJump(Partition& partition, std::int64_t offset) {
    const std::int64_t from = std::exchange(partition.lostFrom, Partition::kUnknown);
    partition.nextOffset = offset;
    if (offset > from)
        m_notes.addGap(partition.stream.topic, partition.stream.partition, from, offset);
    else
        m_notes.addRewind(partition.stream.topic, partition.stream.partition, from, offset);
}

/// After the messages of a batch: says how far each stream is, and changes the assignment where they ask for
/// it.
Status KafkaSource::settle(RecordBatch& out) {
    std::vector<Partition*> lost;
    std::vector<Partition*> finished;
    for (Partition* partition : m_assignment->partitions().takeTouched()) {
        partition->touched = false;
        if (partition->mustReset)
            lost.push_back(partition);
        else
            appendProgress(out, *partition);
        const bool atTarget = partition->target != Partition::kUnknown &&
                              partition->nextOffset >= partition->target && !partition->mustReset;
        if (!atTarget || std::exchange(partition->finished, true)) continue;
        finished.push_back(partition);
        --m_unfinished;
    }
    if (Status status = m_assignment->restartLost(lost); !status) return status;
    return m_assignment->release(finished);
}

void KafkaSource::appendProgress(RecordBatch& out, Partition& partition) {
    StreamProgress progress{&partition.stream, partition.nextOffset, partition.target, partition.caughtUp};
    std::int64_t low = -1;
    std::int64_t high = -1;
    // From the cache that every fetch refreshes; no request is made.
    const auto known = rd_kafka_get_watermark_offsets(m_handle->get(), partition.stream.topic.c_str(),
                                                      partition.stream.partition, &low, &high);
    if (known == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0)
        progress.endOffset = std::max(high, partition.nextOffset);
    out.progress.push_back(progress);
}

/// librdkafka tells of errors, and nothing when a broker is back but has no news: so ask.
std::optional<Error> KafkaSource::connectionLost() {
    if (!m_handle->events().inDoubt() || Clock::now() < m_nextProbe) return m_lost;
    m_nextProbe = Clock::now() + kProbeInterval;
    const Status status = m_assignment->discover(kProbeTimeout);
    if (status || status.error().code != ErrorCode::Unavailable) {
        connected();
        return std::nullopt;
    }
    const Error cause = withCause(*m_handle, status.error());
    disconnected(cause);
    // A login that is refused now may be accepted later: of what was connected once, it ends nothing.
    m_lost = Error{ErrorCode::Unavailable, "connection lost, trying again: " + cause.detail}.at(
        m_options.access.bootstrapServers);
    return m_lost;
}

void KafkaSource::disconnected(Error why) {
    if (!m_lost) m_lostSince = wallClock();
    m_notes.setDisconnected(&why, m_lostSince);
    m_lost = std::move(why).at(m_options.access.bootstrapServers);
}

void KafkaSource::connected() {
    m_handle->events().markConnected();
    if (!std::exchange(m_lost, std::nullopt)) return;
    m_notes.setDisconnected(nullptr);
}

} // namespace

std::unique_ptr<collect::Source> makeKafkaSource(KafkaSourceOptions options) {
    return std::make_unique<KafkaSource>(std::move(options));
}

} // namespace eventflow::kafka
