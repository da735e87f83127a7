#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::collect {

/// A scripted failure of the simulated fleet.
enum class IncidentKind : std::uint8_t {
    None,
    Saturation,  ///< CPU of some api hosts at 97 %, latency up
    Leak,        ///< memory of some db hosts climbs to 98 %
    ErrorBurst,  ///< http_error_ratio of some web hosts at 0.3
    SilentHost,  ///< one host sends nothing for more than 20 minutes
    SchemaBreak, ///< most payments with a renamed and a mistyped field
    All,         ///< each of them, one after the other
};
/// `none`, `saturation`, `leak`, `error-burst`, `silent-host`, `schema-break`, `all`.
const char* toString(IncidentKind kind);
std::optional<IncidentKind> parseIncidentKind(std::string_view name);

/// What is simulated. The same options give the same records, byte for byte, on every machine and at any
/// speed.
struct SimulatorOptions {
    std::uint64_t seed = 1;
    std::uint64_t events = 0; ///< how many records; 0: without end, the incident repeats every hour
    unsigned hosts = 50;      ///< 1 to 100 000; each gives about 0.6 records a second of event time
    Timestamp start = timestampFromNs(1'767'225'600'000'000'000); ///< event time of the beginning; 2026-01-01
    IncidentKind incident = IncidentKind::None;
    std::optional<Duration> incidentStart;  ///< behind `start`; by default at a fifth of the time span
    unsigned duplicatesPerMillion = 20'000; ///< of payments and logs: delivered again, with the same event_id
    unsigned corruptedPerMillion = 1'000;   ///< of all records
    Duration maxDelay =
        std::chrono::seconds(5); ///< from event to arrival: bounds how far records are out of order
};

/// InvalidArgument names the option that is out of range.
Status validate(const SimulatorOptions& options);

/// How much event time that many records span, about.
Duration timeSpan(const SimulatorOptions& options);
/// The fleet whose records come at this rate when event time runs as fast as the wall clock; within 1 to 100
/// 000.
unsigned hostsForRate(double eventsPerSecond);

} // namespace eventflow::collect
