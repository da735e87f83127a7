#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::automate {

/// The engine's clocks as they are stored: enough to go on after a restart as if nothing had happened.
struct ClockCheckpoint {
    struct StreamClock {
        std::string topic;
        std::int32_t partition = 0;
        Timestamp largest = kNoTime;
        Timestamp lastArrival = kNoTime;
        std::vector<std::pair<std::int64_t, std::int64_t>> runs; ///< offsets seen: first, one past the last
    };
    Timestamp watermark = kNoTime;
    Timestamp arrival = kNoTime;
    Timestamp largestEvent = kNoTime;
    Timestamp earliestEvent = Timestamp::max();
    Timestamp lastTick = kNoTime;
    std::vector<StreamClock> streams;
};

/// Lines of text, one for the engine and one a stream; topics are written with their length, so any name
/// survives.
std::string serialize(const ClockCheckpoint& checkpoint);
/// ParseError, naming the line, for anything serialize() could not have written.
Result<ClockCheckpoint> parseClockCheckpoint(std::string_view text);

} // namespace eventflow::automate
