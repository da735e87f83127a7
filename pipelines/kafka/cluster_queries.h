#pragma once

#include "pipelines/kafka/kafka_handle.h"
#include "pipelines/kafka/metadata.h"

#include <chrono>
#include <string>
#include <vector>

namespace eventflow::kafka {

/// The topics of the cluster without watermarks; with `names`, only those. Blocks for at most `timeout`.
/// A name must be one that was seen before: a broker that creates topics by itself may do so when asked for
/// one by name (old ones whatever the client says), but never when asked for all.
Result<std::vector<admin::TopicInfo>> fetchTopics(const KafkaHandle& handle,
                                                  const std::vector<std::string>& names,
                                                  std::chrono::milliseconds timeout);

enum class OffsetEnd { Low, High };

/// Replaces the offset of every partition in the list by the wanted end of its log, or by -1 where it is not
/// known in time. One request per leader, all at once. Blocks for at most `timeout`. An error only if nothing
/// was answered.
Status queryOffsets(const KafkaHandle& handle, rd_kafka_topic_partition_list_t& partitions, OffsetEnd end,
                    std::chrono::milliseconds timeout);

/// A refused login tells more than the time-out it ends in: an Unavailable error with what the client
/// reported last. The caller has served the handle's callbacks.
Error withCause(const KafkaHandle& handle, const Error& error);

} // namespace eventflow::kafka
