#include "pipelines/admin/topic_changes.h"

#include "core/admin/topic_names.h"
#include "pipelines/admin/change_gate.h"
#include "pipelines/kafka/kafka_error.h"

#include <array>
#include <memory>

namespace eventflow::admin {
namespace {

using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, kafka::Release<rd_kafka_NewTopic_destroy>>;
using NewPartitionsPtr =
    std::unique_ptr<rd_kafka_NewPartitions_t, kafka::Release<rd_kafka_NewPartitions_destroy>>;
using DeleteTopicPtr = std::unique_ptr<rd_kafka_DeleteTopic_t, kafka::Release<rd_kafka_DeleteTopic_destroy>>;
using ResourcePtr =
    std::unique_ptr<rd_kafka_ConfigResource_t, kafka::Release<rd_kafka_ConfigResource_destroy>>;
using DeleteRecordsPtr =
    std::unique_ptr<rd_kafka_DeleteRecords_t, kafka::Release<rd_kafka_DeleteRecords_destroy>>;

/// The first topic that failed, with the others that did in its text.
Status firstFailure(const rd_kafka_topic_result_t* const* topics, std::size_t count, std::string_view what) {
    Status status;
    for (std::size_t i = 0; i < count; ++i) {
        const auto error = rd_kafka_topic_result_error(topics[i]);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        const char* reason = rd_kafka_topic_result_error_string(topics[i]);
        const std::string place =
            std::string(what) + " of topic \"" + rd_kafka_topic_result_name(topics[i]) + '"';
        const Error failure = kafka::toError(error, place, reason ? reason : "");
        status = status ? Status(failure)
                        : Status(Error{status.error().code, status.error().detail + "; " + failure.detail});
    }
    return status;
}

Result<NewTopicPtr> toNewTopic(const TopicSpec& topic) {
    std::array<char, 256> reason{};
    NewTopicPtr created(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replicas,
                                              reason.data(), reason.size()));
    if (!created) return Error{ErrorCode::InvalidArgument, "topic \"" + topic.name + "\": " + reason.data()};
    for (const auto& [name, value] : topic.configs)
        if (const auto error = rd_kafka_NewTopic_set_config(created.get(), name.c_str(), value.c_str());
            error != RD_KAFKA_RESP_ERR_NO_ERROR)
            return kafka::toError(error, "topic \"" + topic.name + "\": " + name);
    return created;
}

Status create(const AdminClient& client, const CreateTopicsPlan& plan) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    std::vector<NewTopicPtr> owned;
    std::vector<rd_kafka_NewTopic_t*> topics;
    for (const TopicSpec& topic : plan.topics) {
        if (catalog->find(topic.name)) return outdated("topic \"" + topic.name + '"');
        auto created = toNewTopic(topic);
        if (!created) return created.error();
        owned.push_back(std::move(*created));
        topics.push_back(owned.back().get());
    }
    const auto event =
        client.call(RD_KAFKA_ADMIN_OP_CREATETOPICS, "CreateTopics", [&](const auto* options, auto* queue) {
            rd_kafka_CreateTopics(client.get(), topics.data(), topics.size(), options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
    return firstFailure(results, count, "CreateTopics");
}

Status alter(const AdminClient& client, const AlterConfigsPlan& plan) {
    const auto now = describeTopicConfig(client, plan.target);
    if (!now) return now.error();
    if (now->ownValues() != plan.before || now->ownSensitive())
        return outdated("the configuration of \"" + plan.target + '"');
    const ResourcePtr resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, plan.target.c_str()));
    for (const auto& [name, value] : plan.after)
        if (const auto error =
                rd_kafka_ConfigResource_set_config(resource.get(), name.c_str(), value.c_str());
            error != RD_KAFKA_RESP_ERR_NO_ERROR)
            return kafka::toError(error, name);
    auto* one = resource.get();
    const auto event =
        client.call(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, "AlterConfigs", [&](const auto* options, auto* queue) {
            rd_kafka_AlterConfigs(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results =
        rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event->get()), &count);
    if (count == 0) return {};
    const auto error = rd_kafka_ConfigResource_error(results[0]);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const char* reason = rd_kafka_ConfigResource_error_string(results[0]);
    return kafka::toError(error, "AlterConfigs of topic \"" + plan.target + '"', reason ? reason : "");
}

/// The topic with as many partitions as the plan saw.
Status checkPartitions(const AdminClient& client, const std::string& topic, std::uint32_t partitions) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto found = findChangeable(*catalog, topic);
    if (!found) return found.error();
    return found->partitionCount == partitions ? Status() : Status(outdated("topic \"" + topic + '"'));
}

Status addPartitions(const AdminClient& client, const AddPartitionsPlan& plan) {
    if (Status status = checkPartitions(client, plan.target, plan.before); !status) return status;
    std::array<char, 256> reason{};
    const NewPartitionsPtr request(
        rd_kafka_NewPartitions_new(plan.target.c_str(), plan.after, reason.data(), reason.size()));
    if (!request) return Error{ErrorCode::InvalidArgument, reason.data()};
    auto* one = request.get();
    const auto event = client.call(RD_KAFKA_ADMIN_OP_CREATEPARTITIONS, "CreatePartitions",
                                   [&](const auto* options, auto* queue) {
                                       rd_kafka_CreatePartitions(client.get(), &one, 1, options, queue);
                                   });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results =
        rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event->get()), &count);
    return firstFailure(results, count, "CreatePartitions");
}

