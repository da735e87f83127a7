#include "app/session/demo_stream.h"

#include "app/session/simulation_producer.h"
#include "pipelines/kafka/kafka_source.h"

#include <pthread.h>

namespace eventflow::app {

namespace {

constexpr unsigned kHosts = 60;
constexpr std::uint64_t kSeed = 7;

collect::SimulatorOptions demoOptions() {
    collect::SimulatorOptions options;
    options.seed = kSeed;
    options.hosts = kHosts;
    options.incident = collect::IncidentKind::All;
    // Soon enough that somebody who just looks in sees the first alert fire within half a minute.
    options.incidentStart = std::chrono::minutes(8);
    return options;
}

} // namespace

Status createSimulatorTopics(kafka::EmbeddedBroker& broker) {
    for (const auto& [topic, partitions] :
         {std::pair{"ingest.raw.agent", 4}, {"events.raw.v1", 2}, {"signals.log.v1", 2}})
        if (Status status = broker.createTopic(topic, partitions); !status) return status;
    return {};
}

Result<std::unique_ptr<DemoStream>> DemoStream::start() {
    auto broker = kafka::EmbeddedBroker::start();
    if (!broker) return broker.error();
    if (Status status = createSimulatorTopics(**broker); !status) return status.error();
    std::unique_ptr<DemoStream> demo(new DemoStream(std::move(*broker)));
    demo->m_producer = std::jthread([raw = demo.get()](std::stop_token stop) {
        pthread_setname_np(pthread_self(), "simulator");
        raw->produce(stop);
    });
    return demo;
}

DemoStream::~DemoStream() = default;

void DemoStream::produce(std::stop_token stop) {
    auto producer = m_broker->makeProducer();
    std::optional<Error> failure;
    if (!producer) {
        failure = producer.error();
    } else {
        collect::Pacing pacing;
        pacing.timeScale = kTimeScale;
        const auto produced = produceSimulation(demoOptions(), pacing, **producer, stop);
        if (!produced) failure = produced.error();
    }
    const std::lock_guard lock(m_mutex);
    m_failure = failure;
}

std::optional<Error> DemoStream::failure() const {
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

std::unique_ptr<collect::Source> DemoStream::makeSource() const {
    kafka::KafkaSourceOptions options;
    options.access.name = "Sample incident";
    options.access.bootstrapServers = bootstrapServers();
    options.start = kafka::StartAt::Earliest;
    return kafka::makeKafkaSource(std::move(options));
}

} // namespace eventflow::app
