#pragma once

#include "core/base/time.h"

#include <chrono>
#include <cstdint>
#include <stop_token>

namespace eventflow::collect {

/// How fast simulated records leave by the wall clock. It changes nothing in them. Both 0: as fast as
/// possible.
struct Pacing {
    double eventsPerSecond = 0; ///< 1 to 1 000 000; goes before timeScale
    double timeScale = 0;       ///< event time per wall time: 1 is live, 30 shows half an hour in a minute
};

/// Says when a record may leave. Who is more than a second late, because a consumer was slow, goes on from
/// there instead of catching up in a burst. Thread: confined.
class Pacer {
public:
    using Clock = std::chrono::steady_clock;

    explicit Pacer(Pacing pacing) : m_pacing(pacing) {}

    [[nodiscard]] bool unlimited() const { return m_pacing.eventsPerSecond <= 0 && m_pacing.timeScale <= 0; }
    /// How long from `now` until the record with that number and arrival time is due; zero or less: it is.
    /// The first call is due and sets the clock.
    [[nodiscard]] Duration untilDue(std::uint64_t index, Timestamp arrival, Clock::time_point now);

private:
    [[nodiscard]] Duration sinceAnchor(std::uint64_t index, Timestamp arrival) const;

    Pacing m_pacing;
    bool m_anchored = false;
    Clock::time_point m_anchor;
    std::uint64_t m_anchorIndex = 0;
    Timestamp m_anchorArrival;
};

/// Sleeps; false when the stop came first. Thread: any.
bool sleepFor(Duration duration, const std::stop_token& stop);

} // namespace eventflow::collect
