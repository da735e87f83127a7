#pragma once

#include "core/base/time.h"
#include "pipelines/admin/admin_client.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::admin {

struct TopicPartition {
    std::string topic;
    std::int32_t partition = 0;

    auto operator<=>(const TopicPartition&) const = default;
};
/// `orders[3]`
std::string toString(const TopicPartition& partition);

/// Both ends of a partition's log. `high - low` is a span of offsets and no number of records: compaction,
/// transactions and deletion leave gaps.
struct Watermarks {
    std::int64_t low = -1;      ///< the first offset that is still there; -1 not known
    std::int64_t high = -1;     ///< one past the last; -1 not known
    std::optional<Error> error; ///< why one of them is not known

    [[nodiscard]] bool known() const { return low >= 0 && high >= 0; }
    [[nodiscard]] std::int64_t offsetSpan() const { return known() ? high - low : 0; }
};

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
