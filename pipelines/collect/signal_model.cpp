#include "pipelines/collect/signal_model.h"

#include "pipelines/collect/splitmix.h"

#include <algorithm>

namespace eventflow::collect {

namespace {

constexpr std::int64_t kScale = 1000; ///< of shapes, noise and strengths
constexpr std::int64_t kKnotMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

/// What a metric is made of, in units of its last decimal; the parts are multiplied by −1 to 1.
struct Composition {
    std::int64_t level;
    std::array<std::int64_t, 3> ofRole; ///< web, api, db
    std::int64_t ofHost;
    std::int64_t daily;
    std::int64_t slow;
    std::int64_t fast;
    std::int64_t min;
    std::int64_t max;
};
constexpr std::array<Composition, kSimulatedMetrics.size()> kCompositions{{
    {3200, {0, 400, 700}, 500, 1200, 600, 150, 50, 8500},    // cpu_load
    {5000, {-600, 0, 900}, 600, 300, 250, 40, 100, 8500},    // memory_used_percent
    {1400, {0, 600, 2600}, 250, 800, 200, 60, 0, 1'000'000}, // http_requests_per_second
    {90, {0, 20, -40}, 25, 15, 25, 10, 0, 10'000},           // http_error_ratio
    {850, {0, 150, -600}, 80, 150, 90, 40, 5, 1'000'000},    // http_latency_ms
}};

std::int64_t towards(std::int64_t from, std::int64_t to, std::int64_t strength) {
    return from + (to - from) * strength / kScale;
}

} // namespace

SignalModel::SignalModel(const SimulatorOptions& options, const Fleet& fleet)
    : m_seed(mix64(options.seed)),
      m_startMs(toMs(options.start)),
      m_cycleMs(options.events == 0
                    ? std::chrono::duration_cast<std::chrono::milliseconds>(timeSpan(options)).count()
                    : 0),
      m_fleet(fleet),
      m_incidents(planIncidents(options, fleet)) {}

std::int64_t SignalModel::noise(std::uint64_t key) const {
    const std::uint64_t bits = mix64(m_seed ^ (key * 0x9E3779B97F4A7C15ULL));
    return static_cast<std::int64_t>((bits >> 32) * (2 * kScale + 1) >> 32) - kScale;
}

/// Straight lines between random values one minute apart.
std::int64_t SignalModel::slowNoise(std::uint64_t series, std::int64_t sinceStartMs) const {
    const std::int64_t knot = sinceStartMs / kKnotMs;
    const std::int64_t in = sinceStartMs % kKnotMs;
    const auto at = [&](std::int64_t k) { return noise((series << 32) ^ static_cast<std::uint64_t>(k)); };
    return (at(knot) * (kKnotMs - in) + at(knot + 1) * in) / kKnotMs;
}

/// Two parabolas: as good as a sine for this, and the same on every machine.
std::int64_t SignalModel::dailyShape(std::int64_t sinceStartMs) const {
    constexpr std::int64_t kHalf = kDayMs / 2;
    constexpr std::int64_t kMiddleMs = 10 * 3'600'000; // rising through zero at ten
    const std::int64_t x = (m_startMs + sinceStartMs - kMiddleMs + kDayMs) % kDayMs;
    const std::int64_t inHalf = x % kHalf / 1000;
    const std::int64_t arc = 4 * inHalf * (kHalf / 1000 - inHalf) / (kHalf / 1000) * kScale / (kHalf / 1000);
    return x < kHalf ? arc : -arc;
}

std::int64_t SignalModel::strength(IncidentKind kind, std::uint32_t host, std::int64_t sinceStartMs) const {
    const std::int64_t at = m_cycleMs > 0 ? sinceStartMs % m_cycleMs : sinceStartMs;
    for (const Incident& incident : m_incidents)
        if (incident.kind == kind && (kind == IncidentKind::SchemaBreak || incident.hosts.contains(host)))
            return incident.strength(std::chrono::milliseconds(at));
    return 0;
}

bool SignalModel::isSilent(std::uint32_t host, std::int64_t sinceStartMs) const {
    return !m_incidents.empty() && strength(IncidentKind::SilentHost, host, sinceStartMs) > 0;
}

std::int64_t SignalModel::value(std::uint32_t host, MetricIndex metric, std::int64_t sinceStartMs) const {
    const auto index = static_cast<std::size_t>(metric);
    const Composition& of = kCompositions[index];
    const std::uint64_t series = std::uint64_t{host} * kSimulatedMetrics.size() + index + 1;
    // The sums of noise are of different kinds: the level of a host does not depend on time.
    const std::int64_t fast =
        noise((series << 36) ^ static_cast<std::uint64_t>(sinceStartMs)) * of.fast / kScale;
    std::int64_t value = of.level + of.ofRole[static_cast<std::size_t>(m_fleet.hosts()[host].role)] +
                         noise(~series) * of.ofHost / kScale + dailyShape(sinceStartMs) * of.daily / kScale +
                         slowNoise(series, sinceStartMs) * of.slow / kScale;
    value = std::clamp(value + fast, of.min, of.max);
    if (m_incidents.empty()) return value;
    const auto during = [&](IncidentKind kind) { return strength(kind, host, sinceStartMs); };
    switch (metric) {
    case MetricIndex::CpuLoad:
        return towards(value, 9700 + fast / 2, during(IncidentKind::Saturation));
    case MetricIndex::MemoryUsed:
        return towards(value, 9800 + fast / 2, during(IncidentKind::Leak));
    case MetricIndex::RequestRate:
        return towards(value, value * 3 / 2, during(IncidentKind::Saturation));
    case MetricIndex::ErrorRatio:
        return towards(value, 3000 + 10 * fast, during(IncidentKind::ErrorBurst));
    case MetricIndex::Latency:
        return towards(value, 9000 + 20 * fast, during(IncidentKind::Saturation));
    }
    return value;
}

} // namespace eventflow::collect
