#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/browse/key_partition.h"
#include "core/browse/record_filter.h"
#include "core/browse/scan_request.h"
#include "core/feed/cluster.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// From `from` up to and without `until`.
struct TimeSpan {
    Timestamp from = kNoTime;
    Timestamp until = kNoTime;
    bool operator==(const TimeSpan&) const = default;
};

/// Where reading begins.
enum class BrowsePlace : std::uint8_t {
    Newest,
    Oldest,
    AtTime,   ///< forwards from there
    AtOffset, ///< likewise
    LastN,
    AroundTime, ///< what was before and what came after
    AroundOffset,
    Live, ///< what is produced from now on
};

/// What the bar of the Messages screen asks for.
struct BrowseQuery {
    std::vector<std::string> topics;
    std::vector<std::int32_t> partitions; ///< of every topic; empty: all
    BrowsePlace place = BrowsePlace::Newest;
    Timestamp time = kNoTime;
    std::int64_t offset = 0;
    std::uint64_t count = 0; ///< of LastN
    browse::FilterRequest filter;
    /// Who chose the partition of the key that is looked for; nothing: it may be in any.
    std::optional<browse::Partitioner> partitioner;
    std::optional<TimeSpan> span; ///< nothing older or newer is read

    [[nodiscard]] bool filtered() const {
        return !filter.expression.empty() || filter.text.has_value() || filter.key.has_value();
    }
    /// In the order in which records were written, rather than the newest on top.
    [[nodiscard]] bool oldestFirst() const {
        return place == BrowsePlace::Oldest || place == BrowsePlace::AtTime || place == BrowsePlace::AtOffset;
    }
    /// Rows are found one page after another, not by one scan.
    [[nodiscard]] bool paged() const { return !filtered() && place != BrowsePlace::Live; }
};

/// How far a filtered look around a place reaches.
inline constexpr Duration kAroundTime = std::chrono::minutes(5);
inline constexpr std::int64_t kAroundOffsets = 500;

browse::ScanRequest scanRequestOf(const BrowseQuery& query);
feed::PageStart pageStartOf(const BrowseQuery& query);

/// `0, 3, 5-8`; nothing for an empty text. Errors name the part that is no partition.
Result<std::vector<std::int32_t>> parsePartitions(std::string_view text);
std::string partitionsText(const std::vector<std::int32_t>& partitions);
/// An ISO 8601 time (UTC when it has no offset; a date alone is its midnight), seconds or milliseconds since
/// the epoch, or `now-15m`.
Result<Timestamp> parseMoment(std::string_view text, Timestamp now);
/// `a, b`: each name once, in order.
std::vector<std::string> parseTopics(std::string_view text);

} // namespace eventflow::viewmodels
