#include "pipelines/kafka/permission_probe.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"

#include <array>
#include <span>
#include <utility>

namespace eventflow::kafka {

using admin::Access;
using admin::Capability;
using admin::TopicInfo;

namespace {

using std::chrono::milliseconds;

using EventPtr = std::unique_ptr<rd_kafka_event_t, Release<rd_kafka_event_destroy>>;
using AdminOptionsPtr = std::unique_ptr<rd_kafka_AdminOptions_t, Release<rd_kafka_AdminOptions_destroy>>;
using ConfigResourcePtr =
    std::unique_ptr<rd_kafka_ConfigResource_t, Release<rd_kafka_ConfigResource_destroy>>;
using AclFilterPtr = std::unique_ptr<rd_kafka_AclBindingFilter_t, Release<rd_kafka_AclBinding_destroy>>;

struct Answer {
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::string text;
};

void settle(Capability& capability, const Answer& answer) {
    switch (answer.error) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        capability.access = Access::Allowed;
        return;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        capability.access = Access::Denied;
        break;
    default:
        break;
    }
    capability.reason = toError(answer.error, capability.name, answer.text).detail;
}

/// One admin request and its answer.
class Request {
public:
    Request(const KafkaHandle& handle, rd_kafka_admin_op_t operation, milliseconds timeout)
        : m_queue(rd_kafka_queue_new(handle.get())),
          m_options(rd_kafka_AdminOptions_new(handle.get(), operation)),
          m_timeoutMs(static_cast<int>(timeout.count())) {
        std::array<char, 128> reason{};
        rd_kafka_AdminOptions_set_request_timeout(m_options.get(), m_timeoutMs, reason.data(), reason.size());
    }
    [[nodiscard]] rd_kafka_queue_t* queue() const { return m_queue.get(); }
    [[nodiscard]] const rd_kafka_AdminOptions_t* options() const { return m_options.get(); }

    /// The event, and in `answer` the error of the request as a whole.
    EventPtr wait(Answer& answer) {
        EventPtr event(rd_kafka_queue_poll(m_queue.get(), m_timeoutMs + 500));
        if (event) {
            answer.error = rd_kafka_event_error(event.get());
            if (answer.error != RD_KAFKA_RESP_ERR_NO_ERROR)
                answer.text = rd_kafka_event_error_string(event.get());
        } else {
            answer.error = RD_KAFKA_RESP_ERR__TIMED_OUT;
        }
        return event;
    }

private:
    QueuePtr m_queue;
    AdminOptionsPtr m_options;
    int m_timeoutMs;
};

Answer describeConfigs(const KafkaHandle& handle, rd_kafka_ResourceType_t type, const std::string& name,
                       milliseconds timeout) {
    Request request(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout);
    const ConfigResourcePtr resource(rd_kafka_ConfigResource_new(type, name.c_str()));
    rd_kafka_ConfigResource_t* all = resource.get();
    rd_kafka_DescribeConfigs(handle.get(), &all, 1, request.options(), request.queue());
    Answer answer;
    const EventPtr event = request.wait(answer);
    if (!event || answer.error != RD_KAFKA_RESP_ERR_NO_ERROR) return answer;
    std::size_t count = 0;
    const auto* resources =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    if (count == 0) return answer;
    answer.error = rd_kafka_ConfigResource_error(resources[0]);
    if (const char* text = rd_kafka_ConfigResource_error_string(resources[0])) answer.text = text;
    return answer;
}

Answer listGroups(const KafkaHandle& handle, milliseconds timeout) {
    Request request(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, timeout);
    rd_kafka_ListConsumerGroups(handle.get(), request.options(), request.queue());
    Answer answer;
    const EventPtr event = request.wait(answer);
    if (!event || answer.error != RD_KAFKA_RESP_ERR_NO_ERROR) return answer;
    const auto* result = rd_kafka_event_ListConsumerGroups_result(event.get());
    std::size_t count = 0;
    const rd_kafka_error_t** errors = rd_kafka_ListConsumerGroups_result_errors(result, &count);
    if (count > 0) answer = {rd_kafka_error_code(errors[0]), rd_kafka_error_string(errors[0])};
    return answer;
}

Answer describeAcls(const KafkaHandle& handle, milliseconds timeout) {
    Request request(handle, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, timeout);
    std::array<char, 256> reason{};
    const AclFilterPtr filter(rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, nullptr, nullptr,
        RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, reason.data(), reason.size()));
    rd_kafka_DescribeAcls(handle.get(), filter.get(), request.options(), request.queue());
    Answer answer;
    const EventPtr event = request.wait(answer);
    if (!event || answer.error != RD_KAFKA_RESP_ERR_NO_ERROR) return answer;
    std::size_t count = 0;
    rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event.get()), &count);
    // librdkafka 2.0.2 gives a denial as an empty list: a login that is allowed sees at least a rule for
    // itself, unless it is a super user of a cluster without any.
    if (count == 0)
        answer = {RD_KAFKA_RESP_ERR__NOENT,
                  "no rule is visible: there is none, or this login may not see it"};
    return answer;
}

