#pragma once

#include "core/model/dead_letter.h"

#include <array>
#include <chrono>
#include <cstddef>

namespace eventflow::normalize {

using SpentPerStep = std::array<std::chrono::nanoseconds, kStepCount>;

/// Says how long a batch spent in each step without asking the clock at every record, which would cost as
/// much as a step: the batch is timed as a whole, and one record in kEvery step by step. The whole is exact;
/// how it is divided is an estimate. Thread: confined.
class StepTimer {
public:
    static constexpr std::size_t kEvery = 64;

    void startBatch();
    void startRecord(std::size_t index) {
        m_sampling = index % kEvery == 0;
        if (m_sampling) m_lapStart = Clock::now();
    }
    /// The time since the last lap went to this step.
    void lap(Step step) {
        if (m_sampling) addLap(step);
    }
    /// The time since the last lap went to no step.
    void skip() {
        if (m_sampling) m_lapStart = Clock::now();
    }
    void finishBatch(SpentPerStep& spent);

private:
    using Clock = std::chrono::steady_clock;
    void addLap(Step step);

    Clock::time_point m_batchStart{};
    Clock::time_point m_lapStart{};
    Clock::duration m_clockCost{};
    std::array<Clock::duration, kStepCount> m_sampled{};
    bool m_sampling = false;
};

} // namespace eventflow::normalize
