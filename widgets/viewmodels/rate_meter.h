#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace eventflow::viewmodels {

/// Turns a cumulative counter into a rate per second over the last seconds.
/// A counter that goes down has been restarted: what was seen before is forgotten.
class RateMeter {
public:
    static constexpr std::size_t kMaxPoints = 128;

    RateMeter() = default;
    explicit RateMeter(double windowSeconds) : m_windowSeconds(windowSeconds) {}

    /// `uptimeSeconds` must not decrease; it is the delta's uptime, not the wall clock.
    void update(double uptimeSeconds, std::uint64_t total);
    void reset() { m_points.clear(); }
    /// 0 until two updates are known.
    [[nodiscard]] double perSecond() const;

private:
    struct Point {
        double seconds;
        std::uint64_t total;
    };
    double m_windowSeconds = 3.0;
    std::deque<Point> m_points;
};

} // namespace eventflow::viewmodels
