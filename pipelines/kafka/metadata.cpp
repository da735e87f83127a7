#include "pipelines/kafka/metadata.h"

#include "pipelines/kafka/cluster_queries.h"

#include <algorithm>

namespace eventflow::kafka {
namespace {

using Clock = std::chrono::steady_clock;

/// Bounds the size of one request and of its answer.
constexpr std::size_t kPartitionsPerQuery = 5000;

struct Place {
    const std::string* topic;
    admin::PartitionInfo* partition;
};

void queryChunk(const KafkaHandle& handle, const std::vector<Place>& places, std::size_t from, std::size_t to,
                Clock::time_point deadline) {
    const auto list = makePartitionList(to - from);
    for (std::size_t i = from; i < to; ++i)
        rd_kafka_topic_partition_list_add(list.get(), places[i].topic->c_str(), places[i].partition->id);
    for (const OffsetEnd end : {OffsetEnd::Low, OffsetEnd::High}) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        // Watermarks are a bonus: topics are listed also when a leader does not answer.
        if (left.count() <= 0 || !queryOffsets(handle, *list, end, left)) return;
        for (std::size_t i = from; i < to; ++i) {
            admin::PartitionInfo& partition = *places[i].partition;
            (end == OffsetEnd::Low ? partition.low : partition.high) = list->elems[i - from].offset;
        }
    }
}

} // namespace

Result<std::vector<admin::TopicInfo>> listTopics(const ClusterAccess& access,
                                                 std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    auto handle = openReader(access);
    if (!handle) return handle.error();
    auto topics = fetchTopics(*handle, {}, timeout);
    if (!topics) {
        rd_kafka_poll(handle->get(), 0);
        return withCause(*handle, topics.error()).at(access.bootstrapServers);
    }

    std::vector<Place> places;
    for (admin::TopicInfo& topic : *topics)
        for (admin::PartitionInfo& partition : topic.partitions)
            if (partition.leader >= 0) places.push_back({&topic.name, &partition});
    for (std::size_t from = 0; from < places.size(); from += kPartitionsPerQuery)
        queryChunk(*handle, places, from, std::min(from + kPartitionsPerQuery, places.size()), deadline);
    return topics;
}

} // namespace eventflow::kafka
