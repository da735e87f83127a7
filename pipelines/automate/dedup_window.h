#pragma once

#include "core/base/hash.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace eventflow::automate {

/// Remembers the last N distinct keys: the first sight of a key is new, every later one within the window is
/// not. Open addressing with linear probing and backward-shift deletion (Knuth, TAOCP 6.4, algorithm R), so
/// that there are no tombstones and the table never degrades. Grows with its contents up to the window.
/// Thread: the engine's. Memory: 48 bytes a key at most.
class DedupWindow {
public:
    /// `window` ≥ 1.
    explicit DedupWindow(std::size_t window);

    /// True when the key is new. Keys are not zero.
    bool insert(const Hash128& key);
    [[nodiscard]] bool contains(const Hash128& key) const;
    [[nodiscard]] std::size_t size() const { return m_order.size(); }

private:
    [[nodiscard]] std::size_t find(const Hash128& key) const;
    void erase(const Hash128& key);
    void grow();

    std::size_t m_window;
    std::vector<Hash128> m_table; ///< a zero key is a free slot
    std::vector<Hash128> m_order; ///< a ring once it is full
    std::size_t m_oldest = 0;
};

} // namespace eventflow::automate
