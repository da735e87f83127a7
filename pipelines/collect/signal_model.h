#pragma once

#include "pipelines/collect/fleet.h"
#include "pipelines/collect/incidents.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace eventflow::collect {

/// What every simulated host measures.
struct SimulatedMetric {
    std::string_view name;
    std::string_view unit;
    int decimals = 0;
};
inline constexpr std::array kSimulatedMetrics{
    SimulatedMetric{"cpu_load", "percent", 2},
    SimulatedMetric{"memory_used_percent", "percent", 2},
    SimulatedMetric{"http_requests_per_second", "per_second", 1},
    SimulatedMetric{"http_error_ratio", "ratio", 4},
    SimulatedMetric{"http_latency_ms", "ms", 1},
};
enum class MetricIndex : std::uint8_t { CpuLoad, MemoryUsed, RequestRate, ErrorRatio, Latency };

/// The values of the fleet's metrics: a daily shape, a level of each host, slow and fast noise, and the
/// incidents. In integers and without state: any value can be asked for at any time, and is the same
/// everywhere. Thread: any (const).
class SignalModel {
public:
    SignalModel(const SimulatorOptions& options, const Fleet& fleet);

    /// In units of the metric's last decimal. Unit: milliseconds since SimulatorOptions::start.
    [[nodiscard]] std::int64_t value(std::uint32_t host, MetricIndex metric, std::int64_t sinceStartMs) const;
    [[nodiscard]] bool isSilent(std::uint32_t host, std::int64_t sinceStartMs) const;
    /// Strength 0 to 1000 of an incident of that kind, at that host where it is bound to hosts.
    [[nodiscard]] std::int64_t strength(IncidentKind kind, std::uint32_t host,
                                        std::int64_t sinceStartMs) const;
    /// The time of the day's load, −1000 at four in the morning to 1000 at four in the afternoon.
    [[nodiscard]] std::int64_t dailyShape(std::int64_t sinceStartMs) const;
    [[nodiscard]] const std::vector<Incident>& incidents() const { return m_incidents; }

private:
    [[nodiscard]] std::int64_t noise(std::uint64_t key) const;
    [[nodiscard]] std::int64_t slowNoise(std::uint64_t series, std::int64_t sinceStartMs) const;

    std::uint64_t m_seed;
    std::int64_t m_startMs;
    std::int64_t m_cycleMs; ///< incidents repeat after this; 0: they do not
    const Fleet& m_fleet;
    std::vector<Incident> m_incidents;
};

} // namespace eventflow::collect
