#pragma once

#include "core/admin/owned_record.h"
#include "core/base/result.h"
#include "pipelines/browse/cluster_reader.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace eventflow::browse {

/// What readPlaces() gathers before it hands out, unless a single record is larger.
inline constexpr std::size_t kPlacesBatchBytes = 4 * 1024 * 1024;
/// Up to so many offsets that nobody asked for are read over, rather than a fetch begun behind them.
inline constexpr std::int64_t kReadOver = 500;

/// The ranges to read for these offsets, which rise.
std::vector<OffsetRange> rangesAround(std::span<const std::int64_t> offsets);

using TakeOwned = std::function<Status(std::vector<admin::OwnedRecord> records)>;

/// Reads the records at these places whole, each partition by its offsets, partitions side by side. A place
/// may be named twice and is read once; what is no longer there is left out. `take` is called with batches of
/// about kPlacesBatchBytes; its error ends the reading and is the result. Blocks. Cancelled; NotFound for a
/// topic or a partition that is not there; Unavailable when a leader does not answer.
Status readPlaces(ClusterReader& cluster, std::span<const admin::RecordAddress> places, const TakeOwned& take,
                  std::chrono::milliseconds timeout, const std::stop_token& stop);

} // namespace eventflow::browse
