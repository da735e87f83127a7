#pragma once

#include "core/base/time.h"

#include <type_traits>

namespace eventflow {

/// One value of a series at one time.
struct Sample {
    Timestamp ts;
    double value = 0;
    bool operator==(const Sample&) const = default;
};
static_assert(sizeof(Sample) == 16 && std::is_trivially_copyable_v<Sample>);

} // namespace eventflow
