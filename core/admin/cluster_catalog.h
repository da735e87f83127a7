#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

struct Broker {
    std::int32_t id = 0;
    std::string host;
    int port = 0;
};

/// What the list of topics needs to know of a partition. 50,000 of them are 600 kB.
struct PartitionState {
    std::int32_t id = 0;
    std::int32_t leader = -1; ///< -1: none now
    std::uint16_t replicas = 0;
    std::uint16_t inSync = 0;
};
static_assert(sizeof(PartitionState) == 12);

struct TopicEntry {
    std::string name;
    std::string error;                ///< why the cluster will not describe it; empty: fine
    std::uint32_t firstPartition = 0; ///< into ClusterCatalog::partitions
    std::uint32_t partitionCount = 0;
    std::uint32_t withoutLeader = 0;   ///< partitions
    std::uint32_t shortOfReplicas = 0; ///< partitions with fewer replicas in sync than there are
    std::uint16_t replicas = 0;        ///< of the partition that has the fewest
    bool internal = false;
};

/// The cluster at one moment: brokers and every topic this login may see, without offsets and configurations,
/// which are asked for where they are shown. One Metadata request. Thread: a value; any.
struct ClusterCatalog {
    std::string clusterId;                  ///< empty: the cluster does not say
    std::int32_t controller = -1;           ///< broker id; -1 not known
    std::vector<Broker> brokers;            ///< by id
    std::vector<TopicEntry> topics;         ///< by name
    std::vector<PartitionState> partitions; ///< of each topic in turn, by id

    [[nodiscard]] std::span<const PartitionState> partitionsOf(const TopicEntry& topic) const {
        return std::span(partitions).subspan(topic.firstPartition, topic.partitionCount);
    }
    /// nullptr: not there, or hidden from this login.
    [[nodiscard]] const TopicEntry* find(std::string_view name) const;
};

} // namespace eventflow::admin
