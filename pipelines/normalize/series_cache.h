#pragma once

#include "core/base/arena.h"
#include "core/series/series_identity.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace eventflow::normalize {

/// From the raw fields that identify a series to its identity, or to the fact that it was refused. Keys are
/// compared in full, so that two series whose hashes meet stay two. Open addressing with linear probing, at
/// most half full. Bounded: when kMaxEntries or kMaxKeyBytes is reached, it forgets everything and learns
/// again. Thread: confined to one worker.
class SeriesCache {
public:
    static constexpr std::size_t kMaxEntries = 512 * 1024;
    static constexpr std::size_t kMaxKeyBytes = 64 * 1024 * 1024;

    struct Entry {
        std::uint64_t hash = 0;
        std::string_view key;             ///< no data: the slot is free
        SeriesIdentity* series = nullptr; ///< nullptr: refused, the bound on series was reached
    };

    SeriesCache();

    /// nullptr when the key was never inserted.
    [[nodiscard]] const Entry* find(std::uint64_t hash, std::string_view key) const {
        for (std::size_t slot = hash & m_mask;; slot = (slot + 1) & m_mask) {
            const Entry& entry = m_slots[slot];
            if (entry.key.data() == nullptr) return nullptr;
            if (entry.hash == hash && entry.key == key) return &entry;
        }
    }
    /// Of a key that find() did not find.
    void insert(std::uint64_t hash, std::string_view key, SeriesIdentity* series);
    void clear();

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    void place(const Entry& entry);
    void grow();

    std::vector<Entry> m_slots;
    std::size_t m_mask = 0;
    std::size_t m_size = 0;
    std::size_t m_keyBytes = 0;
    Arena m_keys;
};

} // namespace eventflow::normalize
