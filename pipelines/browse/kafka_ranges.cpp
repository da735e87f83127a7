#include "pipelines/browse/kafka_ranges.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/kafka_record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace eventflow::browse {
namespace {

using std::chrono::milliseconds;

/// Messages taken out of the queue at a time.
constexpr std::size_t kChunk = 1000;
/// What asking for the ends of one partition may take, after its offset was out of range.
constexpr milliseconds kEndsTimeout{2000};

constexpr std::uint32_t kNoStream = ~0U;

NullableBytes bytesOf(const void* data, std::size_t size) {
    if (!data) return std::nullopt;
    return std::string_view(static_cast<const char*>(data), size);
}

std::span<const Header> headersOf(Arena& arena, const rd_kafka_message_t& message) {
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const std::size_t count = rd_kafka_header_cnt(headers);
    auto* target = reinterpret_cast<Header*>(arena.allocate(count * sizeof(Header), alignof(Header)));
    for (std::size_t i = 0; i < count; ++i) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        rd_kafka_header_get_all(headers, i, &name, &value, &size);
        new (target + i) Header{name, bytesOf(value, size)};
    }
    return {target, count};
}

} // namespace

KafkaRanges::KafkaRanges(const kafka::KafkaHandle& handle, const ScanPlan& plan, bool withHeaders)
    : m_handle(handle),
      m_plan(plan),
      m_withHeaders(withHeaders),
      m_queue(rd_kafka_queue_new(handle.get())),
      m_readings(plan.streams.size()) {
    for (const PlannedStream& stream : plan.streams)
        m_byName.emplace(std::pair(std::string_view(stream.stream.topic), stream.stream.partition),
                         stream.stream.index);
}

KafkaRanges::~KafkaRanges() {
    for (std::uint32_t stream = 0; stream < m_readings.size(); ++stream)
        stop(stream);
}

rd_kafka_topic_t* KafkaRanges::topic(const std::string& name) {
    kafka::TopicPtr& known = m_topics[name];
    if (!known) known.reset(rd_kafka_topic_new(m_handle.get(), name.c_str(), nullptr));
    return known.get();
}

Status KafkaRanges::start(std::uint32_t stream, OffsetRange range) {
    Reading& reading = m_readings[stream];
    stop(stream);
    reading.range = range;
    reading.next = range.from;
    if (range.empty()) {
        m_emptyRanges.push_back(stream);
        return {};
    }
    const Stream& place = m_plan.streams[stream].stream;
    reading.topic = topic(place.topic);
    if (!reading.topic ||
        rd_kafka_consume_start_queue(reading.topic, place.partition, range.from, m_queue.get()) != 0)
        return kafka::toError(rd_kafka_last_error(),
                              place.topic + '[' + std::to_string(place.partition) + ']');
    reading.active = true;
    return {};
}

void KafkaRanges::stop(std::uint32_t stream) {
    Reading& reading = m_readings[stream];
    std::erase(m_emptyRanges, stream);
    if (!std::exchange(reading.active, false)) return;
    dropMessages(stream);
    rd_kafka_consume_stop(reading.topic, m_plan.streams[stream].stream.partition);
}

Status KafkaRanges::poll(RangeSink& sink, milliseconds wait) {
    rd_kafka_poll(m_handle.get(), 0); // errors and logs come on another queue than messages
    const std::vector<std::uint32_t> empty = std::exchange(m_emptyRanges, {});
    for (const std::uint32_t stream : empty)
        sink.onRangeEnd(stream, m_readings[stream].range.from);
    if (!empty.empty()) return {};

    using Clock = std::chrono::steady_clock;
    if (m_nextMessage == m_messages.size()) {
        m_messages.clear();
        m_nextMessage = 0;
        // The batch call waits for a full batch when given a time-out; without one it takes what is there.
        kafka::MessagePtr first(rd_kafka_consume_queue(m_queue.get(), static_cast<int>(wait.count())));
        if (!first) return {};
        m_messages.push_back(std::move(first));
    }
    const auto until = Clock::now() + kPollSlice;
    while (m_nextMessage < m_messages.size() || fetchMessages()) {
        const kafka::MessagePtr message = std::move(m_messages[m_nextMessage++]);
        if (!message) continue;
        if (Status status = take(sink, *message); !status) return status;
        if (m_nextMessage % kRecordsPerLook != 0) continue;
        m_headers.clear();
        if (Clock::now() >= until) break;
    }
    m_headers.clear();
    return {};
}

bool KafkaRanges::fetchMessages() {
    m_messages.clear();
    m_nextMessage = 0;
    std::array<rd_kafka_message_t*, kChunk> raw{};
    const ssize_t got = rd_kafka_consume_batch_queue(m_queue.get(), 0, raw.data(), raw.size());
    for (rd_kafka_message_t* message :
         std::span(raw.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))))
        m_messages.emplace_back(message);
    return !m_messages.empty();
}

