#include "widgets/viewmodels/frame_pump.h"

namespace eventflow::viewmodels {

FramePump::FramePump(feed::Workbench& workbench, QObject* parent) : QObject(parent), m_workbench(workbench) {
    m_timer.setInterval(kFrameMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FramePump::pump);
}

void FramePump::pump() {
    const feed::PipelineDelta delta = m_workbench.takeDelta();
    if (delta.generation != 0) Q_EMIT frame(delta);
}

} // namespace eventflow::viewmodels
