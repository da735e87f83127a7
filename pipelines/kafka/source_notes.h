#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// The line a Kafka source describes itself with. Thread: any (locks).
class SourceNotes {
public:
    explicit SourceNotes(std::string origin) : m_origin(std::move(origin)) {}

    void setSize(std::size_t topics, std::size_t partitions);
    /// What reading of it could not begin yet: `topic "orders"`, `a leader of orders[3]`.
    void setWaiting(std::vector<std::string> things);
    void setDisconnected(bool disconnected);
    /// Offsets from `from` up to and without `to` were gone before they were read.
    void addGap(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to);
    /// The log was cut or made anew: reading went back from `from` to `to`.
    void addRewind(std::string_view topic, std::int32_t partition, std::int64_t from, std::int64_t to);
    /// What a broker denies or lacks, once each.
    void addProblem(std::string text);

    /// `prod, 3 topics, 12 partitions; reconnecting; waiting for topic "orders"; …`
    [[nodiscard]] std::string line() const;

private:
    mutable std::mutex m_mutex;
    const std::string m_origin;
    std::size_t m_topics = 0;
    std::size_t m_partitions = 0;
    std::vector<std::string> m_waiting;
    bool m_disconnected = false;
    std::uint64_t m_gaps = 0;
    std::uint64_t m_offsetsLost = 0;
    std::string m_lastGap;
    std::set<std::string> m_problems; ///< bounded
};

} // namespace eventflow::kafka
