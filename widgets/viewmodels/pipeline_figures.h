#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/rate_meter.h"
#include "widgets/viewmodels/severity.h"

#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace eventflow::viewmodels {

/// The figures of the status bar and the Overview's tiles.
enum class Figure : std::uint8_t { Events, Bytes, Firing, DeadLetters, Lag, Latency };
inline constexpr int kFigureCount = 6;

/// Follows the frames and keeps the present figures with a history of one value a second.
/// Bounded: kHistory values a figure. Thread: GUI.
class PipelineFigures {
public:
    static constexpr std::size_t kHistory = 120;

    void apply(const feed::PipelineDelta& delta);

    [[nodiscard]] std::uint64_t generation() const { return m_generation; }
    [[nodiscard]] const feed::RunStatus& status() const { return m_status; }
    [[nodiscard]] Timestamp watermark() const { return m_watermark; }
    [[nodiscard]] double uptimeSeconds() const { return m_uptimeSeconds; }

    /// Per second; firing alerts; dead letters per minute; records; seconds. Nothing where it is not known.
    [[nodiscard]] std::optional<double> value(Figure figure) const;
    /// Oldest first.
    [[nodiscard]] const std::vector<double>& history(Figure figure) const {
        return m_history[static_cast<std::size_t>(figure)];
    }
    [[nodiscard]] QString text(Figure figure) const;

    [[nodiscard]] const feed::Counters& counters() const { return m_counters; }
    /// The fullest queue, 0 to 1.
    [[nodiscard]] double queueRatio() const { return m_queueRatio; }
    [[nodiscard]] std::uint64_t storeBytes() const { return m_storeBytes; }
    [[nodiscard]] std::uint64_t rssBytes() const { return m_rssBytes; }
    [[nodiscard]] std::size_t seriesCount() const { return m_seriesCount; }
    [[nodiscard]] int firingCount() const { return m_firing; }
    /// Of the alerts that are firing; Ok when none is.
    [[nodiscard]] Severity worstFiring() const { return m_worst; }

private:
    void reset(std::uint64_t generation);
    void countAlerts(const std::vector<Alert>& alerts);
    void remember(double uptimeSeconds);

    std::uint64_t m_generation = 0;
    feed::RunStatus m_status;
    feed::Counters m_counters;
    Timestamp m_watermark = kNoTime;
    RateMeter m_events;
    RateMeter m_bytes;
    RateMeter m_deadLetters{60.0};
    std::optional<std::int64_t> m_lag;
    std::optional<double> m_latency;
    double m_queueRatio = 0;
    std::uint64_t m_storeBytes = 0;
    std::uint64_t m_rssBytes = 0;
    std::size_t m_seriesCount = 0;
    int m_firing = 0;
    Severity m_worst = Severity::Ok;
    double m_uptimeSeconds = 0;
    double m_lastRemembered = -1;
    std::array<std::vector<double>, kFigureCount> m_history;
};

} // namespace eventflow::viewmodels
