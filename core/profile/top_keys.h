#pragma once

#include "core/base/hash.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventflow::profile {

/// The most frequent keys in bounded memory (Space-Saving, Metwally et al. 2005). Every key that came more
/// than total() / kCapacity times is among them; a key came between `count - error` and `count` times.
/// Thread: confined.
class TopKeys {
public:
    static constexpr std::size_t kCapacity = 500;
    static constexpr std::size_t kShownBytes = 64;

    struct Entry {
        std::string key; ///< its first kShownBytes
        std::uint64_t count = 0;
        std::uint64_t error = 0;
    };

    /// `hash`: of the whole key.
    void add(std::string_view key, const Hash128& hash);
    void merge(const TopKeys& other);

    [[nodiscard]] std::uint64_t total() const { return m_total; }
    /// Most frequent first.
    [[nodiscard]] std::vector<Entry> top(std::size_t count) const;

private:
    struct Counter {
        Hash128 hash;
        Entry entry;
    };
    void siftDown(std::size_t place);
    void rebuild(std::vector<Counter> counters);
    /// The most a key that is not counted can have come.
    [[nodiscard]] std::uint64_t unseen() const {
        return m_heap.size() < kCapacity ? 0 : m_heap.front().entry.count;
    }

    std::vector<Counter> m_heap; ///< the least frequent first
    std::unordered_map<Hash128, std::size_t> m_places;
    std::uint64_t m_total = 0;
};

} // namespace eventflow::profile
