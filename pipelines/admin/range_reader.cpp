#include "pipelines/admin/range_reader.h"

#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/kafka_record.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventflow::admin {
namespace {

constexpr std::size_t kMessagesAtOnce = 500;

kafka::ClusterAccess tuned(kafka::ClusterAccess access, bool smallFetches) {
    if (!smallFetches) return access;
    // A broker sends the first batch whatever its size, and no more of it than this.
    access.properties["max.partition.fetch.bytes"] = "65536";
    access.properties["queued.min.messages"] = "1";
    return access;
}

} // namespace

Result<std::unique_ptr<RangeReader>> RangeReader::open(const kafka::ClusterAccess& access,
                                                       const std::vector<OffsetRange>& ranges,
                                                       bool smallFetches) {
    auto handle = kafka::openReader(tuned(access, smallFetches));
    if (!handle) return handle.error();
    auto reader = std::unique_ptr<RangeReader>(new RangeReader(std::move(*handle)));
    if (Status status = reader->start(ranges); !status) return status.error();
    return reader;
}

RangeReader::~RangeReader() {
    for (State& state : m_states)
        if (!state.progress.finished) finish(state);
}

Status RangeReader::start(const std::vector<OffsetRange>& ranges) {
    m_queue.reset(rd_kafka_queue_new(m_handle.get()));
    for (const OffsetRange& range : ranges) {
        State& state = m_states.emplace_back();
        state.progress = {range, range.from, 0, range.from >= range.to, {}};
        state.stream = {range.partition.topic, range.partition.partition,
                        static_cast<std::uint32_t>(m_states.size() - 1)};
        const bool fresh =
            m_byName.emplace(std::pair(std::string_view(state.stream.topic), state.stream.partition), &state)
                .second;
        if (!fresh) {
            state.progress.finished = true;
            return Error{ErrorCode::InvalidArgument, toString(range.partition) + ": named twice"};
        }
        if (state.progress.finished) continue;
        auto& topic = m_topics[state.stream.topic];
        if (!topic) topic.reset(rd_kafka_topic_new(m_handle.get(), state.stream.topic.c_str(), nullptr));
        state.topic = topic.get();
        if (rd_kafka_consume_start_queue(state.topic, state.stream.partition, range.from, m_queue.get()) !=
            0) {
            state.progress.finished = true;
            return kafka::toError(rd_kafka_last_error(), toString(range.partition));
        }
        ++m_open;
    }
    return {};
}

void RangeReader::finish(State& state) {
    state.progress.finished = true;
    --m_open;
    rd_kafka_consume_stop(state.topic, state.stream.partition);
}

RangeReader::State* RangeReader::find(const rd_kafka_message_t& message) {
    if (!message.rkt) return nullptr;
    if (m_last && m_last->topic == message.rkt && m_last->stream.partition == message.partition)
        return m_last;
    const auto found = m_byName.find({rd_kafka_topic_name(message.rkt), message.partition});
    return m_last = found == m_byName.end() ? nullptr : found->second;
}

Status RangeReader::read(RecordBatch& out, std::size_t maxRecords, std::size_t maxBytes,
                         std::chrono::milliseconds timeout) {
    if (finished()) return {};
    // The first is waited for, the rest is what is there: a batch call with a wait would wait for a full
    // batch.
    int wait = static_cast<int>(timeout.count());
    Status status;
    for (std::size_t taken = 0; taken < maxRecords && out.bytes < maxBytes && !finished() && status;) {
        std::array<rd_kafka_message_t*, kMessagesAtOnce> messages{};
        const std::size_t room = taken == 0 ? 1 : std::min(messages.size(), maxRecords - taken);
        const auto count = rd_kafka_consume_batch_queue(m_queue.get(), wait, messages.data(), room);
        if (count <= 0) break;
        wait = 0;
        taken += static_cast<std::size_t>(count);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            const kafka::MessagePtr message(messages[i]);
            if (status) status = take(out, *message);
        }
    }
    rd_kafka_poll(m_handle.get(), 0);
    const auto cause = m_handle.events().lastError();
    if (status && out.records.empty() && cause && cause->code == ErrorCode::PermissionDenied) return *cause;
    return status;
}

Status RangeReader::take(RecordBatch& out, const rd_kafka_message_t& message) {
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return takeEvent(message);
    State* state = find(message);
    if (!state || state->progress.finished) return {};
    Progress& progress = state->progress;
    if (message.offset >= progress.range.to) {
        progress.next = progress.range.to;
        finish(*state);
        return {};
    }
    kafka::appendRecord(out, state->stream, message);
    progress.next = message.offset + 1;
    ++progress.records;
    const bool full = progress.range.maxRecords > 0 && progress.records >= progress.range.maxRecords;
    if (full || progress.next >= progress.range.to) finish(*state);
    return {};
}

Status RangeReader::takeEvent(const rd_kafka_message_t& message) {
    State* state = find(message);
    if (!state) return kafka::toError(message.err, "reading", rd_kafka_message_errstr(&message));
    if (state->progress.finished) return {};
    Progress& progress = state->progress;
    switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        // Above what a transaction holds back nothing can be read yet; control records have no message at
        // all.
        progress.next = std::max(progress.next, std::min(message.offset, progress.range.to));
        if (progress.next < progress.range.to)
            progress.error =
                Error{ErrorCode::Unavailable,
                      toString(progress.range.partition) + ": nothing readable from offset " +
                          std::to_string(progress.next) + " on; a transaction may be open there"};
        break;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        progress.error =
            Error{ErrorCode::NotFound, toString(progress.range.partition) + ": offset " +
                                           std::to_string(progress.next) + " is no longer there"};
        break;
    default:
        if (kafka::codeOf(message.err) == ErrorCode::Unavailable) return {};
        progress.error = kafka::toError(message.err, toString(progress.range.partition),
                                        rd_kafka_message_errstr(&message));
    }
    finish(*state);
    return {};
}

std::vector<RangeReader::Progress> RangeReader::progress() const {
    std::vector<Progress> out;
    for (const State& state : m_states)
        out.push_back(state.progress);
    return out;
}

} // namespace eventflow::admin
