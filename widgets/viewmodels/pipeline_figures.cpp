#include "widgets/viewmodels/pipeline_figures.h"

#include "widgets/viewmodels/format.h"

#include <algorithm>

namespace eventflow::viewmodels {

void PipelineFigures::reset(std::uint64_t generation) {
    *this = PipelineFigures();
    m_generation = generation;
}

void PipelineFigures::apply(const feed::PipelineDelta& delta) {
    if (delta.generation != m_generation) reset(delta.generation);
    m_uptimeSeconds = delta.uptimeSeconds;
    m_status = delta.status;
    m_counters = delta.counters;
    m_watermark = delta.watermark;
    m_storeBytes = delta.storeBytes;
    m_rssBytes = delta.rssBytes;
    m_seriesCount = delta.seriesCount;
    m_events.update(delta.uptimeSeconds, delta.counters.read);
    m_bytes.update(delta.uptimeSeconds, delta.counters.bytesRead);
    m_deadLetters.update(delta.uptimeSeconds, delta.counters.deadLettered);
    m_lag.reset();
    for (const feed::StreamStats& stream : delta.streams)
        if (const auto lag = stream.lag()) m_lag = m_lag.value_or(0) + std::max<std::int64_t>(*lag, 0);
    m_latency.reset();
    m_queueRatio = 0;
    for (const feed::StepStats& step : delta.steps) {
        m_latency = m_latency.value_or(0) + step.p99Seconds;
        if (step.queueCapacity > 0)
            m_queueRatio = std::max(m_queueRatio, static_cast<double>(step.queueBytes) /
                                                      static_cast<double>(step.queueCapacity));
    }
    if (delta.activeAlerts) countAlerts(*delta.activeAlerts);
    // A rate needs two frames: the first one is only where the seconds are counted from.
    if (m_lastRemembered < 0) m_lastRemembered = delta.uptimeSeconds;
    if (delta.uptimeSeconds - m_lastRemembered >= 1) remember(delta.uptimeSeconds);
}

void PipelineFigures::countAlerts(const std::vector<Alert>& alerts) {
    m_firing = 0;
    m_worst = Severity::Ok;
    for (const Alert& alert : alerts) {
        // A recovering alert still fires: only its condition no longer holds.
        if (alert.state != AlertState::Firing && alert.state != AlertState::Recovering) continue;
        ++m_firing;
        m_worst = std::min(m_worst, severityOf(alert.labels));
    }
}

void PipelineFigures::remember(double uptimeSeconds) {
    m_lastRemembered = uptimeSeconds;
    for (int i = 0; i < kFigureCount; ++i) {
        std::vector<double>& history = m_history[static_cast<std::size_t>(i)];
        history.push_back(value(static_cast<Figure>(i)).value_or(0));
        if (history.size() > kHistory) history.erase(history.begin());
    }
}

std::optional<double> PipelineFigures::value(Figure figure) const {
    switch (figure) {
    case Figure::Events:
        return m_events.perSecond();
    case Figure::Bytes:
        return m_bytes.perSecond();
    case Figure::Firing:
        return m_firing;
    case Figure::DeadLetters:
        return m_deadLetters.perSecond() * 60;
    case Figure::Lag:
        return m_lag ? std::optional(static_cast<double>(*m_lag)) : std::nullopt;
    case Figure::Latency:
        return m_latency;
    }
    return std::nullopt;
}

QString PipelineFigures::text(Figure figure) const {
    const auto known = value(figure);
    if (!known || m_generation == 0) return QStringLiteral("–");
    switch (figure) {
    case Figure::Bytes:
        return format::byteRate(*known);
    case Figure::Latency:
        return format::seconds(*known);
    default:
        return format::compact(*known);
    }
}

} // namespace eventflow::viewmodels
