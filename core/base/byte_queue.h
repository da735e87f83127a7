#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace eventflow {

/// A queue between two stages, bounded by the bytes its items report. It carries batches, never single
/// records. An empty queue admits one item of any size, so that a batch larger than the bound cannot stop the
/// pipeline. Thread: any (locks). Every wait ends when its stop_token is stopped or the queue is closed.
template <typename T>
class ByteQueue {
public:
    explicit ByteQueue(std::size_t capacityBytes) : m_capacity(capacityBytes) {}
    ByteQueue(const ByteQueue&) = delete;
    ByteQueue& operator=(const ByteQueue&) = delete;

    /// Waits for room. False, with `item` left as it was, when the queue is closed or the stop was requested.
    [[nodiscard]] bool push(T&& item, std::size_t bytes, std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        m_notFull.wait(lock, stop, [&] { return m_closed || fits(bytes); });
        if (m_closed || stop.stop_requested()) return false;
        admit(std::move(item), bytes);
        return true;
    }

    /// As push, but also false after `timeout`.
    [[nodiscard]] bool pushFor(T&& item, std::size_t bytes, std::chrono::milliseconds timeout,
                               std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        const bool room = m_notFull.wait_for(lock, stop, timeout, [&] { return m_closed || fits(bytes); });
        if (!room || m_closed || stop.stop_requested()) return false;
        admit(std::move(item), bytes);
        return true;
    }

    /// False, with `item` left as it was, when there is no room now.
    [[nodiscard]] bool tryPush(T&& item, std::size_t bytes) {
        std::unique_lock lock(m_mutex);
        if (m_closed || !fits(bytes)) {
            ++m_refused;
            return false;
        }
        admit(std::move(item), bytes);
        return true;
    }

    /// Waits for an item. Nothing when the queue is closed and drained, or the stop was requested.
    [[nodiscard]] std::optional<T> pop(std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        m_notEmpty.wait(lock, stop, [&] { return m_closed || !m_items.empty(); });
        return stop.stop_requested() ? std::nullopt : take();
    }

    /// As pop, but gives up after `timeout`.
    [[nodiscard]] std::optional<T> popFor(std::chrono::milliseconds timeout, std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        m_notEmpty.wait_for(lock, stop, timeout, [&] { return m_closed || !m_items.empty(); });
        return stop.stop_requested() ? std::nullopt : take();
    }

    /// No more pushes; what is inside can still be popped.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_notFull.notify_all();
        m_notEmpty.notify_all();
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
    /// Closed and drained: no pop will ever return an item again.
    [[nodiscard]] bool finished() const {
        const std::lock_guard lock(m_mutex);
        return m_closed && m_items.empty();
    }
    /// How often tryPush said no.
    [[nodiscard]] std::size_t refused() const {
        const std::lock_guard lock(m_mutex);
        return m_refused;
    }

private:
    [[nodiscard]] bool fits(std::size_t bytes) const {
        return m_items.empty() || (bytes <= m_capacity && m_bytes <= m_capacity - bytes);
    }
    void admit(T&& item, std::size_t bytes) {
        m_items.emplace_back(std::move(item), bytes);
        m_bytes += bytes;
        m_notEmpty.notify_one();
    }
    std::optional<T> take() {
        if (m_items.empty()) return std::nullopt;
        std::optional<T> item(std::move(m_items.front().first));
        m_bytes -= m_items.front().second;
        m_items.pop_front();
        m_notFull.notify_all();
        return item;
    }

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_notFull;
    std::condition_variable_any m_notEmpty;
    std::deque<std::pair<T, std::size_t>> m_items;
    std::size_t m_bytes = 0;
    std::size_t m_refused = 0;
    bool m_closed = false;
};

} // namespace eventflow
