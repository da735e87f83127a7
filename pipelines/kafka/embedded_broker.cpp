#include "pipelines/kafka/embedded_broker.h"

#include "pipelines/kafka/kafka_error.h"
#include "pipelines/kafka/kafka_handle.h"

#include <librdkafka/rdkafka_mock.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::kafka {

struct EmbeddedBroker::Cluster {
    KafkaHandle handle; ///< the mock's book-keeping; it is a client of nothing
    std::unique_ptr<rd_kafka_mock_cluster_t, Release<rd_kafka_mock_cluster_destroy>> mock;
};

namespace {

constexpr int kMaxBrokers = 16;

bool isTopicName(std::string_view name) {
    if (name.empty() || name.size() > 249 || name == "." || name == "..") return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

Status toStatus(rd_kafka_resp_err_t error, std::string_view what) {
    return error == RD_KAFKA_RESP_ERR_NO_ERROR ? Status() : Status(toError(error, what));
}

} // namespace

EmbeddedBroker::EmbeddedBroker(std::unique_ptr<Cluster> cluster)
    : m_cluster(std::move(cluster)),
      m_bootstrapServers(rd_kafka_mock_cluster_bootstraps(m_cluster->mock.get())) {}

EmbeddedBroker::~EmbeddedBroker() = default;

Result<std::unique_ptr<EmbeddedBroker>> EmbeddedBroker::start(Options options) {
    if (options.brokers < 1 || options.brokers > kMaxBrokers)
        return Error{ErrorCode::InvalidArgument, "embedded broker: from 1 to " + std::to_string(kMaxBrokers) +
                                                     " brokers, not " + std::to_string(options.brokers)};
    auto handle = KafkaHandle::open(RD_KAFKA_PRODUCER, ConfPtr(rd_kafka_conf_new()));
    if (!handle) return handle.error().at("embedded broker");
    rd_kafka_mock_cluster_t* mock = rd_kafka_mock_cluster_new(handle->get(), options.brokers);
    if (!mock) return Error{ErrorCode::IoError, "embedded broker: no port could be opened on 127.0.0.1"};
    auto cluster = std::unique_ptr<Cluster>(new Cluster{std::move(*handle), {}});
    cluster->mock.reset(mock);
    return std::unique_ptr<EmbeddedBroker>(new EmbeddedBroker(std::move(cluster)));
}

config::Connection EmbeddedBroker::connection() const {
    config::Connection connection;
    connection.name = "embedded broker";
    connection.bootstrapServers = m_bootstrapServers;
    connection.environment = config::Environment::Development;
    connection.readOnly = false;
    return connection;
}

Result<std::unique_ptr<KafkaProducer>> EmbeddedBroker::makeProducer(const Properties& properties,
                                                                    const ProducerOptions& options) const {
    config::Connection own = connection();
    own.properties = properties;
    const auto permit = config::WritePermit::forConnection(own);
    if (!permit) return permit.error();
    const auto access = makeClusterAccess(own, {});
    if (!access) return access.error();
    return KafkaProducer::create(*access, *permit, options);
}

Status EmbeddedBroker::createTopic(const std::string& name, int partitions) {
    if (!isTopicName(name))
        return Error{ErrorCode::InvalidArgument,
                     "topic \"" + name + "\": 1 to 249 letters, digits, '.', '_', '-'"};
    if (partitions < 1 || partitions > kMaxPartitions)
        return Error{ErrorCode::InvalidArgument,
                     "topic \"" + name + "\": from 1 to " + std::to_string(kMaxPartitions) + " partitions"};
    return toStatus(rd_kafka_mock_topic_create(m_cluster->mock.get(), name.c_str(), partitions, 1),
                    "topic \"" + name + '"');
}

Status EmbeddedBroker::setDown(int broker) {
    return toStatus(rd_kafka_mock_broker_set_down(m_cluster->mock.get(), broker), "embedded broker");
}

Status EmbeddedBroker::setUp(int broker) {
    return toStatus(rd_kafka_mock_broker_set_up(m_cluster->mock.get(), broker), "embedded broker");
}

Status EmbeddedBroker::setRoundTrip(std::chrono::milliseconds delay, int broker) {
    return toStatus(
        rd_kafka_mock_broker_set_rtt(m_cluster->mock.get(), broker, static_cast<int>(delay.count())),
        "embedded broker");
}

Status EmbeddedBroker::moveLeader(const std::string& topic, std::int32_t partition, int broker) {
    return toStatus(
        rd_kafka_mock_partition_set_leader(m_cluster->mock.get(), topic.c_str(), partition, broker),
        "topic \"" + topic + '"');
}

void EmbeddedBroker::injectErrors(Request request, Fault fault, std::size_t count) {
    const auto error =
        fault == Fault::Disconnect ? RD_KAFKA_RESP_ERR__TRANSPORT : static_cast<rd_kafka_resp_err_t>(fault);
    const std::vector<rd_kafka_resp_err_t> errors(count, error);
    rd_kafka_mock_push_request_errors_array(m_cluster->mock.get(), static_cast<std::int16_t>(request),
                                            errors.size(), errors.data());
}

void EmbeddedBroker::clearErrors(Request request) {
    rd_kafka_mock_clear_request_errors(m_cluster->mock.get(), static_cast<std::int16_t>(request));
}

} // namespace eventflow::kafka
