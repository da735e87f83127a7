#pragma once

#include "core/base/time.h"

namespace eventflow {

/// The arrival clock: wall clock when live, recorded arrival times in a replay, declared times in a test.
/// Thread: any. Core never asks the system for the time; it asks one of these.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

} // namespace eventflow
