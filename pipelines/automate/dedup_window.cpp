#include "pipelines/automate/dedup_window.h"

#include <algorithm>
#include <cassert>

namespace eventflow::automate {

namespace {
constexpr std::size_t kInitialSlots = 1024;
}

DedupWindow::DedupWindow(std::size_t window)
    : m_window(std::max<std::size_t>(window, 1)), m_table(kInitialSlots) {}

std::size_t DedupWindow::find(const Hash128& key) const {
    const std::size_t mask = m_table.size() - 1;
    std::size_t slot = key.low & mask;
    while (!m_table[slot].isZero() && m_table[slot] != key)
        slot = (slot + 1) & mask;
    return slot;
}

bool DedupWindow::contains(const Hash128& key) const {
    return !m_table[find(key)].isZero();
}

bool DedupWindow::insert(const Hash128& key) {
    assert(!key.isZero());
    if (contains(key)) return false;
    if (m_order.size() < m_window) {
        m_order.push_back(key);
        if (m_order.size() * 2 > m_table.size()) grow();
    } else {
        erase(m_order[m_oldest]);
        m_order[m_oldest] = key;
        m_oldest = (m_oldest + 1) % m_window;
    }
    m_table[find(key)] = key;
    return true;
}

void DedupWindow::erase(const Hash128& key) {
    const std::size_t mask = m_table.size() - 1;
    std::size_t hole = find(key);
    if (m_table[hole].isZero()) return;
    for (std::size_t next = (hole + 1) & mask; !m_table[next].isZero(); next = (next + 1) & mask) {
        // An entry may move into the hole unless its home lies cyclically in (hole, next].
        const std::size_t home = m_table[next].low & mask;
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        m_table[hole] = m_table[next];
        hole = next;
    }
    m_table[hole] = {};
}

void DedupWindow::grow() {
    std::vector<Hash128> old(m_table.size() * 2);
    old.swap(m_table);
    for (const Hash128& key : old)
        if (!key.isZero()) m_table[find(key)] = key;
}

} // namespace eventflow::automate
