#include "pipelines/kafka/kafka_handle.h"

#include "pipelines/kafka/client_callbacks.h"
#include "pipelines/kafka/kafka_error.h"

#include <array>
#include <cstring>
#include <utility>

namespace eventflow::kafka {

namespace {

HandleOptions& optionsOf(void* opaque) {
    return *static_cast<HandleOptions*>(opaque);
}

void setCallbacks(rd_kafka_conf_t* conf, HandleOptions& options) {
    rd_kafka_conf_set_opaque(conf, &options);
    rd_kafka_conf_set_log_cb(conf,
                             [](const rd_kafka_t* client, int level, const char* facility, const char* text) {
                                 if (void* opaque = rd_kafka_opaque(client))
                                     optionsOf(opaque).events->addLog(level, facility, text);
                             });
    rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t*, int error, const char* reason, void* opaque) {
        KafkaEvents& target = *optionsOf(opaque).events;
        // Comes here and not with the partition's messages.
        const bool unknown = error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
                             error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
                             error == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC;
        if (unknown) target.addUnknownTopic();
        // librdkafka has no code of its own for that; its advice names the property.
        if (error == RD_KAFKA_RESP_ERR__BAD_MSG && reason && std::strstr(reason, "receive.message.max.bytes"))
            target.addOversized();
        // "All brokers are down" comes last and says least: the broker's own error before it tells why.
        if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && target.inDoubt()) return;
        target.addError(
            toError(static_cast<rd_kafka_resp_err_t>(error), "Kafka client", reason ? reason : ""));
    });
    rd_kafka_conf_set_throttle_cb(
        conf, [](rd_kafka_t*, const char*, std::int32_t broker, int ms, void* opaque) {
            optionsOf(opaque).events->addThrottle(broker, std::chrono::milliseconds(ms));
        });
    if (!options.addresses.empty())
        rd_kafka_conf_set_resolve_cb(conf, [](const char* node, const char* service, const addrinfo* hints,
                                              addrinfo** found, void* opaque) {
            return resolveAddress(optionsOf(opaque).addresses, node, service, hints, found);
        });
    if (options.statistics.take)
        rd_kafka_conf_set_stats_cb(conf, [](rd_kafka_t*, char* json, std::size_t size, void* opaque) {
            optionsOf(opaque).statistics.take({json, size});
            return 0; // the library releases the text
        });
    if (!options.tokens) return;
    rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf, [](rd_kafka_t* client, const char*, void* opaque) {
        const HandleOptions& given = *static_cast<HandleOptions*>(opaque);
        given.events->setTokenState(refreshToken(*client, *given.tokens));
    });
    rd_kafka_conf_enable_sasl_queue(conf, 1);
}

} // namespace

Result<KafkaHandle> KafkaHandle::open(rd_kafka_type_t type, ConfPtr conf, HandleOptions options) {
    auto context = std::make_unique<HandleOptions>(std::move(options));
    if (!context->events) context->events = std::make_shared<KafkaEvents>();
    setCallbacks(conf.get(), *context);
    std::array<char, 512> reason{};
    if (context->statistics.take &&
        rd_kafka_conf_set(conf.get(), "statistics.interval.ms",
                          std::to_string(context->statistics.interval.count()).c_str(), reason.data(),
                          reason.size()) != RD_KAFKA_CONF_OK)
        return Error{ErrorCode::InvalidArgument, std::string("Kafka client: ") + reason.data()};
    rd_kafka_t* client = rd_kafka_new(type, conf.get(), reason.data(), reason.size());
    if (!client) return Error{ErrorCode::InvalidArgument, std::string("Kafka client: ") + reason.data()};
    // Only a client that was made owns its configuration.
    static_cast<void>(conf.release());
    KafkaHandle handle(std::move(context), client);
    if (handle.m_context->tokens) {
        // Tokens are fetched on a thread of the library's own, so that no caller has to poll for them.
        const ErrorPtr error(rd_kafka_sasl_background_callbacks_enable(client));
        if (error)
            return toError(rd_kafka_error_code(error.get()), "SASL", rd_kafka_error_string(error.get()));
    }
    return handle;
}

void* KafkaHandle::deliveriesOf(const rd_kafka_t* client) {
    return optionsOf(rd_kafka_opaque(client)).deliveries;
}

} // namespace eventflow::kafka
