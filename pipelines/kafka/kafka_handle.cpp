#include "pipelines/kafka/kafka_handle.h"

#include "pipelines/kafka/kafka_error.h"

#include <array>
#include <utility>

namespace eventflow::kafka {

Result<KafkaHandle> KafkaHandle::open(rd_kafka_type_t type, ConfPtr conf, std::shared_ptr<KafkaEvents> events,
                                      void* deliveries) {
    auto context = std::make_unique<Context>();
    context->events = events ? std::move(events) : std::make_shared<KafkaEvents>();
    context->deliveries = deliveries;
    rd_kafka_conf_set_opaque(conf.get(), context.get());
    rd_kafka_conf_set_log_cb(conf.get(),
                             [](const rd_kafka_t* client, int level, const char* facility, const char* text) {
                                 auto* target = static_cast<Context*>(rd_kafka_opaque(client));
                                 if (target) target->events->addLog(level, facility, text);
                             });
    rd_kafka_conf_set_error_cb(conf.get(), [](rd_kafka_t*, int error, const char* reason, void* opaque) {
        KafkaEvents& target = *static_cast<Context*>(opaque)->events;
        // "All brokers are down" comes last and says least: the broker's own error before it tells why.
        if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && target.inDoubt()) return;
        target.addError(
            toError(static_cast<rd_kafka_resp_err_t>(error), "Kafka client", reason ? reason : ""));
    });
    std::array<char, 512> reason{};
    rd_kafka_t* client = rd_kafka_new(type, conf.get(), reason.data(), reason.size());
    if (!client) return Error{ErrorCode::InvalidArgument, std::string("Kafka client: ") + reason.data()};
    // Only a client that was made owns its configuration.
    static_cast<void>(conf.release());
    return KafkaHandle(std::move(context), client);
}

void* KafkaHandle::deliveriesOf(const rd_kafka_t* client) {
    return static_cast<Context*>(rd_kafka_opaque(client))->deliveries;
}

} // namespace eventflow::kafka
