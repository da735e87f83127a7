#pragma once

#include "core/admin/plan.h"
#include "core/admin/topic_spec.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/audit_log.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/configs.h"
#include "pipelines/admin/watermarks.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Each change is planned by a client that can't change anything, shown, and executed by one that can.
// execute() checks again that what the plan replaces is still so, asks for the confirmation, and writes the
// audit log. Internal topics are never touched: PermissionDenied.

namespace eventflow::admin {

struct CreateTopicsPlan : Plan {
    std::vector<TopicSpec> topics;
};
/// AlreadyExists; InvalidArgument for names and numbers Kafka does not take.
Result<CreateTopicsPlan> planCreateTopic(const AdminClient& client, const TopicSpec& topic);
/// The topics that are missing are created; how those that are there differ from what is asked for stands in
/// the warnings and is not changed.
Result<CreateTopicsPlan> planEnsureTopics(const AdminClient& client, const std::vector<TopicSpec>& topics);
/// What EventFlow's pipelines read and write (resources/docs/architecture.md), with settings for a small
/// cluster.
std::vector<TopicSpec> pipelineTopics();
Status execute(const ChangeClient& client, const CreateTopicsPlan& plan, std::string_view confirmation,
               AuditLog& audit);

struct AlterConfigsPlan : Plan {
    std::map<std::string, std::string> before; ///< all of the topic's own values
    std::map<std::string, std::string> after;
};
/// Sets values of a topic, or with nothing takes them back to what the brokers have. NotFound for a name that
/// no topic has; Unsupported where a value of the topic can't be read back (it would be lost: this version of
/// the protocol replaces all values at once).
Result<AlterConfigsPlan> planAlterConfigs(const AdminClient& client, const std::string& topic,
                                          const std::map<std::string, std::optional<std::string>>& values);
Status execute(const ChangeClient& client, const AlterConfigsPlan& plan, std::string_view confirmation,
               AuditLog& audit);

struct AddPartitionsPlan : Plan {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
};
Result<AddPartitionsPlan> planAddPartitions(const AdminClient& client, const std::string& topic, int total);
Status execute(const ChangeClient& client, const AddPartitionsPlan& plan, std::string_view confirmation,
               AuditLog& audit);

struct DeleteTopicPlan : Plan {
    std::uint32_t partitions = 0;
};
Result<DeleteTopicPlan> planDeleteTopic(const AdminClient& client, const std::string& topic);
Status execute(const ChangeClient& client, const DeleteTopicPlan& plan, std::string_view confirmation,
               AuditLog& audit);

struct DeleteRecordsPlan : Plan {
    struct Item {
        TopicPartition partition;
        std::int64_t low = 0;    ///< now
        std::int64_t before = 0; ///< everything below goes
    };
    std::vector<Item> items;
};
/// Deletes from the beginning up to and without the given offset of each partition, clamped to what there is.
Result<DeleteRecordsPlan> planDeleteRecords(const AdminClient& client, const std::string& topic,
                                            const std::map<std::int32_t, std::int64_t>& before);
Status execute(const ChangeClient& client, const DeleteRecordsPlan& plan, std::string_view confirmation,
               AuditLog& audit);

} // namespace eventflow::admin
