#pragma once

#include "pipelines/collect/source.h"
#include "pipelines/kafka/kafka_handle.h"
#include "pipelines/kafka/kafka_source.h"
#include "pipelines/kafka/metadata.h"
#include "pipelines/kafka/partition_table.h"
#include "pipelines/kafka/source_notes.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::kafka {

/// Decides which partitions a source reads and from where, and tells librdkafka: finds topics, starts
/// fetching at explicit offsets, starts over where an offset is gone, lets go of what is finished, pauses and
/// resumes. It uses the simple consumer, which sends no group request at all: assign() looks for a group's
/// coordinator, and a young cluster then creates `__consumer_offsets` for it. Thread: confined to the source
/// thread, as is everything that moves librdkafka's partitions (2.0.2's batch call is not safe against these
/// from elsewhere).
class Assignment {
public:
    /// Messages go to `queue`; it is of the same handle and outlives this.
    Assignment(const KafkaSourceOptions& options, const KafkaHandle& handle, rd_kafka_queue_t& queue,
               SourceNotes& notes, collect::Positions resumeFrom)
        : m_options(options),
          m_handle(handle),
          m_queue(queue),
          m_notes(notes),
          m_resumeFrom(std::move(resumeFrom)) {}
    Assignment(const Assignment&) = delete;
    Assignment& operator=(const Assignment&) = delete;
    /// Stops every fetch.
    ~Assignment();

    /// Asks the cluster for topics and assigns what is new. Blocks for about `timeout` at most. Unavailable:
    /// nothing changed, call again. Of a bounded read the first success is final: what appears later is not
    /// part of it.
    Status discover(std::chrono::milliseconds timeout);
    /// discover() has succeeded at least once.
    [[nodiscard]] bool established() const { return m_established; }
    /// Something that was asked for is not there yet: a topic, or the leader of a partition.
    [[nodiscard]] bool incomplete() const { return !m_waiting.empty(); }

    [[nodiscard]] PartitionTable& partitions() { return m_partitions; }

    /// Starts at the earliest offset wherever Partition::mustReset says so.
    Status restartLost(const std::vector<Partition*>& partitions);
    /// The client has seen a topic refused as unknown: the next discover() decides.
    void suspectDeletion() { m_deletionSuspected = true; }
    /// Makes the client forget and fetch them again, from where they are.
    Status restart(const std::vector<Partition*>& partitions);
    /// Lets go of finished partitions, so that nothing more is fetched of them.
    Status release(const std::vector<Partition*>& partitions);
    void pause();
    void resume();
    [[nodiscard]] bool paused() const { return m_paused; }

private:
    [[nodiscard]] bool isWanted(const admin::TopicInfo& topic) const;
    Status checkMissing(const std::vector<admin::TopicInfo>& topics);
    Status followDeletions(const std::vector<admin::TopicInfo>& topics);
    Status startOver(Partition& partition);
    [[nodiscard]] std::vector<Partition> findNew(const std::vector<admin::TopicInfo>& topics);
    Status locate(std::vector<Partition>& found, std::chrono::milliseconds timeout);
    void startAt(Partition& partition, std::int64_t low, std::int64_t high) const;
    Status assignNew(const std::vector<Partition>& found);
    [[nodiscard]] rd_kafka_topic_t* topic(const std::string& name);
    Status startFetching(const Partition& partition, std::int64_t offset);
    Status stopFetching(const Partition& partition);
    PartitionListPtr activePartitions();

    const KafkaSourceOptions& m_options;
    const KafkaHandle& m_handle;
    rd_kafka_queue_t& m_queue;
    SourceNotes& m_notes;
    const collect::Positions m_resumeFrom;
    PartitionTable m_partitions;
    std::map<std::string, TopicPtr> m_topics; ///< of every partition
    std::vector<std::string> m_missing;       ///< topics, as `topic "orders"`
    std::vector<std::string> m_waiting;       ///< these, and partitions without a leader
    /// Partitions that were there at first, but could not be assigned then.
    std::set<std::pair<std::string, std::int32_t>> m_firstSeen;
    bool m_deletionSuspected = false;
    bool m_established = false;
    bool m_paused = false;
};

} // namespace eventflow::kafka
