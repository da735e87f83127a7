#pragma once

#include "core/base/time.h"

#include <optional>
#include <vector>

namespace eventflow::viewmodels {

/// Which stretch of event time the charts show: the last minutes up to the watermark (live), the same
/// standing still (paused), or a part chosen by dragging (zoomed; several times into each other).
class TimeRange {
public:
    struct Span {
        Timestamp from;
        Timestamp until;
        bool operator==(const Span&) const = default;
    };

    static constexpr Duration kAll = Duration::max();
    static constexpr Duration kSmallestZoom = std::chrono::seconds(5);
    static constexpr std::size_t kMaxZooms = 32;

    /// kAll: from the first time that was seen.
    void setLength(Duration length);
    [[nodiscard]] Duration length() const { return m_length; }

    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return m_pausedAt.has_value() || !m_zooms.empty(); }

    void zoomTo(Timestamp from, Timestamp until);
    /// False when there is nothing to zoom out of.
    bool zoomOut();
    [[nodiscard]] bool isZoomed() const { return !m_zooms.empty(); }

    /// The end of live data. The first call also sets where kAll begins.
    void setNow(Timestamp now);
    void reset();

    /// Nothing before the first setNow().
    [[nodiscard]] std::optional<Span> span() const;
    /// A distance of samples that suits the span: about `points` of them, at least one second, a round
    /// number.
    [[nodiscard]] static Duration stepFor(Duration length, int points);

private:
    Duration m_length = std::chrono::minutes(15);
    Timestamp m_now = kNoTime;
    Timestamp m_first = kNoTime;
    std::optional<Timestamp> m_pausedAt;
    std::vector<Span> m_zooms;
};

} // namespace eventflow::viewmodels
