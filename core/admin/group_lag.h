#pragma once

#include "core/admin/groups.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::admin {

/// One partition a group has committed or is assigned.
struct PartitionLag {
    TopicPartition partition;
    std::int64_t committed = -1; ///< the next offset to read; -1: none committed
    std::int64_t end = -1;       ///< one past the last offset; -1 not known
    std::string member;          ///< id of who reads it; empty: nobody
    std::string clientId;
    std::string host;

    /// Offsets between, as Kafka's own tool counts; records may be fewer (compaction, transactions). Below
    /// zero: the log was cut or made anew under the group. Nothing: not known.
    [[nodiscard]] std::optional<std::int64_t> lag() const {
        return committed >= 0 && end >= 0 ? std::optional(end - committed) : std::nullopt;
    }
};

struct GroupLag {
    GroupDescription group;
    std::vector<PartitionLag> partitions; ///< by topic and number
    std::vector<Error> problems;          ///< what was denied or not answered

    /// Of the partitions whose lag is known.
    [[nodiscard]] std::int64_t totalLag() const;
};

/// How late a group is in one partition, in the records' own time.
struct TimeLag {
    Timestamp nextUnread =
        kNoTime; ///< time of the first record the group has not committed; none: nothing to read
    Timestamp newest = kNoTime; ///< time of the newest record
    std::string unknown;        ///< why `behind` is not known; empty: it is

    /// Nothing when not known. Zero when all is read.
    [[nodiscard]] std::optional<Duration> behind() const;
};

/// For each partition, in order, by reading two records of it: the one at the committed offset and the last.
/// Reads at most kMaxTimedPartitions that lag, those with the largest lag; the others say so.
inline constexpr std::size_t kMaxTimedPartitions = 100;

} // namespace eventflow::admin
