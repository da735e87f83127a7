#pragma once

#include "core/admin/group_lag.h"
#include "core/base/time.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace eventflow::admin {

/// How a group moved: what a lag chart draws, and what tells a slow group from one that is stuck. Holds a
/// bounded number of samples of the whole group, and for each partition only since when it has not moved.
/// Thread: confined.
class LagHistory {
public:
    /// An hour at one sample every five seconds.
    static constexpr std::size_t kMaxSamples = 720;
    static constexpr std::size_t kMaxPartitions = 50'000;

    struct Sample {
        Timestamp at;
        std::int64_t committed = 0; ///< sum over the partitions whose lag is known
        std::int64_t end = 0;
        [[nodiscard]] std::int64_t lag() const { return end - committed; }
    };
    /// In records (offsets) a second, between the first and the last sample of the window.
    struct Rates {
        double consumed = 0;
        double produced = 0;
        std::optional<Duration> catchesUpIn; ///< nothing: not at these rates
    };
    /// A partition whose commit stands still while its end moves on: a record its consumer chokes on, or a
    /// consumer that hangs.
    struct Stuck {
        TopicPartition partition;
        std::int64_t committed = 0;
        std::int64_t lag = 0;
        std::int64_t grownBy = 0; ///< since the commit moved last
        Timestamp since;
        std::string clientId;
    };

    /// A sample that is not younger than the last is left out. When partitions come or go, the samples before
    /// can't be compared any more and are dropped.
    void add(Timestamp at, const GroupLag& lag);

    [[nodiscard]] const std::deque<Sample>& samples() const { return m_samples; }
    /// Nothing with less than two samples in the window.
    [[nodiscard]] std::optional<Rates> rates(Duration window) const;
    /// Partitions that have members and whose commit has not moved for at least `atLeast`, the oldest first.
    [[nodiscard]] std::vector<Stuck> stuck(Duration atLeast) const;

private:
    struct Standing {
        std::int64_t committed = 0;
        std::int64_t endThen = 0; ///< when the commit moved last
        std::int64_t end = 0;
        Timestamp since;
        std::string clientId;
    };

    std::deque<Sample> m_samples;
    std::map<TopicPartition, Standing> m_partitions;
};

} // namespace eventflow::admin
