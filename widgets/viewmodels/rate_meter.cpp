#include "widgets/viewmodels/rate_meter.h"

namespace eventflow::viewmodels {

void RateMeter::update(double uptimeSeconds, std::uint64_t total) {
    if (!m_points.empty() && (total < m_points.back().total || uptimeSeconds < m_points.back().seconds))
        m_points.clear();
    // Closer together than this they would only fill the buffer before the window is covered.
    const double spacing = m_windowSeconds / static_cast<double>(kMaxPoints - 2);
    if (m_points.size() >= 2 && uptimeSeconds - m_points[m_points.size() - 2].seconds < spacing)
        m_points.back() = {uptimeSeconds, total};
    else
        m_points.push_back({uptimeSeconds, total});
    // One point at or before the window's start stays, so that the window is always covered.
    while (m_points.size() > 2 && uptimeSeconds - m_points[1].seconds >= m_windowSeconds)
        m_points.pop_front();
}

double RateMeter::perSecond() const {
    if (m_points.size() < 2) return 0;
    const Point& first = m_points.front();
    const Point& last = m_points.back();
    const double seconds = last.seconds - first.seconds;
    return seconds > 0 ? static_cast<double>(last.total - first.total) / seconds : 0;
}

} // namespace eventflow::viewmodels
