#pragma once

#include "core/feed/cluster_desk.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace eventflow::widgets {

/// The way of blocking calls to the desk of connections, which they may outlast: a call that begins after
/// close() does not reach it, and close() waits for those under way.
/// Thread: any (locks); desk() the GUI thread alone. Lifetime: shared by all work that uses it.
class DeskAccess {
public:
    explicit DeskAccess(feed::ClusterDesk& desk) : m_desk(&desk) {}
    DeskAccess(const DeskAccess&) = delete;
    DeskAccess& operator=(const DeskAccess&) = delete;

    /// For the calls that do not block. Not after close().
    [[nodiscard]] feed::ClusterDesk& desk() const { return *m_desk; }

    /// What `work(desk)` returns; `closed` when the desk is gone.
    template <typename T, typename Work>
    T call(T closed, const Work& work) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed) return closed;
            ++m_calls;
        }
        T result = work(*m_desk);
        {
            const std::lock_guard lock(m_mutex);
            --m_calls;
        }
        m_idle.notify_all();
        return result;
    }

    /// The desk may go once this returns. Whoever waits for calls should have asked them to stop.
    void close() {
        std::unique_lock lock(m_mutex);
        m_closed = true;
        m_idle.wait(lock, [this] { return m_calls == 0; });
    }

private:
    feed::ClusterDesk* m_desk;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_calls = 0;
    bool m_closed = false;
};

using DeskPtr = std::shared_ptr<DeskAccess>;

} // namespace eventflow::widgets
