#pragma once

#include "core/model/record.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace eventflow::collect {

/// The streams of one source, created as they are seen and numbered densely.
/// Thread: confined; the streams themselves never change. Lifetime: pointers stay valid as long as the table.
class StreamTable {
public:
    struct Entry {
        Stream stream;
        std::int64_t nextOffset = 0;
        std::uint64_t lastBatch = 0; ///< number of the last batch with a record of it, from 1
        std::size_t lastFile = 0;    ///< number of the last file with a record of it, from 1
    };

    explicit StreamTable(std::size_t maxStreams) : m_maxStreams(maxStreams) {}

    /// Adds one that does not count towards the bound.
    Entry& add(std::string_view topic, std::int32_t partition);
    /// Null when it is new and the bound is reached.
    [[nodiscard]] Entry* findOrAdd(std::string_view topic, std::int32_t partition);
    [[nodiscard]] const std::deque<Entry>& entries() const { return m_entries; }
    [[nodiscard]] std::size_t maxStreams() const { return m_maxStreams; }

private:
    struct Key {
        std::string_view topic; ///< of the entry itself
        std::int32_t partition = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return std::hash<std::string_view>()(key.topic) * 31 + static_cast<std::uint32_t>(key.partition);
        }
    };

    std::size_t m_maxStreams;
    std::deque<Entry> m_entries;
    std::unordered_map<Key, Entry*, KeyHash> m_index;
    Entry* m_last = nullptr; ///< records of one stream come in rows
};

} // namespace eventflow::collect
