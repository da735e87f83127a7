#pragma once

#include <mutex>
#include <utility>

namespace eventflow {

/// The hand-over from the pipeline to the screen: the worker merges into one pending delta, the GUI takes it
/// whole, at most once a frame. `Delta::merge(Delta&&)` must keep the result bounded.
/// Thread: any (locks, for the time of one merge or one swap).
template <typename Delta>
class FrameFeed {
public:
    void publish(Delta&& delta) {
        const std::lock_guard lock(m_mutex);
        m_pending.merge(std::move(delta));
    }

    /// Everything since the last take.
    [[nodiscard]] Delta take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_pending, Delta{});
    }

private:
    std::mutex m_mutex;
    Delta m_pending;
};

} // namespace eventflow
