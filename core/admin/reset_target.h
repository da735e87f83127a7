#pragma once

#include "core/admin/topic_partition.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace eventflow::admin {

/// Where a group shall go on reading.
struct ResetTarget {
    enum class Kind : std::uint8_t {
        Earliest,
        Latest,
        Offset,    ///< `number`, of every partition
        Shift,     ///< by `number` offsets, back when negative
        Timestamp, ///< the first record from `time` on
        Offsets,   ///< `offsets`, each its own
    } kind = Kind::Earliest;
    std::int64_t number = 0;
    Timestamp time = kNoTime; ///< a duration back is the caller's clock less it
    std::map<TopicPartition, std::int64_t> offsets;
};

/// Lines `topic,partition,offset`, as kafka-consumer-groups.sh exports and imports them; ParseError names the
/// line.
Result<std::map<TopicPartition, std::int64_t>> parseOffsets(std::string_view text);
std::string formatOffsets(const std::map<TopicPartition, std::int64_t>& offsets);

} // namespace eventflow::admin
