#pragma once

#include <QApplication>
#include <QString>

#include <vector>

namespace eventflow::bench {

/// What one scene cost: the handling of each outermost event, painting included. Milliseconds.
struct EventCost {
    std::size_t events = 0;
    double p50 = 0;
    double p99 = 0;
    double max = 0;
    double maxCpu = 0; ///< the processor time of the dearest event: without what neighbours took
    QString dearest;   ///< receiver and kind of the event that took longest, and the longest paint within it
};

/// An application that measures itself: how long the GUI thread is in notify(), from the event loop's view.
/// Events sent within the handling of another belong to that one. Thread: GUI.
class MeteredApplication : public QApplication {
public:
    using QApplication::QApplication;

    /// Forgets what was measured so far.
    void startMeter();
    /// Of all events since startMeter() that took at least kFloorMs: below it, it is the loop's own noise.
    [[nodiscard]] EventCost cost() const;

    bool notify(QObject* receiver, QEvent* event) override;

private:
    static constexpr double kFloorMs = 0.02;

    std::vector<double> m_wall;
    double m_max = 0;
    double m_maxCpu = 0;
    QString m_dearest;
    int m_depth = 0;
    // Of the event under way: the paint within it that took longest.
    double m_partTime = 0;
    QString m_part;
};

} // namespace eventflow::bench
