#pragma once

#include "pipelines/browse/cluster_reader.h"
#include "pipelines/browse/scan_plan.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>

namespace eventflow::browse {

/// What a scan will read, before it starts.
struct ScanEstimate {
    std::size_t partitions = 0;
    std::size_t emptyPartitions = 0;
    std::int64_t offsetSpan = 0; ///< exact; an upper bound of the records
    double recordShare = 1;      ///< of the offsets that are records, as sampled
    double meanBytes = 0;        ///< of a record, as sampled
    double records = 0;
    double bytes = 0;
    /// At the pace that was asked for; nothing without one: it depends on brokers and line.
    std::optional<double> seconds;
    std::uint64_t sampledRecords = 0; ///< 0: nothing could be sampled, bytes are not known
};

/// Reads a few records of some partitions, spread over their ranges, to know how large records are: at most
/// kSamples small fetches. Takes limits of the request into account.
inline constexpr int kSamples = 24;
Result<ScanEstimate> estimateScan(ClusterReader& cluster, const ScanPlan& plan, const ScanLimits& limits,
                                  const std::stop_token& stop);

/// For sampling: fetches of 64 KiB.
ReaderTuning sampleTuning(Isolation isolation);

} // namespace eventflow::browse
