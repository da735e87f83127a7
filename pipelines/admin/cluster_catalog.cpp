#include "pipelines/admin/cluster_catalog.h"

#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/metadata.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace eventflow::admin {
namespace {

using MetadataPtr =
    std::unique_ptr<const struct rd_kafka_metadata, kafka::Release<rd_kafka_metadata_destroy>>;

/// The cluster's identity came with the metadata, so that this wait is only for the library's own lock.
constexpr int kIdentityWaitMs = 100;

std::uint16_t narrow(int count) {
    return static_cast<std::uint16_t>(std::clamp<int>(count, 0, std::numeric_limits<std::uint16_t>::max()));
}

void addTopic(ClusterCatalog& catalog, const rd_kafka_metadata_topic& topic) {
    TopicEntry& entry = catalog.topics.emplace_back();
    entry.name = topic.topic;
    entry.internal = isInternalTopic(entry.name);
    if (topic.err != RD_KAFKA_RESP_ERR_NO_ERROR) entry.error = kafka::toError(topic.err, entry.name).detail;
    entry.firstPartition = static_cast<std::uint32_t>(catalog.partitions.size());
    const std::span partitions(topic.partitions, static_cast<std::size_t>(std::max(topic.partition_cnt, 0)));
    entry.partitionCount = static_cast<std::uint32_t>(partitions.size());
    entry.replicas = partitions.empty() ? std::uint16_t{0} : std::numeric_limits<std::uint16_t>::max();
    for (const auto& partition : partitions) {
        const PartitionState state{partition.id, partition.leader, narrow(partition.replica_cnt),
                                   narrow(partition.isr_cnt)};
        if (state.leader < 0) ++entry.withoutLeader;
        if (state.inSync < state.replicas) ++entry.shortOfReplicas;
        entry.replicas = std::min(entry.replicas, state.replicas);
        catalog.partitions.push_back(state);
    }
    const auto first = catalog.partitions.end() - static_cast<std::ptrdiff_t>(entry.partitionCount);
    std::sort(first, catalog.partitions.end(),
              [](const PartitionState& a, const PartitionState& b) { return a.id < b.id; });
}

void addIdentity(ClusterCatalog& catalog, rd_kafka_t* client) {
    catalog.controller = rd_kafka_controllerid(client, kIdentityWaitMs);
    char* id = rd_kafka_clusterid(client, kIdentityWaitMs);
    if (!id) return;
    catalog.clusterId = id;
    rd_kafka_mem_free(client, id);
}

} // namespace

Result<ClusterCatalog> fetchCatalog(const AdminClient& client) {
    const struct rd_kafka_metadata* raw = nullptr;
    const auto error =
        rd_kafka_metadata(client.get(), 1, nullptr, &raw, static_cast<int>(client.timeout().count()));
    const MetadataPtr metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
        return client.explained(kafka::toError(error, client.access().label() + ": metadata"));
    ClusterCatalog catalog;
    for (const auto& broker : std::span(metadata->brokers, static_cast<std::size_t>(metadata->broker_cnt)))
        catalog.brokers.push_back({broker.id, broker.host, broker.port});
    const std::span topics(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt));
    std::size_t partitions = 0;
    for (const auto& topic : topics)
        partitions += static_cast<std::size_t>(std::max(topic.partition_cnt, 0));
    catalog.topics.reserve(topics.size());
    catalog.partitions.reserve(partitions);
    for (const auto& topic : topics)
        addTopic(catalog, topic);
    std::sort(catalog.brokers.begin(), catalog.brokers.end(),
              [](const Broker& a, const Broker& b) { return a.id < b.id; });
    std::sort(catalog.topics.begin(), catalog.topics.end(),
              [](const TopicEntry& a, const TopicEntry& b) { return a.name < b.name; });
    addIdentity(catalog, client.get());
    return catalog;
}

} // namespace eventflow::admin
