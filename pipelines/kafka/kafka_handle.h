#pragma once

#include "core/base/result.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/kafka/kafka_events.h"

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace eventflow::kafka {

/// Calls librdkafka's own release function: the deleter of every owning pointer below.
template <auto release>
struct Release {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};

using ConfPtr = std::unique_ptr<rd_kafka_conf_t, Release<rd_kafka_conf_destroy>>;
using TopicPtr = std::unique_ptr<rd_kafka_topic_t, Release<rd_kafka_topic_destroy>>;
using QueuePtr = std::unique_ptr<rd_kafka_queue_t, Release<rd_kafka_queue_destroy>>;
using MessagePtr = std::unique_ptr<rd_kafka_message_t, Release<rd_kafka_message_destroy>>;
using HeadersPtr = std::unique_ptr<rd_kafka_headers_t, Release<rd_kafka_headers_destroy>>;
using ErrorPtr = std::unique_ptr<rd_kafka_error_t, Release<rd_kafka_error_destroy>>;
using PartitionListPtr =
    std::unique_ptr<rd_kafka_topic_partition_list_t, Release<rd_kafka_topic_partition_list_destroy>>;

/// Where a client's statistics go, see client_statistics.h. Called from within rd_kafka_poll(): documents
/// that come while nobody polls wait in memory.
struct StatisticsSink {
    std::function<void(std::string_view json)> take; ///< empty: librdkafka makes none
    std::chrono::milliseconds interval{5000};
};

/// What a client's callbacks work with. Any of it may be empty.
struct HandleOptions {
    std::shared_ptr<KafkaEvents> events; ///< null: only the handle sees them
    /// What a delivery callback set on the configuration finds with deliveriesOf().
    void* deliveries = nullptr;
    /// Advertised address → where it is reached; see config::Connection. TLS still checks the advertised
    /// name.
    std::map<std::string, std::string> addresses;
    /// Of SASL OAUTHBEARER; fetched on librdkafka's background thread, and again before they expire.
    std::shared_ptr<auth::TokenProvider> tokens;
    StatisticsSink statistics = {};
};

/// One librdkafka client with the place its log and errors go to.
/// Lifetime: topics and queues got from it must be released before it. Closing a consumer leaves no group,
/// since none is ever joined, and takes about a millisecond also when every broker is dead.
class KafkaHandle {
public:
    /// Takes the configuration over and starts librdkafka's threads; connects in the background.
    static Result<KafkaHandle> open(rd_kafka_type_t type, ConfPtr conf, HandleOptions options = {});

    [[nodiscard]] rd_kafka_t* get() const { return m_client.get(); }
    [[nodiscard]] KafkaEvents& events() const { return *m_context->events; }

    /// From within a callback: HandleOptions::deliveries.
    static void* deliveriesOf(const rd_kafka_t* client);

private:
    /// What librdkafka's callbacks are given is at one address for the life of the client.
    KafkaHandle(std::unique_ptr<HandleOptions> context, rd_kafka_t* client)
        : m_context(std::move(context)), m_client(client) {}

    std::unique_ptr<HandleOptions> m_context;
    std::unique_ptr<rd_kafka_t, Release<rd_kafka_destroy>> m_client;
};

/// A list with room for `capacity` partitions.
inline PartitionListPtr makePartitionList(std::size_t capacity) {
    return PartitionListPtr(rd_kafka_topic_partition_list_new(static_cast<int>(capacity)));
}

} // namespace eventflow::kafka
