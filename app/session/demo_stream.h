#pragma once

#include "core/base/result.h"
#include "pipelines/collect/source.h"
#include "pipelines/kafka/embedded_broker.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace eventflow::app {

/// The sample incident, live: a broker inside this process and a simulated fleet that produces to it, fast
/// enough that an hour of its life passes in a minute. Any Kafka client on this machine can look on. Thread:
/// any. Stops producing when it is destroyed.
class DemoStream {
public:
    /// How much faster than the wall clock the fleet lives.
    static constexpr double kTimeScale = 60;

    static Result<std::unique_ptr<DemoStream>> start();
    DemoStream(const DemoStream&) = delete;
    DemoStream& operator=(const DemoStream&) = delete;
    ~DemoStream();

    [[nodiscard]] const std::string& bootstrapServers() const { return m_broker->bootstrapServers(); }
    /// How to connect to it; it may be written to.
    [[nodiscard]] config::Connection connection() const { return m_broker->connection(); }
    /// A reader of everything the fleet produces.
    [[nodiscard]] std::unique_ptr<collect::Source> makeSource() const;
    /// Why producing ended, if it did.
    [[nodiscard]] std::optional<Error> failure() const;

private:
    explicit DemoStream(std::unique_ptr<kafka::EmbeddedBroker> broker) : m_broker(std::move(broker)) {}
    void produce(std::stop_token stop);

    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
    mutable std::mutex m_mutex;
    std::optional<Error> m_failure;
    std::jthread m_producer; ///< last member: joined before the broker goes
};

/// The topics of the simulator with as many partitions as the embedded broker needs to hold a while of them.
Status createSimulatorTopics(kafka::EmbeddedBroker& broker);

} // namespace eventflow::app