Status deleteTopic(const AdminClient& client, const DeleteTopicPlan& plan) {
    if (Status status = checkPartitions(client, plan.target, plan.partitions); !status) return status;
    const DeleteTopicPtr request(rd_kafka_DeleteTopic_new(plan.target.c_str()));
    auto* one = request.get();
    const auto event =
        client.call(RD_KAFKA_ADMIN_OP_DELETETOPICS, "DeleteTopics", [&](const auto* options, auto* queue) {
            rd_kafka_DeleteTopics(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* results =
        rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event->get()), &count);
    return firstFailure(results, count, "DeleteTopics");
}

Status checkLows(const AdminClient& client, const DeleteRecordsPlan& plan) {
    std::vector<TopicPartition> partitions;
    for (const auto& item : plan.items)
        partitions.push_back(item.partition);
    const auto marks = fetchWatermarks(client, partitions);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i].error) return *marks[i].error;
        if (marks[i].low != plan.items[i].low || marks[i].high < plan.items[i].before)
            return outdated(toString(partitions[i]));
    }
    return {};
}

Status deleteRecords(const AdminClient& client, const DeleteRecordsPlan& plan) {
    if (Status status = checkNotInternal(plan.target); !status) return status;
    if (Status status = checkLows(client, plan); !status) return status;
    const auto list = kafka::makePartitionList(plan.items.size());
    for (const auto& item : plan.items)
        rd_kafka_topic_partition_list_add(list.get(), item.partition.topic.c_str(), item.partition.partition)
            ->offset = item.before;
    const DeleteRecordsPtr request(rd_kafka_DeleteRecords_new(list.get()));
    auto* one = request.get();
    const auto event =
        client.call(RD_KAFKA_ADMIN_OP_DELETERECORDS, "DeleteRecords", [&](const auto* options, auto* queue) {
            rd_kafka_DeleteRecords(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    const auto* results =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event->get()));
    for (const auto& item : std::span(results->elems, static_cast<std::size_t>(results->cnt)))
        if (item.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return kafka::toError(item.err, "DeleteRecords of " + toString({item.topic, item.partition}));
    return {};
}

} // namespace

Status execute(const ChangeClient& client, const CreateTopicsPlan& plan, std::string_view confirmation,
               AuditLog& audit) {
    return carryOut(plan, client.permit(), confirmation, audit,
                    [&](Details&) { return create(client.admin(), plan); });
}

Status execute(const ChangeClient& client, const AlterConfigsPlan& plan, std::string_view confirmation,
               AuditLog& audit) {
    return carryOut(plan, client.permit(), confirmation, audit,
                    [&](Details&) { return alter(client.admin(), plan); });
}

Status execute(const ChangeClient& client, const AddPartitionsPlan& plan, std::string_view confirmation,
               AuditLog& audit) {
    return carryOut(plan, client.permit(), confirmation, audit,
                    [&](Details&) { return addPartitions(client.admin(), plan); });
}

Status execute(const ChangeClient& client, const DeleteTopicPlan& plan, std::string_view confirmation,
               AuditLog& audit) {
    return carryOut(plan, client.permit(), confirmation, audit,
                    [&](Details&) { return deleteTopic(client.admin(), plan); });
}

Status execute(const ChangeClient& client, const DeleteRecordsPlan& plan, std::string_view confirmation,
               AuditLog& audit) {
    return carryOut(plan, client.permit(), confirmation, audit,
                    [&](Details&) { return deleteRecords(client.admin(), plan); });
}

} // namespace eventflow::admin
