#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

struct PartitionInfo {
    std::int32_t id = 0;
    std::int32_t leader = -1; ///< broker id; -1: none now
    std::vector<std::int32_t> replicas;
    std::vector<std::int32_t> isr;
    /// First offset that is still there, and one past the last; -1 where no leader answered in time.
    /// `high - low` is a span of offsets, not a number of records: compaction and transactions leave gaps.
    std::int64_t low = -1;
    std::int64_t high = -1;
};

struct TopicInfo {
    std::string name;
    bool internal = false;
    std::vector<PartitionInfo> partitions; ///< by id

    std::string error;   ///< why the cluster will not describe it; empty: fine
    bool denied = false; ///< `error` is a right that the login lacks
};

/// The cluster's own book-keeping (`__consumer_offsets`), and that of the tools around it (`_schemas`,
/// `_confluent…`). The protocol version librdkafka 2.0 speaks does not say; the name does.
bool isInternalTopic(std::string_view name);

} // namespace eventflow::admin
