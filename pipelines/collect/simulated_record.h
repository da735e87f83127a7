#pragma once

#include "core/base/time.h"
#include "pipelines/collect/signal_model.h"

#include <cstdint>
#include <string_view>

namespace eventflow::collect {

enum class SimulatedKind : std::uint8_t { Metric, Payment, Log };

/// How a record was damaged on purpose.
enum class Corruption : std::uint8_t { None, Truncated, WrongType, MissingField, NotANumber, Garbage };

/// What a record will be, before it is text.
struct PlannedRecord {
    std::int64_t arrivalMs = 0; ///< since SimulatorOptions::start, as all times here
    std::int64_t eventMs = 0;
    std::uint64_t identity = 0; ///< random; of payments and logs the event id, the same in every attempt
    std::uint64_t order = 0;    ///< decides between equal arrivals; different in every record
    std::uint32_t host = 0;
    SimulatedKind kind = SimulatedKind::Metric;
    MetricIndex metric = MetricIndex::CpuLoad;
    Corruption corruption = Corruption::None;
    std::uint8_t attempt = 1; ///< more than 1: delivered again
};

/// One record of the simulator, and the truth about it. Views are valid until the next call of
/// Simulator::next().
struct SimulatedRecord {
    std::uint64_t index = 0; ///< 0, 1, 2 …
    std::string_view topic;
    std::string_view key;
    std::string_view value; ///< kValuePadding readable bytes follow
    Timestamp tsArrival;    ///< never goes back
    Timestamp tsEvent;      ///< at most SimulatorOptions::maxDelay before
    PlannedRecord truth;
};

} // namespace eventflow::collect
