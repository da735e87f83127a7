#include "pipelines/automate/watermark.h"

#include <algorithm>

namespace eventflow::automate {

WatermarkTracker::StreamState& WatermarkTracker::at(std::uint32_t stream) {
    if (stream >= m_streams.size()) m_streams.resize(stream + 1);
    return m_streams[stream];
}

void WatermarkTracker::addStream(std::uint32_t stream, bool hasBacklog) {
    StreamState& state = at(stream);
    if (state.known) return;
    state.known = true;
    state.caughtUp = !hasBacklog;
    state.holds = hasBacklog && state.largest == kNoTime;
    m_dirty = true;
}

void WatermarkTracker::observe(std::uint32_t stream, Timestamp event, Timestamp arrival) {
    StreamState& state = at(stream);
    if (!state.known || state.holds) {
        state.known = true;
        state.holds = false;
        m_dirty = true;
    }
    if (arrival > m_arrival) m_arrival = arrival;
    if (m_arrival >= m_nextIdle) m_dirty = true;
    if (state.lastArrival == kNoTime || m_arrival - state.lastArrival > m_idleTimeout) m_dirty = true;
    state.lastArrival = m_arrival;

    if (event <= state.largest) {
        state.jumpVotes = 0;
        return;
    }
    if (state.largest != kNoTime && event - state.largest > kMaxJump) {
        state.jumpTo = state.jumpVotes == 0 ? event : std::min(state.jumpTo, event);
        if (++state.jumpVotes < kJumpVotes) return;
        event = state.jumpTo;
    }
    state.jumpVotes = 0;
    state.largest = event;
    if (m_lowestStream == kNoStream || m_lowestStream == stream) m_dirty = true;
    if (event > m_largestEvent) {
        m_largestEvent = event;
        m_arrivalOfLargest = m_arrival;
    }
}

void WatermarkTracker::noteSeen(std::uint32_t stream) {
    StreamState& state = at(stream);
    m_dirty = m_dirty || state.holds;
    state.holds = false;
}

void WatermarkTracker::setCaughtUp(std::uint32_t stream, bool caughtUp) {
    StreamState& state = at(stream);
    if (state.caughtUp == caughtUp && !(caughtUp && state.holds)) return;
    state.caughtUp = caughtUp;
    // A backlog that turned out to be empty (compacted away) holds nobody.
    if (caughtUp) state.holds = false;
    m_dirty = true;
}

void WatermarkTracker::advanceArrival(Timestamp arrival) {
    if (arrival <= m_arrival) return;
    m_arrival = arrival;
    m_dirty = true;
}

Timestamp WatermarkTracker::compute() {
    m_lowestStream = kNoStream;
    m_nextIdle = Timestamp::max();
    if (m_largestEvent == kNoTime) return kNoTime;
    Timestamp lowest = Timestamp::max();
    for (std::uint32_t i = 0; i < m_streams.size(); ++i) {
        const StreamState& state = m_streams[i];
        if (!state.known) continue;
        if (state.holds) return kNoTime;
        if (state.largest == kNoTime) continue; // exists, empty
        if (state.caughtUp && m_arrival - state.lastArrival > m_idleTimeout) continue;
        if (state.caughtUp) m_nextIdle = std::min(m_nextIdle, state.lastArrival + m_idleTimeout);
        if (state.largest - m_lateness < lowest) {
            lowest = state.largest - m_lateness;
            m_lowestStream = i;
        }
    }
    if (lowest != Timestamp::max()) return lowest;
    // All idle. Silence moves event time as fast as the arrival clock, from where the events ended; an
    // absolute arrival time would throw a replayed old stream years ahead.
    return m_largestEvent + (m_arrival - m_arrivalOfLargest) - m_lateness;
}

Timestamp WatermarkTracker::watermark() {
    if (m_dirty) {
        m_watermark = std::max(m_watermark, compute());
        m_dirty = false;
    }
    return m_watermark;
}

void WatermarkTracker::restoreStream(std::uint32_t stream, Timestamp largest, Timestamp lastArrival) {
    StreamState& state = at(stream);
    state.largest = largest;
    state.lastArrival = lastArrival;
    state.holds = false;
    m_dirty = true;
}

void WatermarkTracker::restore(Timestamp watermark, Timestamp arrival, Timestamp largestEvent) {
    m_watermark = watermark;
    m_arrival = arrival;
    m_largestEvent = largestEvent;
    m_arrivalOfLargest = arrival;
    m_dirty = true;
}

} // namespace eventflow::automate
