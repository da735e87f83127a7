#pragma once

#include "core/base/clock.h"

namespace eventflow::runtime {

/// The wall clock: the arrival clock of live sources. Thread: any.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }
};

} // namespace eventflow::runtime
