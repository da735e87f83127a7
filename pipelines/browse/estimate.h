#pragma once

#include "core/browse/scan_estimate.h"
#include "pipelines/browse/cluster_reader.h"
#include "pipelines/browse/scan_plan.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>

namespace eventflow::browse {

/// Reads a few records of some partitions, spread over their ranges, to know how large records are: at most
/// kSamples small fetches. Takes limits of the request into account.
inline constexpr int kSamples = 24;
Result<ScanEstimate> estimateScan(ClusterReader& cluster, const ScanPlan& plan, const ScanLimits& limits,
                                  const std::stop_token& stop);

/// For sampling: fetches of 64 KiB.
ReaderTuning sampleTuning(Isolation isolation);

} // namespace eventflow::browse
