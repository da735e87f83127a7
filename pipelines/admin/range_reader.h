#pragma once

#include "core/model/record.h"
#include "pipelines/admin/watermarks.h"
#include "pipelines/kafka/cluster_access.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::admin {

/// Offsets from `from` up to and without `to` of one partition.
struct OffsetRange {
    TopicPartition partition;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::size_t maxRecords = 0; ///< ends after so many; 0: no bound
};

/// Reads known ranges of partitions once, as bytes, with the simple consumer: no group, no commit. Each
/// partition may be in one range only. Thread: confined; opening and destroying it need some milliseconds for
/// each partition.
class RangeReader {
public:
    /// How one range went.
    struct Progress {
        OffsetRange range;
        std::int64_t next = 0; ///< everything before it was delivered or does not exist
        std::size_t records = 0;
        bool finished = false;
        std::optional<Error> error; ///< why it ended before `to`
    };

    /// `smallFetches`: for a few records of many partitions. Errors as of kafka::openReader.
    static Result<std::unique_ptr<RangeReader>>
    open(const kafka::ClusterAccess& access, const std::vector<OffsetRange>& ranges, bool smallFetches);
    RangeReader(const RangeReader&) = delete;
    RangeReader& operator=(const RangeReader&) = delete;
    ~RangeReader();

    /// Appends what came within `timeout`, at most `maxRecords` and about `maxBytes`; records of a range in
    /// offset order. Streams live as long as this reader. Unavailable when the cluster can't be reached: call
    /// again or give up.
    Status read(RecordBatch& out, std::size_t maxRecords, std::size_t maxBytes,
                std::chrono::milliseconds timeout);
    [[nodiscard]] bool finished() const { return m_open == 0; }
    /// By range, in the order given.
    [[nodiscard]] std::vector<Progress> progress() const;

private:
    struct State {
        Progress progress;
        Stream stream;
        rd_kafka_topic_t* topic = nullptr;
    };
    RangeReader(kafka::KafkaHandle handle) : m_handle(std::move(handle)) {}

    Status start(const std::vector<OffsetRange>& ranges);
    [[nodiscard]] State* find(const rd_kafka_message_t& message);
    Status take(RecordBatch& out, const rd_kafka_message_t& message);
    Status takeEvent(const rd_kafka_message_t& message);
    void finish(State& state);

    kafka::KafkaHandle m_handle;
    kafka::QueuePtr m_queue;
    std::map<std::string, kafka::TopicPtr, std::less<>> m_topics;
    std::deque<State> m_states;
    std::map<std::pair<std::string_view, std::int32_t>, State*> m_byName; ///< names are the states' own
    State* m_last = nullptr; ///< of the message before: the next one is most often of the same partition
    std::size_t m_open = 0;
};

} // namespace eventflow::admin
