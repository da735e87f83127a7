#include "pipelines/kafka/kafka_producer.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_conf.h"
#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

namespace eventflow::kafka {
namespace {

constexpr std::size_t kMaxFailuresKept = 20;
/// How long a full queue is waited on before looking at the stop request.
constexpr int kFullQueueWaitMs = 50;
/// Delivery reports are served every so many records, so that they do not pile up in a queue of their own.
constexpr std::uint64_t kServeEvery = 1000;

struct Deliveries {
    KafkaProducer::Counters counters;
    std::vector<std::string> recent;
    std::vector<DeliveryFailure> failures;
};

void onDelivery(rd_kafka_t* client, const rd_kafka_message_t* message, void*) {
    auto& deliveries = *static_cast<Deliveries*>(KafkaHandle::deliveriesOf(client));
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        ++deliveries.counters.delivered;
        return;
    }
    ++deliveries.counters.failed;
    const Error error = toError(message->err, rd_kafka_topic_name(message->rkt));
    if (deliveries.recent.size() == kMaxFailuresKept) deliveries.recent.erase(deliveries.recent.begin());
    deliveries.recent.push_back(error.detail);
    if (deliveries.failures.size() < KafkaProducer::kMaxFailures)
        deliveries.failures.push_back(
            {reinterpret_cast<std::uintptr_t>(message->_private), rd_kafka_topic_name(message->rkt), error});
}

rd_kafka_vu_t argument(rd_kafka_vtype_t type) {
    rd_kafka_vu_t out{};
    out.vtype = type;
    return out;
}

/// librdkafka takes a pointer to mutable bytes but, told to copy, only reads them.
rd_kafka_vu_t bytesArgument(rd_kafka_vtype_t type, const NullableBytes& bytes) {
    rd_kafka_vu_t out = argument(type);
    // The address of an empty, non-null value must not be null: null is another value.
    const char* data = bytes ? (bytes->data() ? bytes->data() : "") : nullptr;
    out.u.mem.ptr = const_cast<char*>(data);
    out.u.mem.size = bytes ? bytes->size() : 0;
    return out;
}

HeadersPtr toHeaders(std::span<const Header> headers) {
    HeadersPtr out(headers.empty() ? nullptr : rd_kafka_headers_new(headers.size()));
    for (const Header& header : headers)
        rd_kafka_header_add(out.get(), header.name.data(), static_cast<ssize_t>(header.name.size()),
                            header.value ? (header.value->data() ? header.value->data() : "") : nullptr,
                            header.value ? static_cast<ssize_t>(header.value->size()) : 0);
    return out;
}

} // namespace

struct KafkaProducer::Client {
    Deliveries deliveries;
    std::string label; ///< of the connection
    ProducerOptions options;
    std::optional<KafkaHandle> handle;
    std::unordered_map<std::string, TopicPtr> topics;

    Result<rd_kafka_topic_t*> topic(const std::string& name);
};

/// The handle of a topic that is known to exist: a record for one that is not would fail only after its
/// time-out.
Result<rd_kafka_topic_t*> KafkaProducer::Client::topic(const std::string& name) {
    if (const auto found = topics.find(name); found != topics.end()) return found->second.get();
    if (!options.createTopics) {
        // Before the client has a handle of that name: it would ask the broker for it by name, see
        // fetchTopics().
        const auto found = fetchTopics(*handle, {}, options.connectTimeout);
        rd_kafka_poll(handle->get(), 0);
        if (!found) return withCause(*handle, found.error()).at(label);
        const bool exists = std::any_of(found->begin(), found->end(),
                                        [&](const admin::TopicInfo& topic) { return topic.name == name; });
        if (!exists)
            return Error{ErrorCode::NotFound,
                         "topic \"" + name + "\" does not exist on " + label + "; create it first"};
    }
    TopicPtr created(rd_kafka_topic_new(handle->get(), name.c_str(), nullptr));
    if (!created) return toError(rd_kafka_last_error(), "topic \"" + name + '"');
    return topics.emplace(name, std::move(created)).first->second.get();
}

KafkaProducer::KafkaProducer(std::unique_ptr<Client> client) : m_client(std::move(client)) {}

