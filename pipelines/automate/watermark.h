#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace eventflow::automate {

/// The event time up to which the engine believes to have seen everything: the minimum over active streams of
/// (largest event time − lateness). A stream without records for `idleTimeout` of the arrival clock is left
/// out, if it is known to have nothing waiting; when all are idle, the watermark moves with the arrival
/// clock, so that absence is noticed when a stream stops (reference: Flink's idle sources, FLIP-180; the
/// all-idle rule is ours). Thread: the engine's.
class WatermarkTracker {
public:
    WatermarkTracker(Duration lateness, Duration idleTimeout)
        : m_lateness(lateness), m_idleTimeout(idleTimeout) {}

    /// A stream that exists but has given nothing yet. With `hasBacklog` it holds the watermark back until
    /// its first record or until it has caught up.
    void addStream(std::uint32_t stream, bool hasBacklog);
    /// One event of the stream. A timestamp more than kMaxJump ahead of the stream moves it only when
    /// kJumpVotes events in a row agree, so that one wrong clock cannot make everybody else late.
    void observe(std::uint32_t stream, Timestamp event, Timestamp arrival);
    /// A record of the stream that became no event: the stream was seen, and holds nobody back any more.
    void noteSeen(std::uint32_t stream);
    /// The stream has delivered everything there is for now, or is behind again.
    void setCaughtUp(std::uint32_t stream, bool caughtUp);
    /// The arrival clock moves without a record (live only).
    void advanceArrival(Timestamp arrival);

    /// Never moves backwards. kNoTime before the first event.
    [[nodiscard]] Timestamp watermark();
    /// The largest event time of any stream: the watermark of an input that has ended.
    [[nodiscard]] Timestamp largestEvent() const { return m_largestEvent; }
    [[nodiscard]] Timestamp arrival() const { return m_arrival; }

    struct StreamState {
        bool known = false;
        bool caughtUp = true;
        bool holds = false;              ///< has a backlog of which nothing was seen yet
        Timestamp largest = kNoTime;     ///< event time
        Timestamp lastArrival = kNoTime; ///< arrival clock at its last record
        std::uint32_t jumpVotes = 0;
        Timestamp jumpTo = kNoTime;
    };
    [[nodiscard]] const std::vector<StreamState>& streams() const { return m_streams; }
    void restoreStream(std::uint32_t stream, Timestamp largest, Timestamp lastArrival);
    void restore(Timestamp watermark, Timestamp arrival, Timestamp largestEvent);

    static constexpr Duration kMaxJump = std::chrono::hours(24);
    static constexpr std::uint32_t kJumpVotes = 32;

private:
    StreamState& at(std::uint32_t stream);
    [[nodiscard]] Timestamp compute();

    Duration m_lateness;
    Duration m_idleTimeout;
    std::vector<StreamState> m_streams;
    Timestamp m_largestEvent = kNoTime;
    Timestamp m_arrival = kNoTime;
    /// The arrival clock when the largest event came: the distance by which silence moves the watermark.
    Timestamp m_arrivalOfLargest = kNoTime;
    Timestamp m_watermark = kNoTime;
    /// With thousands of partitions the minimum is not searched at every event, only when the stream that
    /// holds it moves or one may have become idle.
    bool m_dirty = false;
    std::uint32_t m_lowestStream = kNoStream;
    Timestamp m_nextIdle = Timestamp::max();
    static constexpr std::uint32_t kNoStream = 0xFFFFFFFF;
};

} // namespace eventflow::automate
