#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// One broker as a client sees it.
struct BrokerStatistics {
    std::int32_t id = -1; ///< -1: a bootstrap address whose number is not known
    std::string address;  ///< `host:port`
    std::string state;    ///< librdkafka's: `INIT`, `DOWN`, `CONNECT`, `AUTH_REQ`, `UP` …
    std::chrono::microseconds stateAge{0};
    std::chrono::microseconds rttP50{
        0}; ///< waiting for new records included: about fetch.wait.max.ms at rest
    std::chrono::microseconds rttP99{0};
    std::chrono::milliseconds throttle{0}; ///< mean delay by a quota of the answers of the last interval
    std::chrono::microseconds idle{-1};    ///< since the last answer; -1: none yet
    std::int64_t waiting = 0;              ///< requests without an answer so far
    std::int64_t requestErrors = 0;        ///< of sending and receiving
    std::int64_t requestTimeouts = 0;
    std::int64_t connects = 0;
    std::int64_t disconnects = 0;

    /// Requests are answered on this connection.
    [[nodiscard]] bool isUp() const { return state == "UP" || state == "UPDATE"; }
};

/// One partition that is being fetched, or was asked to be. Offsets: -1 unknown.
struct PartitionStatistics {
    static constexpr std::int64_t kUnknown = -1;

    std::string topic;
    std::int32_t partition = 0;
    std::int32_t leader = -1;        ///< broker number; -1: none
    std::string fetchState;          ///< librdkafka's: `active`, `offset-wait`, `stopped` …
    std::int64_t queuedMessages = 0; ///< fetched, and not taken by the program so far
    std::int64_t queuedBytes = 0;
    std::int64_t fetchedTo = kUnknown; ///< what the next request asks for
    std::int64_t takenTo = kUnknown;   ///< one past the last record the program took
    std::int64_t highWatermark = kUnknown;
    std::int64_t stableOffset = kUnknown; ///< one past the last record of no open transaction

    /// Records between what was taken and what may be read. librdkafka's own figure needs commits.
    [[nodiscard]] std::int64_t lag() const;
    /// Offsets that an open transaction holds back.
    [[nodiscard]] std::int64_t openTransactionSpan() const;
};

/// What librdkafka's statistics (`statistics.interval.ms`) tell of a reading client. Thread: a value; any.
struct ClientStatistics {
    std::chrono::microseconds time{0}; ///< librdkafka's monotonic clock: rates are differences over it
    std::int64_t messages = 0;         ///< received since the client was made
    std::int64_t bytes = 0;
    std::int64_t callbacksWaiting = 0;
    std::vector<BrokerStatistics> brokers;
    std::vector<PartitionStatistics> partitions; ///< the assigned ones only
    std::size_t omitted = 0;                     ///< assigned ones above the bound

    [[nodiscard]] const BrokerStatistics* broker(std::int32_t id) const;
};

/// The document lists every partition of a topic, assigned or not: half a megabyte for a thousand. Takes
/// about a millisecond for that. Errors: LimitExceeded above kMaxStatisticsBytes, Corrupt.
inline constexpr std::size_t kMaxStatisticsBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxStatisticsPartitions = 50'000;
inline constexpr std::size_t kMaxStatisticsBrokers = 2'000;
Result<ClientStatistics> parseStatistics(std::string_view json);

} // namespace eventflow::kafka
