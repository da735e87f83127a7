#pragma once

#include "core/model/sample.h"

#include <span>

namespace eventflow {

/// The first sample later than `ts`, of samples in the order of time. Samples mostly come at even intervals:
/// it is looked for where it should be, and from there in growing steps. Of a long series not in the caches,
/// that costs less than half of a binary search, which walks through all of it; where samples are uneven, at
/// most twice its comparisons.
std::span<const Sample>::iterator firstAfter(std::span<const Sample> samples, Timestamp ts);

} // namespace eventflow
