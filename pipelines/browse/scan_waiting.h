#pragma once

#include "core/base/result.h"
#include "core/browse/scan_progress.h"
#include "pipelines/browse/range_source.h"

#include <chrono>
#include <stop_token>

namespace eventflow::browse {

/// Tells a cluster that gives nothing from one that is slow. Only for ranges with an end: a broker answers
/// for every one of these, with records or with the end.
class StallWatch {
public:
    static constexpr std::chrono::seconds kPatience{15};

    /// Unavailable when there was no progress for too long.
    Status check(bool progress);

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// Waits as long as the budget's pace asks for, or until the stop. Whether it had to.
bool keepPace(const ScanBudget& budget, ScanProgress& progress, const std::stop_token& stop);

} // namespace eventflow::browse
