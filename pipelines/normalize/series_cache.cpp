#include "pipelines/normalize/series_cache.h"

namespace eventflow::normalize {

namespace {
constexpr std::size_t kInitialSlots = 1024; // a power of two
}

SeriesCache::SeriesCache() : m_slots(kInitialSlots), m_mask(kInitialSlots - 1) {}

void SeriesCache::insert(std::uint64_t hash, std::string_view key, SeriesIdentity* series) {
    if (m_size >= kMaxEntries || m_keyBytes + key.size() > kMaxKeyBytes) clear();
    if ((m_size + 1) * 2 > m_slots.size()) grow();
    place({hash, m_keys.copy(key), series});
    ++m_size;
    m_keyBytes += key.size();
}

void SeriesCache::clear() {
    m_slots.assign(kInitialSlots, Entry{});
    m_mask = kInitialSlots - 1;
    m_size = 0;
    m_keyBytes = 0;
    m_keys.clear();
}

void SeriesCache::place(const Entry& entry) {
    std::size_t slot = entry.hash & m_mask;
    while (m_slots[slot].key.data() != nullptr)
        slot = (slot + 1) & m_mask;
    m_slots[slot] = entry;
}

void SeriesCache::grow() {
    std::vector<Entry> old(m_slots.size() * 2);
    old.swap(m_slots);
    m_mask = m_slots.size() - 1;
    for (const Entry& entry : old)
        if (entry.key.data() != nullptr) place(entry);
}

} // namespace eventflow::normalize
