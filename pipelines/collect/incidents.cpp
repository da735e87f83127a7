#include "pipelines/collect/incidents.h"

#include <algorithm>
#include <array>

namespace eventflow::collect {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kFull = 1000;

struct Script {
    IncidentKind kind;
    Duration duration;
    Duration ramp;
};
constexpr std::array kScripts{
    Script{IncidentKind::Saturation, 15min, 2min},  Script{IncidentKind::Leak, 40min, 0min},
    Script{IncidentKind::ErrorBurst, 12min, 1min},  Script{IncidentKind::SilentHost, 22min, 0min},
    Script{IncidentKind::SchemaBreak, 12min, 0min},
};

HostRange firstOf(HostRange hosts, std::uint32_t count) {
    return {hosts.first, hosts.first + std::min(count, hosts.size())};
}

HostRange hitHosts(IncidentKind kind, const Fleet& fleet) {
    const auto part = [](HostRange hosts, std::uint32_t nth) { return std::max(2U, hosts.size() / nth); };
    const HostRange web = fleet.hostsOf(HostRole::Web);
    const HostRange api = fleet.hostsOf(HostRole::Api);
    const HostRange db = fleet.hostsOf(HostRole::Db);
    switch (kind) {
    case IncidentKind::Saturation:
        return firstOf(api, part(api, 4));
    case IncidentKind::Leak:
        return firstOf(db, part(db, 5));
    case IncidentKind::ErrorBurst:
        return firstOf(web, part(web, 4));
    case IncidentKind::SilentHost:
        return {web.last - 1, web.last};
    default:
        return {};
    }
}

/// Moves it into the span: later than asked for never, shorter if need be.
Incident planned(const Script& script, Duration start, Duration span, const Fleet& fleet) {
    Incident incident{script.kind, start, script.duration, script.ramp, hitHosts(script.kind, fleet)};
    const Duration end = span - span / 20;
    if (start < end) incident.duration = std::min(incident.duration, end - start);
    incident.ramp = std::min(incident.ramp, incident.duration / 5);
    return incident;
}

} // namespace

std::int64_t Incident::strength(Duration sinceStart) const {
    const Duration in = sinceStart - start;
    if (in < Duration::zero() || in >= duration) return 0;
    // Nine tenths of its time a leak climbs; then the host swaps, and is restarted at the end.
    if (kind == IncidentKind::Leak)
        return std::min<std::int64_t>(kFull, in / (duration / kFull + 1ns) * 10 / 9);
    const Duration edge = std::min(in, duration - in);
    return edge >= ramp ? kFull : edge / (ramp / kFull + 1ns);
}

std::vector<Incident> planIncidents(const SimulatorOptions& options, const Fleet& fleet) {
    std::vector<Incident> incidents;
    const Duration span = timeSpan(options);
    Duration start = options.incidentStart.value_or(span / 5);
    for (const Script& script : kScripts) {
        if (options.incident != IncidentKind::All && options.incident != script.kind) continue;
        incidents.push_back(planned(script, start, span, fleet));
        start += span * 3 / 25;
    }
    return incidents;
}

} // namespace eventflow::collect
