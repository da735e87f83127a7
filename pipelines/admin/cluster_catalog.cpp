#include "pipelines/admin/cluster_catalog.h"

#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/metadata.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace eventflow::admin {
namespace {

using MetadataPtr =
    std::unique_ptr<const struct rd_kafka_metadata, kafka::Release<rd_kafka_metadata_destroy>>;

/// The cluster's identity came with the metadata, so that this wait is only for the library's own lock.
constexpr int kIdentityWaitMs = 100;
/// How long a stop may go unseen.
constexpr int kStepMs = 50;

using Clock = std::chrono::steady_clock;

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

/// The library cannot be called back from a request for metadata, so that nothing is asked for while nobody
/// is there to answer. False: stopped.
bool waitForCluster(const AdminClient& client, const std::stop_token& stop, Clock::time_point deadline) {
    const auto identify = [&](int waitMs) {
        const std::unique_ptr<char, void (*)(char*)> id(rd_kafka_clusterid(client.get(), waitMs),
                                                        [](char* text) { rd_kafka_mem_free(nullptr, text); });
        return id != nullptr;
    };
    if (identify(0)) return !stop.stop_requested();
    // Makes the client connect now; by itself it would within a second.
    const struct rd_kafka_metadata* raw = nullptr;
    rd_kafka_metadata(client.get(), 1, nullptr, &raw, 1);
    const MetadataPtr ignored(raw);
    while (!stop.stop_requested() && Clock::now() < deadline) {
        const auto begun = Clock::now();
        // Without an identity, but at once: the brokers are too old to have one.
        if (identify(kStepMs) || Clock::now() - begun < std::chrono::milliseconds(kStepMs / 2)) break;
    }
    return !stop.stop_requested();
}

Result<MetadataPtr> requestAll(const AdminClient& client, const std::stop_token& stop) {
    const auto deadline = Clock::now() + client.timeout();
    const std::string what = client.access().label() + ": metadata";
    if (!waitForCluster(client, stop, deadline)) return Error{ErrorCode::Cancelled, what + ": stopped"};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const struct rd_kafka_metadata* raw = nullptr;
    const auto error =
        rd_kafka_metadata(client.get(), 1, nullptr, &raw, static_cast<int>(std::max<std::int64_t>(left, 1)));
    MetadataPtr metadata(raw);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return client.explained(kafka::toError(error, what));
    return metadata;
}

void addIdentity(ClusterCatalog& catalog, rd_kafka_t* client) {
    catalog.controller = rd_kafka_controllerid(client, kIdentityWaitMs);
    char* id = rd_kafka_clusterid(client, kIdentityWaitMs);
    if (!id) return;
    catalog.clusterId = id;
    rd_kafka_mem_free(client, id);
}

} // namespace

Result<ClusterCatalog> fetchCatalog(const AdminClient& client, const std::stop_token& stop) {
    const auto answer = requestAll(client, stop);
    if (!answer) return answer.error();
    const struct rd_kafka_metadata& metadata = **answer;
    ClusterCatalog catalog;
    for (const auto& broker : std::span(metadata.brokers, static_cast<std::size_t>(metadata.broker_cnt)))
        catalog.brokers.push_back({broker.id, broker.host, broker.port});
    const std::span topics(metadata.topics, static_cast<std::size_t>(metadata.topic_cnt));
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
