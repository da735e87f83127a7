#pragma once

#include "core/model/record.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::kafka {

/// One partition a source reads, and how far it is.
struct Partition {
    static constexpr std::int64_t kUnknown = -1;

    Stream stream;
    std::int64_t startOffset = kUnknown;
    std::int64_t nextOffset = kUnknown; ///< kUnknown until the first record or end of a logical start
    std::int64_t target = kUnknown;     ///< of a bounded read: one past the last offset to deliver
    /// After an offset was out of range: where reading should have continued.
    std::int64_t lostFrom = kUnknown;
    bool caughtUp = false;
    bool finished = false;  ///< of a bounded read: everything below `target` was delivered
    bool mustReset = false; ///< the broker no longer has `nextOffset`
    bool deleted = false;   ///< what comes of that name is another topic's
    bool touched = false;   ///< moved since the last batch
};

/// The partitions of one source, in the order they were found; that order gives Stream::index.
/// Thread: confined to the source thread. Lifetime: partitions stay at one address.
class PartitionTable {
public:
    /// The new or the existing partition.
    Partition& add(const std::string& topic, std::int32_t partition);
    [[nodiscard]] Partition* find(std::string_view topic, std::int32_t partition);
    [[nodiscard]] std::size_t size() const { return m_partitions.size(); }
    [[nodiscard]] auto begin() { return m_partitions.begin(); }
    [[nodiscard]] auto end() { return m_partitions.end(); }

    /// Remembers that the partition belongs into the progress of this batch.
    void touch(Partition& partition);
    /// What was touched, in that order; forgets it.
    [[nodiscard]] std::vector<Partition*> takeTouched() { return std::exchange(m_touched, {}); }

private:
    struct ByName {
        using is_transparent = void;
        bool operator()(const auto& a, const auto& b) const {
            const int order = std::string_view(a.first).compare(b.first);
            return order < 0 || (order == 0 && a.second < b.second);
        }
    };
    std::map<std::pair<std::string, std::int32_t>, Partition*, ByName> m_byName;
    std::deque<Partition> m_partitions;
    std::vector<Partition*> m_touched;
};

} // namespace eventflow::kafka
