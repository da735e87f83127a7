#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace eventflow::kafka {

/// Tells the partitions that the client has forgotten to fetch from those that have nothing to give. A client
/// can lose one after a change of leaders: connected, no error, and no record ever again. Thread: confined to
/// the source thread. Times: a steady clock, given with each call.
class StallWatchdog {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit StallWatchdog(std::chrono::milliseconds patience) : m_patience(patience) {}

    /// One partition now. Offsets: -1 unknown.
    struct Observation {
        std::int64_t delivered = -1; ///< one past the last record handed on
        std::int64_t fetched = -1;   ///< one past the last record the client has got
        std::int64_t queued = 0;     ///< records got and not handed on
        std::int64_t high = -1;      ///< high watermark
        std::int64_t stable = -1;    ///< last stable offset
        std::int64_t readable = -1;  ///< the end, as a broker said when asked: of what may be read
        bool served = true;          ///< by a broker that is up, answers, and does not throttle
    };

    enum class Verdict : std::uint8_t {
        Fine,
        Quiet,           ///< at its end for as long as the patience: ask a broker whether that is so
        OpenTransaction, ///< since() tells the time
        Stalled,         ///< there is more, and it does not come
    };

    /// Stalled comes once; then the patience begins anew.
    Verdict observe(std::uint32_t partition, const Observation& now, Time time);
    /// When the partition moved last.
    [[nodiscard]] std::optional<Time> since(std::uint32_t partition) const;
    /// After a pause, and whenever nobody was there to take records: what stood still was right to.
    void restart() { m_watched.clear(); }

private:
    struct Watched {
        std::int64_t delivered = -1;
        std::int64_t fetched = -1;
        Time moved{};
    };

    const std::chrono::milliseconds m_patience;
    std::unordered_map<std::uint32_t, Watched> m_watched;
};

} // namespace eventflow::kafka
