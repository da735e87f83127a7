#include "pipelines/collect/simulator.h"

#include <algorithm>
#include <tuple>

namespace eventflow::collect {

namespace {

constexpr std::int64_t kTickMs = 10'000;
/// Of a hundred hosts in one tick.
constexpr unsigned kPayments = 60;
constexpr unsigned kLogs = 40;
constexpr std::uint32_t kUsualDelayMs = 250;
constexpr std::uint32_t kSlowPerMillion = 30'000; ///< records that take longer, up to the maximum
constexpr std::uint32_t kRetryMs = 900;

std::int64_t maxDelayMs(const SimulatorOptions& options) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(options.maxDelay).count();
}

/// The records' texts have milliseconds; so their times have too.
SimulatorOptions inMilliseconds(SimulatorOptions options) {
    options.start = std::chrono::floor<std::chrono::milliseconds>(options.start);
    return options;
}

} // namespace

Simulator::Simulator(const SimulatorOptions& options)
    : m_options(inMilliseconds(options)),
      m_fleet(options.hosts),
      m_signals(m_options, m_fleet),
      m_text(m_options, m_fleet, m_signals),
      m_random(0) {}

/// Rounds at random, so that small fleets have some now and then.
unsigned Simulator::eventsPerTick(unsigned perHundredHosts, std::int64_t dailyPercent) {
    const auto percent =
        static_cast<unsigned>(100 + m_signals.dailyShape(m_tick * kTickMs) * dailyPercent / 1000);
    return (m_options.hosts * perHundredHosts * percent + m_random.below(10'000)) / 10'000;
}

void Simulator::plan(PlannedRecord record) {
    const auto maxDelay = static_cast<std::uint32_t>(maxDelayMs(m_options));
    const bool slow = m_random.chance(kSlowPerMillion);
    record.arrivalMs =
        record.eventMs + m_random.below((slow ? maxDelay : std::min(maxDelay, kUsualDelayMs)) + 1);
    record.order = m_order++;
    if (m_random.chance(m_options.corruptedPerMillion))
        record.corruption = static_cast<Corruption>(1 + m_random.below(5));
    m_planned.push_back(record);
    if (record.kind == SimulatedKind::Metric || record.corruption != Corruption::None) return;
    // A sender that got no answer sends again: the same event, delivered once more.
    const std::int64_t latest = record.eventMs + maxDelay;
    for (int attempt = 2; attempt <= 3 && m_random.chance(m_options.duplicatesPerMillion); ++attempt) {
        record.attempt = static_cast<std::uint8_t>(attempt);
        record.arrivalMs = std::min(latest, record.arrivalMs + kRetryMs + m_random.below(kRetryMs));
        record.order = m_order++;
        m_planned.push_back(record);
    }
}

void Simulator::planMetrics(std::uint32_t host) {
    // Each agent has its own second of the interval.
    const auto phase = static_cast<std::int64_t>(mix64(m_options.seed + host) % kTickMs);
    PlannedRecord record;
    record.host = host;
    record.eventMs = m_tick * kTickMs + phase;
    if (m_signals.isSilent(host, record.eventMs)) return;
    for (std::size_t metric = 0; metric < kSimulatedMetrics.size(); ++metric) {
        record.metric = static_cast<MetricIndex>(metric);
        record.identity = m_random.next();
        plan(record);
    }
}

void Simulator::planEvent(SimulatedKind kind) {
    PlannedRecord record;
    record.kind = kind;
    record.host = m_random.below(m_options.hosts);
    record.eventMs = m_tick * kTickMs + m_random.below(kTickMs);
    record.identity = m_random.next();
    if (kind == SimulatedKind::Log && m_signals.isSilent(record.host, record.eventMs)) return;
    plan(record);
}

/// Plans ten seconds, and makes ready what arrives within them: no later event can arrive before their end.
void Simulator::planTick() {
    m_random = SplitMix(mix64(m_options.seed) ^ mix64(static_cast<std::uint64_t>(m_tick) + 1));
    for (std::uint32_t host = 0; host < m_options.hosts; ++host)
        planMetrics(host);
    const unsigned payments = eventsPerTick(kPayments, 40);
    for (unsigned i = 0; i < payments; ++i)
        planEvent(SimulatedKind::Payment);
    const unsigned logs = eventsPerTick(kLogs, 20);
    for (unsigned i = 0; i < logs; ++i)
        planEvent(SimulatedKind::Log);
    std::sort(m_planned.begin(), m_planned.end(), [](const PlannedRecord& a, const PlannedRecord& b) {
        return std::tie(a.arrivalMs, a.order) < std::tie(b.arrivalMs, b.order);
    });
    const std::int64_t end = (m_tick + 1) * kTickMs;
    const auto late =
        std::partition_point(m_planned.begin(), m_planned.end(),
                             [&](const PlannedRecord& record) { return record.arrivalMs < end; });
    m_ready.assign(m_planned.begin(), late);
    m_planned.erase(m_planned.begin(), late);
    m_next = 0;
    ++m_tick;
}

bool Simulator::skip(SimulatedRecord& out) {
    if (m_options.events != 0 && m_index == m_options.events) return false;
    while (m_next == m_ready.size())
        planTick();
    out.truth = m_ready[m_next++];
    out.index = m_index++;
    out.tsArrival = m_options.start + std::chrono::milliseconds(out.truth.arrivalMs);
    out.tsEvent = m_options.start + std::chrono::milliseconds(out.truth.eventMs);
    return true;
}

bool Simulator::next(SimulatedRecord& out) {
    if (!skip(out)) return false;
    m_text.write(out);
    return true;
}

} // namespace eventflow::collect
