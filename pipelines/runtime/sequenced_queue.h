#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace eventflow::runtime {

/// Puts the results of parallel workers back into the order in which the source made them. Items carry dense
/// sequence numbers; pop gives 0, 1, 2 … . Bounded in bytes, but the item that is next in order is always
/// admitted: it is the one that everything else waits for. Thread: any (locks).
template <typename T>
class SequencedQueue {
public:
    explicit SequencedQueue(std::size_t capacityBytes) : m_capacity(capacityBytes) {}

    /// Waits for room. False when closed or stopped; the item is then lost to the caller's choice.
    [[nodiscard]] bool push(std::uint64_t sequence, T&& item, std::size_t bytes, std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        m_notFull.wait(lock, stop, [&] {
            return m_closed || sequence == m_next || m_items.empty() || m_bytes + bytes <= m_capacity;
        });
        if (m_closed || stop.stop_requested()) return false;
        m_items.emplace(sequence, std::pair(std::move(item), bytes));
        m_bytes += bytes;
        if (sequence == m_next) m_ready.notify_one();
        return true;
    }

    /// The next item in order, waiting up to `timeout`. Nothing on timeout, stop, or when closed and drained.
    [[nodiscard]] std::optional<T> popFor(std::chrono::milliseconds timeout, std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        m_ready.wait_for(lock, stop, timeout, [&] { return hasNext() || m_closed; });
        if (!hasNext()) return std::nullopt;
        auto node = m_items.extract(m_items.begin());
        m_bytes -= node.mapped().second;
        ++m_next;
        m_notFull.notify_all();
        return std::optional<T>(std::move(node.mapped().first));
    }

    /// No more pushes. What is inside can still be popped.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_notFull.notify_all();
        m_ready.notify_all();
    }

    [[nodiscard]] bool finished() const {
        const std::lock_guard lock(m_mutex);
        return m_closed && !hasNext();
    }
    [[nodiscard]] std::size_t bytes() const {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }
    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }
    [[nodiscard]] std::size_t capacityBytes() const { return m_capacity; }

private:
    [[nodiscard]] bool hasNext() const { return !m_items.empty() && m_items.begin()->first == m_next; }

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_notFull;
    std::condition_variable_any m_ready;
    std::map<std::uint64_t, std::pair<T, std::size_t>> m_items;
    std::uint64_t m_next = 0;
    std::size_t m_bytes = 0;
    bool m_closed = false;
};

} // namespace eventflow::runtime
