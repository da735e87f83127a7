#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/record.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

struct ProducerOptions {
    std::string bootstrapServers;
    std::map<std::string, std::string> properties; ///< see kafka_conf.h
    /// Lets the broker create a topic that is not there. Otherwise produce() says NotFound.
    bool createTopics = false;
    std::chrono::milliseconds connectTimeout{5000};
};

/// Writes records to topics: idempotent, a queue bounded at 64 MiB, the partition by murmur2 of the key as
/// the Java client does (random without a key). Only made where the user asked for writing; reading never
/// makes one. Thread: confined. Destroying it without flush() drops what is queued.
class KafkaProducer {
public:
    struct Counters {
        std::uint64_t accepted = 0;  ///< taken into the queue
        std::uint64_t delivered = 0; ///< acknowledged by the brokers
        std::uint64_t failed = 0;    ///< given up; see recentFailures()
    };

    static Result<std::unique_ptr<KafkaProducer>> create(const ProducerOptions& options);
    KafkaProducer(const KafkaProducer&) = delete;
    KafkaProducer& operator=(const KafkaProducer&) = delete;
    ~KafkaProducer();

    /// Queues a copy of one record; waits for room when the queue is full, until `stop`. Header names are
    /// taken up to their first NUL. `timestamp` kNoTime or before 1970: now. Errors: Cancelled by `stop`;
    /// NotFound for a topic that does not exist; LimitExceeded for a record above `message.max.bytes`;
    /// Unavailable when the cluster does not answer for a new topic.
    Status produce(const std::string& topic, NullableBytes key, NullableBytes value,
                   std::span<const Header> headers, Timestamp timestamp, std::stop_token stop);

    /// Waits until everything queued is delivered or given up. Unavailable, with the number left, at the
    /// deadline.
    Status flush(std::chrono::milliseconds deadline);

    /// Serves delivery reports that are waiting; produce() and flush() do so, too.
    void poll();
    [[nodiscard]] Counters counters() const;
    /// The last few reasons of failed deliveries, oldest first.
    [[nodiscard]] const std::vector<std::string>& recentFailures() const;

private:
    struct Client;
    explicit KafkaProducer(std::unique_ptr<Client> client);

    std::unique_ptr<Client> m_client;
};

} // namespace eventflow::kafka
