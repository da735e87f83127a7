#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>

namespace eventflow::admin {

/// The oldest open transaction of a partition: consumers that read committed records get nothing from its
/// first record on, whatever others have written behind it.
struct OpenTransaction {
    std::int32_t partition = 0;
    std::int64_t lastStable = 0; ///< the offset of its first record, where those consumers wait
    std::int64_t high = 0;       ///< one past the last record of the log
    /// The timestamp of its first record; nothing: that could not be read.
    std::optional<Timestamp> since;

    /// Beyond what a producer asks for unless told otherwise (`transaction.timeout.ms`): it may hang, for the
    /// coordinator would have aborted it.
    static constexpr Duration kUsualTimeout = std::chrono::minutes(1);
    [[nodiscard]] bool mayHang(Timestamp now) const { return since && now - *since > kUsualTimeout; }
};

} // namespace eventflow::admin
