#include "pipelines/normalize/step_timer.h"

#include <algorithm>

namespace eventflow::normalize {

void StepTimer::startBatch() {
    m_sampled.fill({});
    m_sampling = false;
    m_batchStart = Clock::now();
    // What reading the clock costs is in every lap; beside a step of some nanoseconds it would be most of it.
    m_clockCost = Clock::now() - m_batchStart;
}

void StepTimer::addLap(Step step) {
    const Clock::time_point now = Clock::now();
    m_sampled[static_cast<std::size_t>(step)] +=
        std::max(now - m_lapStart - m_clockCost, Clock::duration::zero());
    m_lapStart = now;
}

void StepTimer::finishBatch(SpentPerStep& spent) {
    const Clock::duration total = Clock::now() - m_batchStart;
    Clock::duration sampled{};
    for (const Clock::duration step : m_sampled)
        sampled += step;
    if (sampled == Clock::duration::zero()) return;
    const double scale = static_cast<double>(total.count()) / static_cast<double>(sampled.count());
    for (std::size_t step = 0; step < spent.size(); ++step)
        spent[step] += std::chrono::nanoseconds(
            static_cast<std::int64_t>(static_cast<double>(m_sampled[step].count()) * scale));
}

} // namespace eventflow::normalize
