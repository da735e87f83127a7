#include "pipelines/collect/pacer.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace eventflow::collect {

Duration Pacer::sinceAnchor(std::uint64_t index, Timestamp arrival) const {
    constexpr double kForeverNs = 1e18;
    double ns = 0;
    if (m_pacing.eventsPerSecond > 0)
        ns = static_cast<double>(index - m_anchorIndex) * 1e9 / m_pacing.eventsPerSecond;
    else
        ns = static_cast<double>((arrival - m_anchorArrival).count()) / m_pacing.timeScale;
    return Duration(static_cast<std::int64_t>(std::min(ns, kForeverNs)));
}

Duration Pacer::untilDue(std::uint64_t index, Timestamp arrival, Clock::time_point now) {
    if (unlimited()) return Duration::zero();
    if (m_anchored) {
        const Duration wait = m_anchor + sinceAnchor(index, arrival) - now;
        if (wait > -std::chrono::seconds(1)) return wait;
    }
    m_anchored = true;
    m_anchor = now;
    m_anchorIndex = index;
    m_anchorArrival = arrival;
    return Duration::zero();
}

bool sleepFor(Duration duration, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

} // namespace eventflow::collect
