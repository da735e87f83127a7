#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>

namespace eventflow::admin {

/// Both ends of a partition's log. `high - low` is a span of offsets and no number of records: compaction,
/// transactions and deletion leave gaps.
struct Watermarks {
    std::int64_t low = -1;      ///< the first offset that is still there; -1 not known
    std::int64_t high = -1;     ///< one past the last; -1 not known
    std::optional<Error> error; ///< why one of them is not known

    [[nodiscard]] bool known() const { return low >= 0 && high >= 0; }
    [[nodiscard]] std::int64_t offsetSpan() const { return known() ? high - low : 0; }
};

} // namespace eventflow::admin
