#pragma once

#include "core/base/result.h"
#include "pipelines/collect/pacer.h"
#include "pipelines/collect/simulator_options.h"
#include "pipelines/kafka/kafka_producer.h"

#include <cstdint>
#include <stop_token>

namespace eventflow::app {

struct ProduceSummary {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
};

/// Produces a simulation to its topics, keyed, with the simulated arrival as the record's timestamp, and
/// waits for every delivery. A stop ends it early without an error. Unavailable when records were not
/// acknowledged. Thread: the caller's; blocks until the end.
Result<ProduceSummary> produceSimulation(const collect::SimulatorOptions& options, collect::Pacing pacing,
                                         kafka::KafkaProducer& producer, std::stop_token stop);

} // namespace eventflow::app
