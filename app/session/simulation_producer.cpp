#include "app/session/simulation_producer.h"

#include "pipelines/collect/simulator.h"

namespace eventflow::app {

namespace {

/// Long enough for a cluster that elects a leader, and for one that is short of time.
constexpr std::chrono::seconds kFlushDeadline{120};
/// After a stop nobody waits that long.
constexpr std::chrono::seconds kStopDeadline{2};

Status checkDeliveries(const kafka::KafkaProducer& producer) {
    const auto counters = producer.counters();
    if (counters.failed == 0) return {};
    std::string detail = std::to_string(counters.failed) + " of " + std::to_string(counters.accepted) +
                         " records were not acknowledged";
    if (!producer.recentFailures().empty()) detail += ": " + producer.recentFailures().back();
    return Error{ErrorCode::Unavailable, detail};
}

} // namespace

Result<ProduceSummary> produceSimulation(const collect::SimulatorOptions& options, collect::Pacing pacing,
                                         kafka::KafkaProducer& producer, std::stop_token stop) {
    collect::Simulator simulator(options);
    collect::Pacer pacer(pacing);
    collect::SimulatedRecord record;
    ProduceSummary summary;
    std::string topic;
    while (!stop.stop_requested() && simulator.next(record)) {
        if (!pacer.unlimited()) {
            const auto wait = pacer.untilDue(record.index, record.tsArrival, collect::Pacer::Clock::now());
            if (wait > Duration::zero()) {
                producer.poll();
                if (!collect::sleepFor(wait, stop)) break;
            }
        }
        topic = record.topic;
        const Status sent = producer.produce(topic, record.key, record.value, {}, record.tsArrival, stop);
        if (!sent) {
            if (sent.error().code == ErrorCode::Cancelled) break;
            return sent.error();
        }
        ++summary.records;
        summary.bytes += record.value.size();
    }
    const Status flushed = producer.flush(stop.stop_requested() ? kStopDeadline : kFlushDeadline);
    if (!flushed && !stop.stop_requested()) return flushed.error();
    if (Status delivered = checkDeliveries(producer); !delivered) return delivered.error();
    return summary;
}

} // namespace eventflow::app