/// What was taken of a range that is read no more: the stream's next one may be another.
void KafkaRanges::dropMessages(std::uint32_t stream) {
    for (std::size_t i = m_nextMessage; i < m_messages.size(); ++i)
        if (m_messages[i] && streamOf(*m_messages[i]) == stream) m_messages[i].reset();
}

std::uint32_t KafkaRanges::streamOf(const rd_kafka_message_t& message) {
    if (message.rkt == m_lastTopic && message.partition == m_lastPartition) return m_lastStream;
    if (!message.rkt) return kNoStream;
    const auto found =
        m_byName.find(std::pair(std::string_view(rd_kafka_topic_name(message.rkt)), message.partition));
    if (found == m_byName.end()) return kNoStream;
    m_lastTopic = message.rkt;
    m_lastPartition = message.partition;
    m_lastStream = found->second;
    return m_lastStream;
}

Record KafkaRanges::recordOf(const rd_kafka_message_t& message, std::uint32_t stream) {
    Record record;
    record.stream = &m_plan.streams[stream].stream;
    record.offset = message.offset;
    kafka::setTimestamp(record, message);
    record.key = bytesOf(message.key, message.key_len);
    record.value = bytesOf(message.payload, message.len);
    if (m_withHeaders) record.headers = headersOf(m_headers, message);
    return record;
}

Status KafkaRanges::take(RangeSink& sink, const rd_kafka_message_t& message) {
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return takeError(sink, message);
    const std::uint32_t stream = streamOf(message);
    if (stream == kNoStream || !m_readings[stream].active) return {};
    Reading& reading = m_readings[stream];
    if (message.offset < reading.next) return {};
    if (message.offset >= reading.range.to) {
        finish(sink, stream, reading.range.to);
        return {};
    }
    reading.next = message.offset + 1;
    sink.onRecord(stream, recordOf(message, stream));
    // The sink may have stopped the range.
    if (reading.active && reading.next >= reading.range.to) finish(sink, stream, reading.range.to);
    return {};
}

Status KafkaRanges::takeError(RangeSink& sink, const rd_kafka_message_t& message) {
    const std::uint32_t stream = streamOf(message);
    const bool active = stream != kNoStream && m_readings[stream].active;
    const char* detail = rd_kafka_message_errstr(&message);
    switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        if (!active || message.offset < m_readings[stream].next) return {};
        if (m_readings[stream].range.to == kNoEnd)
            sink.onCaughtUp(stream);
        else
            finish(sink, stream, std::min(message.offset, m_readings[stream].range.to));
        return {};
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        return active ? restart(sink, stream) : Status();
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR__FATAL:
        return kafka::toError(message.err, message.rkt ? rd_kafka_topic_name(message.rkt) : "client", detail);
    default:
        // Everything else, the client tries again by itself.
        m_handle.events().addError(
            kafka::toError(message.err, message.rkt ? rd_kafka_topic_name(message.rkt) : "client", detail));
        return {};
    }
}

/// The broker does not have the next offset: records were deleted, or the log was cut.
Status KafkaRanges::restart(RangeSink& sink, std::uint32_t stream) {
    Reading& reading = m_readings[stream];
    const Stream& place = m_plan.streams[stream].stream;
    const auto list = kafka::makePartitionList(1);
    rd_kafka_topic_partition_list_add(list.get(), place.topic.c_str(), place.partition);
    const auto ask = [&](kafka::OffsetEnd end) -> Result<std::int64_t> {
        const Status status = kafka::queryOffsets(m_handle, *list, end, kEndsTimeout);
        if (!status) return status.error();
        return list->elems[0].offset;
    };
    const auto lowest = ask(kafka::OffsetEnd::Low);
    if (!lowest) return lowest.error();
    const std::int64_t low = *lowest;
    const OffsetRange range = reading.range;
    const std::int64_t from = reading.next;
    if (low <= from && range.to != kNoEnd) {
        // The log ends before the offset: what was there has been cut off.
        sink.onLost(stream, {from, range.to});
        finish(sink, stream, from);
        return {};
    }
    if (low <= from) {
        const auto highest = ask(kafka::OffsetEnd::High);
        if (!highest) return highest.error();
        sink.onLost(stream, {std::min(*highest, from), from});
        return start(stream, {*highest, kNoEnd});
    }
    sink.onLost(stream, {from, std::min(low, range.to)});
    if (low >= range.to) {
        finish(sink, stream, range.to);
        return {};
    }
    return start(stream, {low, range.to});
}

void KafkaRanges::finish(RangeSink& sink, std::uint32_t stream, std::int64_t reached) {
    stop(stream);
    sink.onRangeEnd(stream, reached);
}

} // namespace eventflow::browse
