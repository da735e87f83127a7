#pragma once

#include "core/admin/topic_partition.h"
#include "core/admin/watermarks.h"
#include "core/base/time.h"
#include "pipelines/admin/admin_client.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::admin {

/// For each partition, in order; asked for in batches, all leaders at the same time. A partition that is not
/// answered for does not fail the others. The topics must exist (ask fetchCatalog): a broker that creates
/// topics by itself could otherwise do so.
std::vector<Watermarks> fetchWatermarks(const AdminClient& client,
                                        std::span<const TopicPartition> partitions);

/// Only the upper ends: -1 where it is not known.
std::vector<std::int64_t> fetchEndOffsets(const AdminClient& client,
                                          std::span<const TopicPartition> partitions);

/// For each partition the offset of its first record from `time` on: its end where every record is older;
/// nothing where no leader answered.
std::vector<std::optional<std::int64_t>>
fetchOffsetsAt(const AdminClient& client, std::span<const TopicPartition> partitions, Timestamp time);

} // namespace eventflow::admin
