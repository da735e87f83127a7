#pragma once

#include "core/base/result.h"
#include "core/config/connection.h"
#include "pipelines/kafka/kafka_producer.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace eventflow::kafka {

/// A Kafka cluster inside of this process, reachable on loopback by any client on this machine (kcat, say):
/// librdkafka's mock cluster. For the demo and for tests; nothing is stored, everything is gone when it is
/// destroyed.
///
/// What it cannot do: it keeps the newest 5 MiB (as stored, compressed) of each partition and silently drops
/// what is older; topics cannot be created, changed, described or deleted over the network (createTopic()
/// here, or automatic creation with four partitions by a producer); no seeking by timestamp, no TLS, SASL or
/// ACLs, no compaction; it delivers aborted transactions; a waiting fetch is not woken by a new record, so
/// that latency is about half of the reader's `fetch.wait.max.ms`.
///
/// Thread: any. Costs two threads and the memory of what is stored.
class EmbeddedBroker {
public:
    struct Options {
        int brokers = 1; ///< 1 to 16; their ids start at 1
    };
    static constexpr int kAllBrokers = -1;
    /// What one partition holds before it drops its oldest batches.
    static constexpr std::size_t kPartitionBytes = 5U * 1024 * 1024;
    static constexpr int kMaxPartitions = 1024;

    /// Kafka's numbers of the requests that injectErrors() can fail.
    enum class Request : std::int16_t { Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3 };
    /// Error codes of Kafka's protocol, and a closed connection.
    enum class Fault : std::int16_t {
        Disconnect = -1,
        NotLeader = 6,
        RequestTimedOut = 7,
        TopicAuthorizationFailed = 29,
    };

    static Result<std::unique_ptr<EmbeddedBroker>> start(Options options);
    static Result<std::unique_ptr<EmbeddedBroker>> start() { return start(Options{}); }
    EmbeddedBroker(const EmbeddedBroker&) = delete;
    EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;
    ~EmbeddedBroker();

    /// `127.0.0.1:40123[,…]`: ports are chosen by the system.
    [[nodiscard]] const std::string& bootstrapServers() const { return m_bootstrapServers; }

    /// How to connect to it. It is this process's own, so that it may be written to.
    [[nodiscard]] config::Connection connection() const;
    /// A producer for it; `properties` as in a connection.
    [[nodiscard]] Result<std::unique_ptr<KafkaProducer>>
    makeProducer(const Properties& properties = {}, const ProducerOptions& options = {}) const;

    /// AlreadyExists, also with another number of partitions; InvalidArgument for a name that Kafka does not
    /// allow.
    Status createTopic(const std::string& name, int partitions);

    // Faults, for tests; each takes up to a second, as does the destructor, until the mock looks. A broker
    // that is down refuses connections; leaders stay where they are.
    Status setDown(int broker = kAllBrokers);
    Status setUp(int broker = kAllBrokers);
    /// Delays every answer.
    Status setRoundTrip(std::chrono::milliseconds delay, int broker = kAllBrokers);
    Status moveLeader(const std::string& topic, std::int32_t partition, int broker);
    /// The next `count` requests of that kind fail.
    void injectErrors(Request request, Fault fault, std::size_t count);
    /// What is left of the errors for that kind is dropped.
    void clearErrors(Request request);

private:
    struct Cluster;
    explicit EmbeddedBroker(std::unique_ptr<Cluster> cluster);

    std::unique_ptr<Cluster> m_cluster;
    std::string m_bootstrapServers;
};

} // namespace eventflow::kafka
