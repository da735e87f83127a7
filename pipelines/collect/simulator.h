#pragma once

#include "pipelines/collect/fleet.h"
#include "pipelines/collect/incidents.h"
#include "pipelines/collect/signal_model.h"
#include "pipelines/collect/simulated_record.h"
#include "pipelines/collect/simulated_text.h"
#include "pipelines/collect/simulator_options.h"
#include "pipelines/collect/splitmix.h"

#include <cstdint>
#include <vector>

namespace eventflow::collect {

/// Generates the records of a fleet: metrics of every host each ten seconds (topic `ingest.raw.agent`, key
/// host), payments with webhook retries (`events.raw.v1`, key payment id) and log lines (`signals.log.v1`,
/// key host), some duplicated, some damaged, and scripted incidents. Order: by arrival, which never goes
/// back; event times are out of order by at most SimulatorOptions::maxDelay. Deterministic: options alone
/// decide every byte. Integer arithmetic only, so on every machine. Thread: confined. Precondition:
/// validate(options).
class Simulator {
public:
    explicit Simulator(const SimulatorOptions& options);
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    /// The next record in order of arrival; false when all are given.
    [[nodiscard]] bool next(SimulatedRecord& out);
    /// As next(), without the text: for passing over records.
    [[nodiscard]] bool skip(SimulatedRecord& out);

    [[nodiscard]] const SimulatorOptions& options() const { return m_options; }
    [[nodiscard]] const Fleet& fleet() const { return m_fleet; }
    [[nodiscard]] const std::vector<Incident>& incidents() const { return m_signals.incidents(); }

private:
    void planTick();
    void planMetrics(std::uint32_t host);
    void planEvent(SimulatedKind kind);
    void plan(PlannedRecord record);
    [[nodiscard]] unsigned eventsPerTick(unsigned perHundredHosts, std::int64_t dailyPercent);

    const SimulatorOptions m_options;
    const Fleet m_fleet;
    const SignalModel m_signals;
    SimulatedText m_text;
    SplitMix m_random; ///< of the tick being planned
    std::uint64_t m_index = 0;
    std::int64_t m_tick = 0;
    std::uint64_t m_order = 0;
    std::vector<PlannedRecord> m_ready; ///< by arrival; from m_next on not yet given
    std::size_t m_next = 0;
    std::vector<PlannedRecord> m_planned; ///< of the current tick, and late ones of the one before
};

} // namespace eventflow::collect