/// The last record, or the end of an empty partition: either proves that reading is allowed.
Answer readTopic(const KafkaHandle& handle, const TopicInfo& info, milliseconds timeout,
                 const std::stop_token& stop) {
    const TopicPtr topic(rd_kafka_topic_new(handle.get(), info.name.c_str(), nullptr));
    const QueuePtr queue(rd_kafka_queue_new(handle.get()));
    const std::int32_t partition = info.partitions.front().id;
    if (rd_kafka_consume_start_queue(topic.get(), partition, RD_KAFKA_OFFSET_TAIL(1), queue.get()) != 0)
        return {rd_kafka_last_error(), {}};
    Answer answer{RD_KAFKA_RESP_ERR__TIMED_OUT, {}};
    for (auto waited = milliseconds(0); waited < timeout && !stop.stop_requested();
         waited += milliseconds(100)) {
        const MessagePtr message(rd_kafka_consume_queue(queue.get(), 100));
        if (!message) continue;
        answer.error =
            message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF ? RD_KAFKA_RESP_ERR_NO_ERROR : message->err;
        break;
    }
    rd_kafka_consume_stop(topic.get(), partition);
    return answer;
}

} // namespace

std::vector<Capability> probePermissions(const KafkaHandle& handle, const std::vector<TopicInfo>& topics,
                                         milliseconds timeout, const std::stop_token& stop) {
    std::vector<Capability> all;
    const auto probe = [&](Capability capability, auto&& request) {
        if (stop.stop_requested()) return;
        settle(capability, request());
        all.push_back(std::move(capability));
    };
    for (const TopicInfo& topic : topics) {
        if (topic.partitions.empty()) continue;
        const std::string quoted = '"' + topic.name + '"';
        probe({"Read topic " + quoted,
               "Read on Topic:" + topic.name,
               Access::Unknown,
               "its records can't be shown",
               {}},
              [&] { return readTopic(handle, topic, timeout, stop); });
        probe({"Describe the configuration of " + quoted,
               "DescribeConfigs on Topic:" + topic.name,
               Access::Unknown,
               "retention, compaction and other settings of this topic are not shown",
               {}},
              [&] { return describeConfigs(handle, RD_KAFKA_RESOURCE_TOPIC, topic.name, timeout); });
    }
    probe({"List consumer groups",
           "Describe on Cluster, or on each Group",
           Access::Unknown,
           "groups and their lag are not shown",
           {}},
          [&] { return listGroups(handle, timeout); });
    probe({"List access rules", "Describe on Cluster", Access::Unknown, "who may do what is not shown", {}},
          [&] { return describeAcls(handle, timeout); });
    return all;
}

} // namespace eventflow::kafka
