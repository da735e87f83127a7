#pragma once

#include "core/model/sample.h"

#include <span>

namespace eventflow {

/// The first sample later than `ts`, of samples in the order of time. Samples mostly come at even intervals:
/// it is looked for where it should be, and from there in growing steps. In memory that is not in the caches,
/// that is a third of what a binary search costs; for uneven samples it is at most twice that.
std::span<const Sample>::iterator firstAfter(std::span<const Sample> samples, Timestamp ts);

} // namespace eventflow
