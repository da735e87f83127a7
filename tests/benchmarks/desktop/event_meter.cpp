#include "tests/benchmarks/desktop/event_meter.h"

#include <QEvent>
#include <QMetaEnum>
#include <QWidget>

#include <algorithm>
#include <ctime>

namespace eventflow::bench {

namespace {

double milliseconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

QString kindOf(QEvent::Type type) {
    const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return name == nullptr ? QString::number(type) : QString::fromLatin1(name);
}

/// A widget by its name, or its view's.
QString placeOf(const QObject* receiver) {
    const QObject* named = receiver->parent() != nullptr ? receiver->parent() : receiver;
    const auto* widget = qobject_cast<const QWidget*>(named);
    const QString name = widget == nullptr ? QString() : widget->accessibleName();
    return name.isEmpty() ? QString::fromLatin1(receiver->metaObject()->className()) : name;
}

} // namespace

void MeteredApplication::startMeter() {
    m_wall.clear();
    m_max = m_maxCpu = 0;
    m_dearest.clear();
}

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (m_depth > 0 && (m_depth > 1 || event->type() != QEvent::Paint))
        return QApplication::notify(receiver, event);
    // Read before: the receiver may be gone afterwards.
    const QLatin1String receiverName(receiver->metaObject()->className());
    const QEvent::Type type = event->type();
    const QString place = m_depth > 0 ? placeOf(receiver) : QString();
    if (m_depth == 0) m_partTime = 0;
    ++m_depth;
    const double wall = milliseconds(CLOCK_MONOTONIC);
    const double cpu = milliseconds(CLOCK_THREAD_CPUTIME_ID);
    const bool handled = QApplication::notify(receiver, event);
    const double cpuTaken = milliseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    const double taken = milliseconds(CLOCK_MONOTONIC) - wall;
    --m_depth;
    if (m_depth > 0) {
        if (taken > m_partTime) {
            m_partTime = taken;
            m_part = place;
        }
        return handled;
    }
    m_wall.push_back(taken);
    m_maxCpu = std::max(m_maxCpu, cpuTaken);
    if (taken > m_max) {
        m_max = taken;
        m_dearest = receiverName + QLatin1String(" ") + kindOf(type);
        if (m_partTime > 0)
            m_dearest += QStringLiteral(" (paint of %1: %2)").arg(m_part).arg(m_partTime, 0, 'f', 2);
    }
    return handled;
}

EventCost MeteredApplication::cost() const {
    std::vector<double> wall;
    std::copy_if(m_wall.begin(), m_wall.end(), std::back_inserter(wall),
                 [](double taken) { return taken >= kFloorMs; });
    EventCost cost;
    cost.events = wall.size();
    if (wall.empty()) return cost;
    std::sort(wall.begin(), wall.end());
    const auto at = [&](double share) {
        return wall[static_cast<std::size_t>(share * static_cast<double>(wall.size() - 1) + 0.5)];
    };
    cost.p50 = at(0.5);
    cost.p99 = at(0.99);
    cost.max = wall.back();
    cost.maxCpu = m_maxCpu;
    cost.dearest = m_dearest;
    return cost;
}

} // namespace eventflow::bench
