#include "pipelines/browse/scan_waiting.h"

#include <condition_variable>
#include <mutex>
#include <string>

namespace eventflow::browse {

Status StallWatch::check(bool progress) {
    const auto now = std::chrono::steady_clock::now();
    if (progress) m_last = now;
    if (now - m_last < kPatience) return {};
    return Error{ErrorCode::Unavailable, "no answer from the leader of a partition for " +
                                             std::to_string(kPatience.count()) +
                                             " s; what was read until then is complete"};
}

bool keepPace(const ScanBudget& budget, ScanProgress& progress, const std::stop_token& stop) {
    const auto delay = budget.delay(progress.counts());
    if (delay.count() == 0) return false;
    progress.publish(true);
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, stop, delay, [] { return false; });
    return true;
}

} // namespace eventflow::browse
