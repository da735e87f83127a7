#pragma once

#include "core/admin/topic_partition.h"
#include "core/model/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::admin {

/// A record that outlives where it came from.
struct OwnedRecord {
    TopicPartition from;
    std::int64_t offset = -1;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers; ///< in order, duplicates kept
    Timestamp timestamp = kNoTime;
};
OwnedRecord toOwned(const Record& record);

/// Where a record is.
struct RecordAddress {
    TopicPartition from;
    std::int64_t offset = -1;

    auto operator<=>(const RecordAddress&) const = default;
};

} // namespace eventflow::admin
