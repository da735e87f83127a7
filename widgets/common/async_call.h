#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

namespace eventflow::widgets {

/// Where blocking calls run: apart from Qt's own pool, whose few threads are for computing.
QThreadPool& blockingPool();

/// A blocking call made away from the GUI thread, whose result comes back to it. At most one counts: starting
/// another, cancelling or destroying asks the one under way to stop, and its result is dropped.
/// Thread: GUI; `work` runs in blockingPool() and must own (share) everything it touches, for it may outlive
/// this.
template <typename T>
class AsyncCall {
public:
    using Work = std::function<T(std::stop_token)>;
    using Done = std::function<void(T)>;

    AsyncCall() = default;
    AsyncCall(const AsyncCall&) = delete;
    AsyncCall& operator=(const AsyncCall&) = delete;
    ~AsyncCall() { cancel(); }

    /// `done` is called on the GUI thread, unless this is overtaken first.
    void start(Work work, Done done) {
        cancel();
        m_stop = std::stop_source();
        m_watcher = std::make_unique<QFutureWatcher<std::shared_ptr<T>>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(),
                         [this, done = std::move(done)] {
                             // `done` may start the next call, which replaces the watcher and this closure.
                             const Done call = done;
                             const std::shared_ptr<T> result = m_watcher->result();
                             m_watcher.release()->deleteLater();
                             call(std::move(*result));
                         });
        m_watcher->setFuture(
            QtConcurrent::run(&blockingPool(), [work = std::move(work), stop = m_stop.get_token()] {
                return std::make_shared<T>(work(stop));
            }));
    }

    void cancel() {
        m_stop.request_stop();
        m_watcher.reset();
    }

    [[nodiscard]] bool isRunning() const { return m_watcher != nullptr; }

private:
    std::stop_source m_stop{std::nostopstate};
    std::unique_ptr<QFutureWatcher<std::shared_ptr<T>>> m_watcher;
};

} // namespace eventflow::widgets
