#pragma once

#include "core/feed/workbench.h"

#include <QObject>
#include <QTimer>

namespace eventflow::viewmodels {

/// The one clock of the screen: takes the workbench's delta at most 30 times a second and hands it on, whole.
/// Nothing else in the widgets polls the engine, and the engine never signals the widgets.
/// Thread: GUI. Lifetime: the workbench outlives the pump.
class FramePump : public QObject {
    Q_OBJECT
public:
    static constexpr int kFrameMs = 34; // a timer of 33 ms may tick 30.3 times a second

    explicit FramePump(feed::Workbench& workbench, QObject* parent = nullptr);

    void start() { m_timer.start(); }
    void stop() { m_timer.stop(); }
    [[nodiscard]] bool isRunning() const { return m_timer.isActive(); }

    /// Takes one delta now. Emits nothing when nothing has happened.
    void pump();

Q_SIGNALS:
    /// Once a frame. Connect directly: the delta lives as long as the emission.
    void frame(const eventflow::feed::PipelineDelta& delta);

private:
    feed::Workbench& m_workbench;
    QTimer m_timer;
};

} // namespace eventflow::viewmodels
