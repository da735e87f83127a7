#pragma once

#include "pipelines/kafka/assignment.h"
#include "pipelines/kafka/client_statistics.h"
#include "pipelines/kafka/stall_watchdog.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// What the client's statistics tell about one source: brokers that are away, answer late or throttle,
/// partitions without a leader, behind an open transaction, or forgotten by the client. Says so in the
/// source's notes, and what to do about it. Thread: confined to the source thread.
class SourceHealth {
public:
    SourceHealth(const KafkaHandle& handle, Assignment& assignment, SourceNotes& notes,
                 std::chrono::milliseconds patience)
        : m_handle(handle),
          m_assignment(assignment),
          m_notes(notes),
          m_patience(patience),
          m_watchdog(patience) {}

    /// Keeps what the statistics say until check(). What can't be read is an event of the client's.
    void take(std::string_view json);

    struct Advice {
        std::vector<Partition*> restart; ///< the client has forgotten to fetch them
        bool refreshMetadata = false;    ///< leaders may have moved away from a broker that does not answer
    };
    /// Between two batches. Does nothing unless there are new statistics.
    Advice check();
    /// Nobody takes records for a while, or does again.
    void rest() { m_watchdog.restart(); }

private:
    using Steady = std::chrono::steady_clock;

    void judgeBrokers(const ClientStatistics& statistics, Advice& advice);
    void judgePartitions(const ClientStatistics& statistics, Advice& advice);
    void judge(const ClientStatistics& statistics, const PartitionStatistics& seen, Partition& partition,
               Advice& advice);
    /// Of late, told with each answer. The statistics' own figure is that of one interval, and is lost with
    /// it.
    [[nodiscard]] std::optional<KafkaEvents::Throttle> throttleOf(const BrokerStatistics& broker) const;
    [[nodiscard]] bool serves(const BrokerStatistics* broker) const;
    void askForEnds(const std::vector<Partition*>& quiet);
    /// Says `what`, with the time it was seen first unless `since` is known better.
    void tell(const std::string& what, const std::string& detail = {},
              std::optional<Steady::time_point> since = std::nullopt);

    const KafkaHandle& m_handle;
    Assignment& m_assignment;
    SourceNotes& m_notes;
    const std::chrono::milliseconds m_patience;
    StallWatchdog m_watchdog;
    std::optional<ClientStatistics> m_fresh;
    Steady::time_point m_lastCheck{};
    Steady::time_point m_nextQuestion{};
    std::map<std::uint32_t, std::int64_t> m_ends; ///< by Stream::index, as brokers said when asked
    std::vector<Partition*> m_quiet;
    std::vector<std::string> m_troubles;
    std::map<std::string, Timestamp> m_since; ///< of every trouble there is now
    std::map<std::string, Timestamp> m_sinceBefore;
};

} // namespace eventflow::kafka
