#pragma once

#include "core/base/time.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::browse {

/// Offsets from `from` up to and without `to`.
struct OffsetRange {
    std::int64_t from = 0;
    std::int64_t to = 0;

    [[nodiscard]] bool empty() const { return from >= to; }
    bool operator==(const OffsetRange&) const = default;
};

/// One end of a scan, the same for every partition.
struct Bound {
    enum class Kind : std::uint8_t {
        Beginning, ///< the oldest record that is still there
        End,       ///< behind the newest one there is when the scan is planned
        Offset,    ///< `value`, clamped to what is there
        BeforeEnd, ///< `value` offsets before the end
        Time,      ///< the first record whose timestamp is not before `time`
    };
    Kind kind = Kind::Beginning;
    std::int64_t value = 0;
    Timestamp time = kNoTime;

    static Bound beginning() { return {}; }
    static Bound end() { return {Kind::End, 0, kNoTime}; }
    static Bound offset(std::int64_t value) { return {Kind::Offset, value, kNoTime}; }
    static Bound beforeEnd(std::int64_t count) { return {Kind::BeforeEnd, count, kNoTime}; }
    static Bound at(Timestamp time) { return {Kind::Time, 0, time}; }
    bool operator==(const Bound&) const = default;
};

struct TopicSelection {
    std::string topic;
    std::vector<std::int32_t> partitions; ///< empty: all
};

/// In which order records are handed out. Within a partition it is the order of offsets in any case; between
/// partitions the merged orders go by timestamp.
enum class ScanOrder : std::uint8_t {
    NewestFirst, ///< from the end backwards
    OldestFirst,
    AsRead, ///< as the brokers deliver: the fastest
};

enum class Isolation : std::uint8_t {
    ReadCommitted, ///< records of open and aborted transactions are not shown
    ReadUncommitted,
};

/// What ends a scan early; 0 is no limit.
struct ScanLimits {
    std::uint64_t matches = 0; ///< records handed out
    std::uint64_t records = 0; ///< records looked at
    std::uint64_t bytes = 0;   ///< keys, values and headers that were looked at
    std::chrono::milliseconds time{0};
    /// Not an end, but a pace: bytes a second. A burst is at most one fetch (see ReaderTuning).
    std::uint64_t bytesPerSecond = 0;
};

/// What to read. The default is everything, newest first.
struct ScanRequest {
    std::vector<TopicSelection> topics;
    Bound from;
    Bound to = Bound::end();
    /// Ranges for single partitions, in place of `from` and `to`; clamped to what is there.
    std::map<std::pair<std::string, std::int32_t>, OffsetRange> ranges;
    /// Of a range that ends at a time: how much later than others a record may have been written and is still
    /// found. What comes later than that is missed; what was seen of disorder, the scan says.
    Duration lateness = std::chrono::seconds(30);
    ScanOrder order = ScanOrder::NewestFirst;
    /// Goes on with what is produced after the end; only AsRead.
    bool follow = false;
    Isolation isolation = Isolation::ReadCommitted;
    ScanLimits limits;
};

} // namespace eventflow::browse
