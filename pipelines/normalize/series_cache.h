#pragma once

#include "core/series/series_identity.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

namespace eventflow::normalize {

/// From the raw fields that identify a series to its identity, or to the fact that it was refused. Keys are
/// compared in full, so that two series whose hashes meet stay two. Open addressing with linear probing, at
/// most half full. A slot is eight bytes and what it points to lies in one piece (series, length, key),
/// because the look-up is a wait for memory and little else. Bounded: when kMaxEntries or kMaxPoolBytes is
/// reached, it forgets everything and learns again. Thread: confined to one worker.
class SeriesCache {
public:
    static constexpr std::size_t kMaxEntries = 512 * 1024;
    static constexpr std::size_t kMaxPoolBytes = 64 * 1024 * 1024;

    SeriesCache();

    /// Nothing when the key was never inserted; nullptr when it was inserted as refused.
    [[nodiscard]] std::optional<SeriesIdentity*> find(std::uint64_t hash, std::string_view key) const {
        for (std::size_t at = hash & m_mask; m_slots[at].entry != 0; at = (at + 1) & m_mask) {
            if (m_slots[at].tag != tagOf(hash)) continue;
            const char* entry = m_pool.data() + std::size_t{m_slots[at].entry} * kAlign;
            Header header;
            std::memcpy(&header, entry, sizeof(header));
            if (std::string_view(entry + sizeof(header), header.keyBytes) == key) return header.series;
        }
        return std::nullopt;
    }
    /// Of a key that find() did not find; nullptr says that it was refused.
    void insert(std::uint64_t hash, std::string_view key, SeriesIdentity* series);
    void clear();

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    static constexpr std::size_t kAlign = 8;
    /// In front of each key in the pool.
    struct Header {
        SeriesIdentity* series = nullptr;
        std::size_t keyBytes = 0;
    };
    struct Slot {
        std::uint32_t tag = 0;   ///< the half of the hash that does not choose the slot
        std::uint32_t entry = 0; ///< place in the pool, in units of kAlign; 0: free
    };
    static std::uint32_t tagOf(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
    void place(std::uint64_t hash, Slot slot);
    void grow();

    std::vector<Slot> m_slots;
    std::vector<std::uint64_t> m_hashes; ///< beside m_slots, read only when it grows
    std::vector<char> m_pool;
    std::size_t m_mask = 0;
    std::size_t m_size = 0;
};

} // namespace eventflow::normalize
