#pragma once

#include "core/base/result.h"
#include "core/browse/scan_request.h"
#include "core/model/record.h"

#include <chrono>
#include <cstdint>
#include <limits>

namespace eventflow::browse {

/// The end of a range that never ends: a live tail.
inline constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

/// How long a scan waits, or delivers, without looking at its stop request.
inline constexpr std::chrono::milliseconds kPollSlice{20};

/// Takes what a RangeSource reads.
class RangeSink {
public:
    RangeSink() = default;
    RangeSink(const RangeSink&) = delete;
    RangeSink& operator=(const RangeSink&) = delete;
    virtual ~RangeSink() = default;

    /// A record of that range. Lifetime: its views until the call returns; no padding behind the value.
    virtual void onRecord(std::uint32_t stream, const Record& record) = 0;
    /// Nothing more comes of that range. `reached`: everything below it was delivered, or isn't there.
    virtual void onRangeEnd(std::uint32_t stream, std::int64_t reached) = 0;
    /// Offsets of the range that the broker no longer has: deleted, or cut off.
    virtual void onLost(std::uint32_t stream, OffsetRange lost) = 0;
    /// Of a range without an end: everything there is was delivered.
    virtual void onCaughtUp(std::uint32_t stream) = 0;
};

/// Reads ranges of offsets of the streams of one plan, any number at the same time. Gaps (compaction,
/// transactions) cost no waiting. Thread: confined.
class RangeSource {
public:
    RangeSource() = default;
    RangeSource(const RangeSource&) = delete;
    RangeSource& operator=(const RangeSource&) = delete;
    virtual ~RangeSource() = default;

    /// A stream has one range at a time; an empty range ends with the next poll().
    virtual Status start(std::uint32_t stream, OffsetRange range) = 0;
    /// Ends the range without onRangeEnd().
    virtual void stop(std::uint32_t stream) = 0;
    /// Delivers what is there, waiting up to `wait` for the first, for about kPollSlice: a slow sink does not
    /// make it take longer. The sink may start and stop ranges.
    /// Unavailable: no broker answers; others: this will not get better.
    virtual Status poll(RangeSink& sink, std::chrono::milliseconds wait) = 0;
};

} // namespace eventflow::browse
