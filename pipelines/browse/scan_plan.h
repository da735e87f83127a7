#pragma once

#include "core/base/result.h"
#include "core/browse/scan_request.h"
#include "core/model/record.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace eventflow::browse {

class ClusterReader;

/// One partition of a scan.
struct PlannedStream {
    Stream stream; ///< its index is the place in the plan
    std::int64_t low = 0;
    std::int64_t high = 0; ///< the last stable offset when committed records are read
    OffsetRange range;     ///< what is to be read; empty: nothing
};

/// A request in offsets: what of which partition. Lifetime: streams stay at one address for as long as the
/// plan lives; records point to them.
struct ScanPlan {
    std::deque<PlannedStream> streams;
    /// Records before and from these on are no part of the result; kNoTime: no bound.
    Timestamp notBefore = kNoTime;
    Timestamp before = kNoTime;
    std::vector<std::string> notes; ///< what could not be planned: a partition without a leader

    /// What is to be read, by stream.
    [[nodiscard]] std::vector<OffsetRange> ranges() const;
    [[nodiscard]] std::int64_t offsetSpan() const;
    [[nodiscard]] std::size_t emptyStreams() const;
};

/// Asks the cluster for partitions, their ends and the offsets of times: two or three requests for each
/// leader, also for thousands of partitions. Blocks for at most about `timeout`. NotFound for a topic or a
/// partition that is not there; Unavailable when nothing answers. A partition without a leader is a note.
Result<ScanPlan> planScan(ClusterReader& cluster, const ScanRequest& request,
                          std::chrono::milliseconds timeout);

} // namespace eventflow::browse