KafkaProducer::~KafkaProducer() {
    // Without this, destroying the client waits for what is queued, for as long as a message may take.
    rd_kafka_purge(m_client->handle->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(m_client->handle->get(), kFullQueueWaitMs);
}

Result<std::unique_ptr<KafkaProducer>> KafkaProducer::create(const ClusterAccess& access,
                                                             const config::WritePermit& permit,
                                                             const ProducerOptions& options) {
    if (permit.connection() != access.name)
        return Error{ErrorCode::InvalidArgument, "the permit to write is for the connection \"" +
                                                     permit.connection() + "\", not for \"" + access.name +
                                                     '"'};
    auto conf = makeWriterConf(access.bootstrapServers, access.properties, options.createTopics);
    if (!conf) return conf.error();
    auto client = std::make_unique<Client>();
    client->label = access.label();
    client->options = options;
    rd_kafka_conf_set_dr_msg_cb(conf->get(), onDelivery);
    auto handle = KafkaHandle::open(RD_KAFKA_PRODUCER, std::move(*conf),
                                    {{}, &client->deliveries, access.addresses, access.tokens});
    if (!handle) return handle.error();
    client->handle.emplace(std::move(*handle));
    return std::unique_ptr<KafkaProducer>(new KafkaProducer(std::move(client)));
}

Status KafkaProducer::produce(const std::string& topic, const OutgoingRecord& record, std::stop_token stop) {
    const auto target = m_client->topic(topic);
    if (!target) return target.error();
    HeadersPtr kafkaHeaders = toHeaders(record.headers);
    std::array arguments{argument(RD_KAFKA_VTYPE_RKT),
                         argument(RD_KAFKA_VTYPE_MSGFLAGS),
                         argument(RD_KAFKA_VTYPE_TIMESTAMP),
                         bytesArgument(RD_KAFKA_VTYPE_KEY, record.key),
                         bytesArgument(RD_KAFKA_VTYPE_VALUE, record.value),
                         argument(RD_KAFKA_VTYPE_PARTITION),
                         argument(RD_KAFKA_VTYPE_OPAQUE),
                         argument(RD_KAFKA_VTYPE_HEADERS)};
    arguments[0].u.rkt = *target;
    arguments[1].u.i = RD_KAFKA_MSG_F_COPY;
    arguments[2].u.i64 = record.timestamp == kNoTime ? 0 : std::max<std::int64_t>(toMs(record.timestamp), 0);
    arguments[5].u.i32 =
        record.partition == OutgoingRecord::kAnyPartition ? RD_KAFKA_PARTITION_UA : record.partition;
    // A number in the place of an address: given back, never looked at.
    arguments[6].u.ptr = reinterpret_cast<void*>(static_cast<std::uintptr_t>(record.tag));
    arguments[7].u.headers = kafkaHeaders.get();
    const std::size_t count = kafkaHeaders ? arguments.size() : arguments.size() - 1;
    rd_kafka_t* client = m_client->handle->get();
    while (true) {
        const ErrorPtr error(rd_kafka_produceva(client, arguments.data(), count));
        if (!error) break;
        const auto code = rd_kafka_error_code(error.get());
        if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            return toError(code, "topic \"" + topic + '"', rd_kafka_error_string(error.get()));
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped while the queue was full"};
        rd_kafka_poll(client, kFullQueueWaitMs);
    }
    // A queued message owns its headers.
    static_cast<void>(kafkaHeaders.release());
    if (++m_client->deliveries.counters.accepted % kServeEvery == 0) poll();
    return {};
}

Status KafkaProducer::flush(std::chrono::milliseconds deadline) {
    rd_kafka_t* client = m_client->handle->get();
    const auto error = rd_kafka_flush(client, static_cast<int>(deadline.count()));
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return Error{ErrorCode::Unavailable, m_client->label + ": " + std::to_string(rd_kafka_outq_len(client)) +
                                             " records not delivered within " + formatDuration(deadline)};
}

void KafkaProducer::poll() {
    rd_kafka_poll(m_client->handle->get(), 0);
}

KafkaProducer::Counters KafkaProducer::counters() const {
    return m_client->deliveries.counters;
}

const std::vector<std::string>& KafkaProducer::recentFailures() const {
    return m_client->deliveries.recent;
}

std::vector<DeliveryFailure> KafkaProducer::takeFailures() {
    return std::exchange(m_client->deliveries.failures, {});
}

} // namespace eventflow::kafka
