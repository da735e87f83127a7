#include "pipelines/admin/group_changes.h"

#include "pipelines/admin/change_gate.h"
#include "pipelines/admin/new_file.h"
#include "pipelines/kafka/kafka_error.h"

#include <memory>

namespace eventflow::admin {
namespace {

using AlterPtr = std::unique_ptr<rd_kafka_AlterConsumerGroupOffsets_t,
                                 kafka::Release<rd_kafka_AlterConsumerGroupOffsets_destroy>>;
using DeleteOffsetsPtr = std::unique_ptr<rd_kafka_DeleteConsumerGroupOffsets_t,
                                         kafka::Release<rd_kafka_DeleteConsumerGroupOffsets_destroy>>;
using DeleteGroupPtr = std::unique_ptr<rd_kafka_DeleteGroup_t, kafka::Release<rd_kafka_DeleteGroup_destroy>>;
using Offsets = std::map<TopicPartition, std::int64_t>;

/// Nobody has come to read with the group, and these are still its offsets (all of them, if `all`).
Status checkUnchanged(const AdminClient& client, const std::string& id, const Offsets& before, bool all) {
    const auto described = describeGroups(client, std::span(&id, 1));
    if (!described) return described.error();
    if (described->front().error) return *described->front().error;
    const auto committed = std::move(fetchCommitted(client, std::span(&id, 1)).front());
    if (!committed) return committed.error();
    Offsets now;
    for (const CommittedOffset& offset : *committed)
        if (offset.offset >= 0 && (all || before.contains(offset.partition)))
            now[offset.partition] = offset.offset;
    Offsets expected = before;
    std::erase_if(expected, [](const auto& item) { return item.second < 0; });
    if (!described->front().inactive() || now != expected) return outdated("group \"" + id + '"');
    return {};
}

Status firstFailure(const rd_kafka_group_result_t* const* groups, std::size_t count,
                    const std::string& what) {
    for (std::size_t i = 0; i < count; ++i) {
        if (const rd_kafka_error_t* error = rd_kafka_group_result_error(groups[i]))
            return kafka::toError(rd_kafka_error_code(error), what, rd_kafka_error_string(error));
        const auto* list = rd_kafka_group_result_partitions(groups[i]);
        if (!list) continue;
        for (const auto& item : std::span(list->elems, static_cast<std::size_t>(list->cnt)))
            if (item.err != RD_KAFKA_RESP_ERR_NO_ERROR)
                return kafka::toError(item.err, what + ", " + toString({item.topic, item.partition}));
    }
    return {};
}

Status alterOffsets(const AdminClient& client, const ResetOffsetsPlan& plan) {
    const auto list = kafka::makePartitionList(plan.items.size());
    for (const auto& item : plan.items)
        rd_kafka_topic_partition_list_add(list.get(), item.partition.topic.c_str(), item.partition.partition)
            ->offset = item.after;
    const AlterPtr request(rd_kafka_AlterConsumerGroupOffsets_new(plan.target.c_str(), list.get()));
    auto* one = request.get();
    const auto event = client.call(
        RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, "OffsetCommit", [&](const auto* options, auto* queue) {
            rd_kafka_AlterConsumerGroupOffsets(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
        rd_kafka_event_AlterConsumerGroupOffsets_result(event->get()), &count);
    return firstFailure(groups, count, "OffsetCommit of group \"" + plan.target + '"');
}

Status deleteGroup(const AdminClient& client, const std::string& id) {
    const DeleteGroupPtr request(rd_kafka_DeleteGroup_new(id.c_str()));
    auto* one = request.get();
    const auto event =
        client.call(RD_KAFKA_ADMIN_OP_DELETEGROUPS, "DeleteGroups", [&](const auto* options, auto* queue) {
            rd_kafka_DeleteGroups(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* groups =
        rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event->get()), &count);
    return firstFailure(groups, count, "DeleteGroups of group \"" + id + '"');
}

Status deleteOffsets(const AdminClient& client, const DeleteOffsetsPlan& plan) {
    const auto list = kafka::makePartitionList(plan.before.size());
    for (const auto& [partition, offset] : plan.before)
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
    const DeleteOffsetsPtr request(rd_kafka_DeleteConsumerGroupOffsets_new(plan.target.c_str(), list.get()));
    auto* one = request.get();
    const auto event = client.call(
        RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, "OffsetDelete", [&](const auto* options, auto* queue) {
            rd_kafka_DeleteConsumerGroupOffsets(client.get(), &one, 1, options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* groups = rd_kafka_DeleteConsumerGroupOffsets_result_groups(
        rd_kafka_event_DeleteConsumerGroupOffsets_result(event->get()), &count);
    return firstFailure(groups, count, "OffsetDelete of group \"" + plan.target + '"');
}

/// Checks, saves what undoing needs, changes.
Status changeOffsets(const AdminClient& client, const std::string& group, const Offsets& before, bool all,
                     const std::filesystem::path& undoFile, Details& details,
                     const std::function<Status()>& change) {
    if (Status status = checkUnchanged(client, group, before, all); !status) return status;
    Offsets kept = before;
    std::erase_if(kept, [](const auto& item) { return item.second < 0; });
    if (Status status = writeNewFile(undoFile, formatOffsets(kept)); !status) return status;
    details["undo_file"] = undoFile.string();
    return change();
}

} // namespace

Status execute(const ChangeClient& client, const ResetOffsetsPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile) {
    Offsets before;
    for (const auto& item : plan.items)
        before[item.partition] = item.before;
    return carryOut(plan, client.permit(), confirmation, audit, [&](Details& details) {
        return changeOffsets(client.admin(), plan.target, before, false, undoFile, details,
                             [&] { return alterOffsets(client.admin(), plan); });
    });
}

Status execute(const ChangeClient& client, const DeleteGroupPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile) {
    return carryOut(plan, client.permit(), confirmation, audit, [&](Details& details) {
        return changeOffsets(client.admin(), plan.target, plan.before, true, undoFile, details,
                             [&] { return deleteGroup(client.admin(), plan.target); });
    });
}

Status execute(const ChangeClient& client, const DeleteOffsetsPlan& plan, std::string_view confirmation,
               AuditLog& audit, const std::filesystem::path& undoFile) {
    return carryOut(plan, client.permit(), confirmation, audit, [&](Details& details) {
        return changeOffsets(client.admin(), plan.target, plan.before, false, undoFile, details,
                             [&] { return deleteOffsets(client.admin(), plan); });
    });
}

} // namespace eventflow::admin
