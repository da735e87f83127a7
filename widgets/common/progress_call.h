#pragma once

#include "widgets/common/async_call.h"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

namespace eventflow::widgets {

/// A blocking call that tells how far it is, and whose result is wanted even if it was stopped: whoever stops
/// a write wants to know what went. Thread: GUI; `work` runs as in AsyncCall and may report from its thread.
template <typename T, typename Progress>
class ProgressCall {
public:
    using Report = std::function<void(Progress)>;
    using Work = std::function<T(const Report&, std::stop_token)>;

    void start(Work work, typename AsyncCall<T>::Done done) {
        m_stop = std::stop_source();
        m_latest = std::make_shared<Latest>();
        m_call.start(
            [work = std::move(work), latest = m_latest, stop = m_stop](std::stop_token abandoned) mutable {
                const std::stop_callback forward(abandoned, [&stop] { stop.request_stop(); });
                const Report report = [&latest](Progress progress) {
                    const std::lock_guard lock(latest->mutex);
                    latest->progress = std::move(progress);
                };
                return work(report, stop.get_token());
            },
            std::move(done));
    }
    /// The result still comes.
    void stop() { m_stop.request_stop(); }
    /// It does not.
    void abandon() { m_call.cancel(); }

    [[nodiscard]] bool isRunning() const { return m_call.isRunning(); }
    /// What was reported last; a value of its own before that.
    [[nodiscard]] Progress progress() const {
        const std::lock_guard lock(m_latest->mutex);
        return m_latest->progress;
    }

private:
    struct Latest {
        std::mutex mutex;
        Progress progress{};
    };

    std::stop_source m_stop{std::nostopstate};
    std::shared_ptr<Latest> m_latest = std::make_shared<Latest>();
    AsyncCall<T> m_call;
};

} // namespace eventflow::widgets
