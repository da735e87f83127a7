#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::kafka {

/// To the second: `2026-01-01T00:00:00Z`.
std::string clockTime(Timestamp when);

/// The line a Kafka source describes itself with. Thread: any (locks).
class SourceNotes {
public:
    explicit SourceNotes(std::string origin) : m_origin(std::move(origin)) {}

    void setSize(std::size_t topics, std::size_t partitions);
    /// What reading of it could not begin yet: `topic "orders"`, `a leader of orders[3]`.
    void setWaiting(std::vector<std::string> things);
    /// No broker answers any more, since `when`; or again, without an error. A refused login is told as such.
    void setDisconnected(const Error* why, Timestamp when = kNoTime);
    /// What keeps parts of it from being read now: `no leader for orders[3] since 12:30:00Z`. Replaces what
    /// was said before.
    void setTroubles(std::vector<std::string> troubles);
    /// A response that the client's limits keep it from taking; said until `until`.
    void setBlocked(std::string why, Timestamp until);
    /// The client had forgotten a partition, and was made to fetch it again.
    void addRestart(std::string_view topic, std::int32_t partition, std::int64_t offset);
    /// A topic was deleted, and one of its name is there now; what it held after `from` is unknown.
    void addRecreation(std::string_view topic, std::int32_t partition, std::int64_t from);
    /// Offsets from `from` up to and without `to` were gone before they were read.
    void addGap(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to);
    /// The log was cut or made anew: reading went back from `from` to `to`.
    void addRewind(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to);
    /// What a broker denies or lacks, once each.
    void addProblem(std::string text);

    /// `prod, 3 topics, 12 partitions; reconnecting since 12:30:00Z; waiting for topic "orders"; …`. `now`
    /// ends what is said for a while only.
    [[nodiscard]] std::string line(Timestamp now) const;

private:
    void keepGap(std::string text);

    mutable std::mutex m_mutex;
    const std::string m_origin;
    std::size_t m_topics = 0;
    std::size_t m_partitions = 0;
    std::vector<std::string> m_waiting;
    std::string m_disconnected; ///< how and since when
    std::vector<std::string> m_troubles;
    std::string m_blocked;
    Timestamp m_blockedUntil = kNoTime;
    std::uint64_t m_restarts = 0;
    std::string m_lastRestart;
    std::uint64_t m_gaps = 0;
    std::uint64_t m_offsetsLost = 0;
    std::vector<std::string> m_lastGaps; ///< bounded; the last is the newest
    std::set<std::string> m_problems;    ///< bounded
};

} // namespace eventflow::kafka
