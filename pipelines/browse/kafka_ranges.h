#pragma once

#include "core/base/arena.h"
#include "pipelines/browse/range_source.h"
#include "pipelines/browse/scan_plan.h"
#include "pipelines/kafka/kafka_handle.h"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::browse {

/// Reads ranges of a plan's streams with librdkafka's simple consumer. A range ends at its last offset, at
/// the first record behind it, or at the end of the partition as the broker tells it, whichever comes first.
/// Thread: confined. Lifetime: handle and plan outlive it.
class KafkaRanges final : public RangeSource {
public:
    /// Records after which poll() looks at the clock.
    static constexpr std::size_t kRecordsPerLook = 16;

    KafkaRanges(const kafka::KafkaHandle& handle, const ScanPlan& plan, bool withHeaders = true);
    ~KafkaRanges() override;

    Status start(std::uint32_t stream, OffsetRange range) override;
    void stop(std::uint32_t stream) override;
    Status poll(RangeSink& sink, std::chrono::milliseconds wait) override;

private:
    struct Reading {
        OffsetRange range;
        std::int64_t next = 0; ///< everything below was delivered or is not there
        rd_kafka_topic_t* topic = nullptr;
        bool active = false;
    };

    [[nodiscard]] rd_kafka_topic_t* topic(const std::string& name);
    [[nodiscard]] bool fetchMessages();
    void dropMessages(std::uint32_t stream);
    [[nodiscard]] std::uint32_t streamOf(const rd_kafka_message_t& message);
    Status take(RangeSink& sink, const rd_kafka_message_t& message);
    Status takeError(RangeSink& sink, const rd_kafka_message_t& message);
    Status restart(RangeSink& sink, std::uint32_t stream);
    void finish(RangeSink& sink, std::uint32_t stream, std::int64_t reached);
    [[nodiscard]] Record recordOf(const rd_kafka_message_t& message, std::uint32_t stream);

    const kafka::KafkaHandle& m_handle;
    const ScanPlan& m_plan;
    const bool m_withHeaders;
    std::map<std::string, kafka::TopicPtr> m_topics;
    kafka::QueuePtr m_queue;
    std::vector<Reading> m_readings;                                             ///< by stream
    std::map<std::pair<std::string_view, std::int32_t>, std::uint32_t> m_byName; ///< names are the plan's
    std::vector<std::uint32_t> m_emptyRanges;  ///< to be ended by the next poll()
    std::vector<kafka::MessagePtr> m_messages; ///< taken from the queue; from m_nextMessage on not delivered
    std::size_t m_nextMessage = 0;
    Arena m_headers; ///< of the messages of one poll()
    // Messages come in runs of one partition.
    const rd_kafka_topic_t* m_lastTopic = nullptr;
    std::int32_t m_lastPartition = -1;
    std::uint32_t m_lastStream = 0;
};

} // namespace eventflow::browse
