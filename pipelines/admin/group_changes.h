#pragma once

#include "core/admin/plan.h"
#include "core/admin/reset_target.h"
#include "core/base/time.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/audit_log.h"
#include "pipelines/admin/groups.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Changes of groups, in the shape of topic_changes.h. Only of groups nobody reads with: a member would go on
// from where it is and commit over the change.

namespace eventflow::admin {

struct ResetOffsetsPlan : Plan {
    struct Item {
        TopicPartition partition;
        std::int64_t before = -1; ///< -1: none committed
        std::int64_t after = 0;
    };
    std::vector<Item> items;
};
/// Of the partitions the group has committed, or of all partitions of `topics`; clamped to what is there,
/// which the warnings say. InvalidArgument while the group has members.
Result<ResetOffsetsPlan> planResetOffsets(const AdminClient& client, const std::string& group,
                                          const ResetTarget& target,
                                          const std::vector<std::string>& topics = {});
/// Writes the old offsets to `undoFile` first (which must not exist), in the form parseOffsets() reads.
Status execute(const ChangeClient& client, const ResetOffsetsPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile);

struct DeleteGroupPlan : Plan {
    std::map<TopicPartition, std::int64_t> before;
};
Result<DeleteGroupPlan> planDeleteGroup(const AdminClient& client, const std::string& group);
Status execute(const ChangeClient& client, const DeleteGroupPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile);

struct DeleteOffsetsPlan : Plan {
    std::map<TopicPartition, std::int64_t> before;
};
/// Forgets what the group has committed of one topic.
Result<DeleteOffsetsPlan> planDeleteOffsets(const AdminClient& client, const std::string& group,
                                            const std::string& topic);
Status execute(const ChangeClient& client, const DeleteOffsetsPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile);

} // namespace eventflow::admin
