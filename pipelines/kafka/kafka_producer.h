#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/config/connection.h"
#include "core/model/record.h"
#include "pipelines/kafka/cluster_access.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

struct ProducerOptions {
    /// Lets the broker create a topic that is not there. Otherwise produce() says NotFound.
    bool createTopics = false;
    std::chrono::milliseconds connectTimeout{5000};
};

/// A record on its way out. Views live until produce() returns.
struct OutgoingRecord {
    static constexpr std::int32_t kAnyPartition = -1;

    NullableBytes key;
    NullableBytes value;
    std::span<const Header> headers;
    Timestamp timestamp = kNoTime; ///< or before 1970: now
    std::int32_t partition = kAnyPartition;
    std::uint64_t tag = 0; ///< the caller's own number for it, which a DeliveryFailure gives back
};

struct DeliveryFailure {
    std::uint64_t tag = 0;
    std::string topic;
    Error error;
};

/// Writes records to topics: idempotent, a queue bounded at 64 MiB, the partition by murmur2 of the key as
/// the Java client does (random without a key). Takes a permit, as everything that writes: on a read-only
/// connection there is none and so no producer. Thread: confined. Destroying it without flush() drops what is
/// queued.
class KafkaProducer {
public:
    struct Counters {
        std::uint64_t accepted = 0;  ///< taken into the queue
        std::uint64_t delivered = 0; ///< acknowledged by the brokers
        std::uint64_t failed = 0;    ///< given up; see recentFailures()
    };

    /// InvalidArgument when the permit is one for another connection; else as of makeWriterConf.
    static Result<std::unique_ptr<KafkaProducer>> create(const ClusterAccess& access,
                                                         const config::WritePermit& permit,
                                                         const ProducerOptions& options = {});
    KafkaProducer(const KafkaProducer&) = delete;
    KafkaProducer& operator=(const KafkaProducer&) = delete;
    ~KafkaProducer();

    /// Queues a copy of one record; waits for room when the queue is full, until `stop`. Header names are
    /// taken up to their first NUL. Errors: Cancelled by `stop`; NotFound for a topic or partition that does
    /// not exist; LimitExceeded for a record above `message.max.bytes`; Unavailable when the cluster does not
    /// answer for a new topic.
    Status produce(const std::string& topic, const OutgoingRecord& record, std::stop_token stop);
    Status produce(const std::string& topic, NullableBytes key, NullableBytes value,
                   std::span<const Header> headers, Timestamp timestamp, std::stop_token stop) {
        return produce(topic, {key, value, headers, timestamp, OutgoingRecord::kAnyPartition, 0}, stop);
    }

    /// Waits until everything queued is delivered or given up. Unavailable, with the number left, at the
    /// deadline.
    Status flush(std::chrono::milliseconds deadline);

    /// Serves delivery reports that are waiting; produce() and flush() do so, too.
    void poll();
    [[nodiscard]] Counters counters() const;
    /// The last few reasons of failed deliveries, oldest first.
    [[nodiscard]] const std::vector<std::string>& recentFailures() const;
    /// Every failed delivery since the last call, as far as kMaxFailures; how many there were in all,
    /// counters() says.
    static constexpr std::size_t kMaxFailures = 10'000;
    [[nodiscard]] std::vector<DeliveryFailure> takeFailures();

private:
    struct Client;
    explicit KafkaProducer(std::unique_ptr<Client> client);

    std::unique_ptr<Client> m_client;
};

} // namespace eventflow::kafka
