#pragma once

#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// What librdkafka says about one client besides data: log lines and errors. Bounded in entries, in the
/// length of each and in entries a second, so that a dead cluster cannot fill the memory; what was left out
/// is counted. Thread: any (locks); librdkafka's own threads write into it.
class KafkaEvents {
public:
    static constexpr std::size_t kMaxEntries = 100;
    static constexpr std::size_t kMaxTextBytes = 512;
    static constexpr unsigned kMaxEntriesPerSecond = 20;

    struct Entry {
        int severity = 7; ///< as syslog: 3 error, 4 warning, 6 information, 7 debug
        std::string text;
        std::uint64_t count = 1; ///< how often the same text came in a row
    };

    void addLog(int severity, std::string_view facility, std::string_view text);
    void addError(Error error);

    /// Oldest first.
    [[nodiscard]] std::vector<Entry> recent() const;
    /// Entries that the bounds kept out.
    [[nodiscard]] std::uint64_t suppressed() const;

    /// The most telling error since the last markConnected(): a refused login is kept when the lost
    /// connections that it causes come after it.
    [[nodiscard]] std::optional<Error> lastError() const;
    /// Whether there is a token to log in with. The client tells of the same failure once only, which may be
    /// long before the old token ends and with it the connection.
    void setTokenState(const Status& status);
    /// There was an error since the last markConnected(). librdkafka never takes one back: whoever sees data
    /// or an answer calls markConnected().
    [[nodiscard]] bool inDoubt() const { return m_inDoubt.load(std::memory_order_relaxed); }
    void markConnected();

    /// A response was above receive.message.max.bytes; the client closes the connection and asks again.
    void addOversized() { m_oversized.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t oversizedResponses() const {
        return m_oversized.load(std::memory_order_relaxed);
    }

    /// Brokers say that a topic or partition of this client is not there.
    void addUnknownTopic() { m_unknownTopics.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t unknownTopics() const {
        return m_unknownTopics.load(std::memory_order_relaxed);
    }

    /// What a quota of a broker made this client wait last.
    struct Throttle {
        std::chrono::steady_clock::time_point seen{};
        std::chrono::milliseconds delay{0};
    };
    static constexpr std::size_t kMaxThrottlingBrokers = 1000;
    /// A broker has held an answer back because of a quota. Zero tells nothing.
    void addThrottle(std::int32_t broker, std::chrono::milliseconds delay);
    /// Nothing: that broker never did.
    [[nodiscard]] std::optional<Throttle> throttleOf(std::int32_t broker) const;
    /// The sum of that, over all brokers.
    [[nodiscard]] std::chrono::milliseconds throttled() const {
        return std::chrono::milliseconds(m_throttledMs.load(std::memory_order_relaxed));
    }

private:
    void append(int severity, std::string text);
    [[nodiscard]] bool admit();

    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries;
    std::uint64_t m_suppressed = 0;
    std::chrono::steady_clock::time_point m_secondStart{};
    unsigned m_inSecond = 0;
    std::optional<Error> m_lastError;
    std::optional<Error> m_tokenFailure;
    std::map<std::int32_t, Throttle> m_throttles; ///< by broker number
    std::atomic<bool> m_inDoubt = false;
    std::atomic<std::int64_t> m_throttledMs = 0;
    std::atomic<std::uint64_t> m_oversized = 0;
    std::atomic<std::uint64_t> m_unknownTopics = 0;
};

} // namespace eventflow::kafka
