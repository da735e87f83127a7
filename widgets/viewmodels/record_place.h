#pragma once

#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace eventflow::viewmodels {

/// Where a record is.
struct RecordPlace {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    auto operator<=>(const RecordPlace&) const = default;
};
/// `orders[3]@918273`
QString placeText(const RecordPlace& place);

/// What the Messages screen may be asked to show: `topic`, `topic[3]` or `topic[3]@12345`.
struct MessagesItem {
    std::string topic;
    std::optional<std::int32_t> partition;
    std::optional<std::int64_t> offset; ///< only with a partition
};
/// Nothing for a text that is none of these.
std::optional<MessagesItem> parseItem(const QString& item);

} // namespace eventflow::viewmodels
