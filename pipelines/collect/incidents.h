#pragma once

#include "pipelines/collect/fleet.h"
#include "pipelines/collect/simulator_options.h"

#include <vector>

namespace eventflow::collect {

/// One scripted failure: what happens to whom, and when. Also the ground truth that alerts can be measured
/// against.
struct Incident {
    IncidentKind kind = IncidentKind::None;
    Duration start{}; ///< behind SimulatorOptions::start
    Duration duration{};
    Duration
        ramp{}; ///< from nothing to full strength, and back at the end; a leak climbs nearly all the time
    HostRange hosts; ///< whom it hits; payments, which a schema break hits, belong to no host

    /// 0 outside of the incident to 1000 at full strength, `sinceStart` behind SimulatorOptions::start.
    [[nodiscard]] std::int64_t strength(Duration sinceStart) const;
};

/// The incidents of a simulation, in order of their start, all of them within its time span. Alerts that need
/// three minutes of a condition can fire if the span is half an hour or more.
std::vector<Incident> planIncidents(const SimulatorOptions& options, const Fleet& fleet);

} // namespace eventflow::collect
