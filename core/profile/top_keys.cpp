#include "core/profile/top_keys.h"

#include <algorithm>
#include <utility>

namespace eventflow::profile {

void TopKeys::add(std::string_view key, const Hash128& hash) {
    ++m_total;
    if (const auto found = m_places.find(hash); found != m_places.end()) {
        ++m_heap[found->second].entry.count;
        siftDown(found->second);
        return;
    }
    const std::string_view shown = key.substr(0, kShownBytes);
    if (m_heap.size() < kCapacity) {
        // A count of one is the least there is.
        m_heap.push_back({hash, {std::string(shown), 1, 0}});
        std::size_t place = m_heap.size() - 1;
        m_places[hash] = place;
        while (place > 0 && m_heap[(place - 1) / 2].entry.count > m_heap[place].entry.count) {
            const std::size_t parent = (place - 1) / 2;
            std::swap(m_heap[place], m_heap[parent]);
            m_places[m_heap[place].hash] = place;
            m_places[m_heap[parent].hash] = parent;
            place = parent;
        }
        return;
    }
    Counter& least = m_heap.front();
    m_places.erase(least.hash);
    least.hash = hash;
    least.entry.key.assign(shown);
    least.entry.error = least.entry.count++;
    m_places[hash] = 0;
    siftDown(0);
}

void TopKeys::siftDown(std::size_t place) {
    for (;;) {
        std::size_t least = place;
        for (const std::size_t child : {2 * place + 1, 2 * place + 2})
            if (child < m_heap.size() && m_heap[child].entry.count < m_heap[least].entry.count) least = child;
        if (least == place) return;
        std::swap(m_heap[place], m_heap[least]);
        m_places[m_heap[place].hash] = place;
        m_places[m_heap[least].hash] = least;
        place = least;
    }
}

/// A key that one side does not count may have come there as often as its least.
void TopKeys::merge(const TopKeys& other) {
    std::vector<Counter> all = m_heap;
    for (Counter& counter : all) {
        const auto found = other.m_places.find(counter.hash);
        const bool both = found != other.m_places.end();
        counter.entry.count += both ? other.m_heap[found->second].entry.count : other.unseen();
        counter.entry.error += both ? other.m_heap[found->second].entry.error : other.unseen();
    }
    for (const Counter& counter : other.m_heap) {
        if (m_places.contains(counter.hash)) continue;
        Counter& added = all.emplace_back(counter);
        added.entry.count += unseen();
        added.entry.error += unseen();
    }
    m_total += other.m_total;
    std::sort(all.begin(), all.end(),
              [](const Counter& a, const Counter& b) { return a.entry.count > b.entry.count; });
    all.resize(std::min(all.size(), kCapacity));
    rebuild(std::move(all));
}

void TopKeys::rebuild(std::vector<Counter> counters) {
    // Sorted from the least on, it is a heap.
    std::reverse(counters.begin(), counters.end());
    m_heap = std::move(counters);
    m_places.clear();
    for (std::size_t i = 0; i < m_heap.size(); ++i)
        m_places[m_heap[i].hash] = i;
}

std::vector<TopKeys::Entry> TopKeys::top(std::size_t count) const {
    std::vector<Entry> entries;
    for (const Counter& counter : m_heap)
        entries.push_back(counter.entry);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.count != b.count ? a.count > b.count : a.key < b.key;
    });
    entries.resize(std::min(entries.size(), count));
    return entries;
}

} // namespace eventflow::profile
