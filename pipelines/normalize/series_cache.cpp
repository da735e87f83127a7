#include "pipelines/normalize/series_cache.h"

#include <utility>

namespace eventflow::normalize {

namespace {
constexpr std::size_t kInitialSlots = 1024; // a power of two
}

SeriesCache::SeriesCache() {
    clear();
}

void SeriesCache::insert(std::uint64_t hash, std::string_view key, SeriesIdentity* series) {
    const Header header{series, key.size()};
    const std::size_t bytes = (sizeof(header) + key.size() + kAlign - 1) / kAlign * kAlign;
    if (m_size >= kMaxEntries || m_pool.size() + bytes > kMaxPoolBytes) clear();
    if ((m_size + 1) * 2 > m_slots.size()) grow();
    const std::size_t at = m_pool.size();
    m_pool.resize(at + bytes);
    std::memcpy(m_pool.data() + at, &header, sizeof(header));
    std::memcpy(m_pool.data() + at + sizeof(header), key.data(), key.size());
    place(hash, {tagOf(hash), static_cast<std::uint32_t>(at / kAlign)});
    ++m_size;
}

void SeriesCache::clear() {
    m_slots.assign(kInitialSlots, Slot{});
    m_hashes.assign(kInitialSlots, 0);
    m_mask = kInitialSlots - 1;
    m_size = 0;
    m_pool.assign(kAlign, '\0'); // place 0 means free
}

void SeriesCache::place(std::uint64_t hash, Slot slot) {
    std::size_t at = hash & m_mask;
    while (m_slots[at].entry != 0)
        at = (at + 1) & m_mask;
    m_slots[at] = slot;
    m_hashes[at] = hash;
}

void SeriesCache::grow() {
    const std::vector<Slot> slots = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
    const std::vector<std::uint64_t> hashes =
        std::exchange(m_hashes, std::vector<std::uint64_t>(m_slots.size()));
    m_mask = m_slots.size() - 1;
    for (std::size_t at = 0; at < slots.size(); ++at)
        if (slots[at].entry != 0) place(hashes[at], slots[at]);
}

} // namespace eventflow::normalize
