#include "widgets/viewmodels/time_range.h"

#include <algorithm>
#include <array>

namespace eventflow::viewmodels {

void TimeRange::setLength(Duration length) {
    m_length = length;
    m_zooms.clear();
}

void TimeRange::setPaused(bool paused) {
    if (paused) {
        if (!m_pausedAt && m_now != kNoTime) m_pausedAt = m_now;
        return;
    }
    m_pausedAt.reset();
    m_zooms.clear();
}

void TimeRange::zoomTo(Timestamp from, Timestamp until) {
    if (until < from) std::swap(from, until);
    if (until - from < kSmallestZoom) {
        const Timestamp middle = from + (until - from) / 2;
        from = middle - kSmallestZoom / 2;
        until = from + kSmallestZoom;
    }
    if (m_zooms.size() == kMaxZooms) m_zooms.erase(m_zooms.begin());
    m_zooms.push_back({from, until});
}

bool TimeRange::zoomOut() {
    if (m_zooms.empty()) return false;
    m_zooms.pop_back();
    return true;
}

void TimeRange::setNow(Timestamp now) {
    if (now == kNoTime) return;
    m_now = now;
    if (m_first == kNoTime || now < m_first) m_first = now;
}

void TimeRange::reset() {
    m_now = m_first = kNoTime;
    m_pausedAt.reset();
    m_zooms.clear();
}

std::optional<TimeRange::Span> TimeRange::span() const {
    if (!m_zooms.empty()) return m_zooms.back();
    if (m_now == kNoTime) return std::nullopt;
    const Timestamp until = m_pausedAt.value_or(m_now);
    if (m_length != kAll) return Span{until - m_length, until};
    return Span{std::min(m_first, until - std::chrono::minutes(1)), until};
}

Duration TimeRange::stepFor(Duration length, int points) {
    using namespace std::chrono;
    static constexpr std::array<seconds, 15> kSteps{1s,   2s,    5s,    10s,   15s, 30s, 1min, 2min,
                                                    5min, 10min, 15min, 30min, 1h,  3h,  6h};
    const Duration raw = length / std::max(points, 1);
    for (const seconds step : kSteps)
        if (step >= raw) return step;
    return duration_cast<hours>(raw) + 1h;
}

} // namespace eventflow::viewmodels
