#include "pipelines/admin/groups.h"

#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <utility>

namespace eventflow::admin {
namespace {

GroupState toState(rd_kafka_consumer_group_state_t state) {
    switch (state) {
    case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE:
        return GroupState::PreparingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
        return GroupState::CompletingRebalance;
    case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE:
        return GroupState::Stable;
    case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD:
        return GroupState::Dead;
    case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY:
        return GroupState::Empty;
    default:
        return GroupState::Unknown;
    }
}

std::string textOf(const char* text) {
    return text ? text : "";
}

Error toGroupError(const rd_kafka_error_t& error, const std::string& what) {
    return kafka::toError(rd_kafka_error_code(&error), what, rd_kafka_error_string(&error));
}

std::string groupName(const std::string& id) {
    return "group \"" + id + '"';
}

std::vector<TopicPartition> assignmentOf(const rd_kafka_MemberDescription_t& member) {
    std::vector<TopicPartition> out;
    const auto* assignment = rd_kafka_MemberDescription_assignment(&member);
    const auto* list = assignment ? rd_kafka_MemberAssignment_partitions(assignment) : nullptr;
    if (!list) return out;
    for (const auto& item : std::span(list->elems, static_cast<std::size_t>(list->cnt)))
        out.push_back({item.topic, item.partition});
    std::sort(out.begin(), out.end());
    return out;
}

GroupDescription toDescription(const rd_kafka_ConsumerGroupDescription_t& group) {
    GroupDescription out;
    out.id = rd_kafka_ConsumerGroupDescription_group_id(&group);
    const rd_kafka_error_t* error = rd_kafka_ConsumerGroupDescription_error(&group);
    if (error && rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        out.error = toGroupError(*error, "DescribeGroups of " + groupName(out.id));
        return out;
    }
    out.state = toState(rd_kafka_ConsumerGroupDescription_state(&group));
    out.simple = rd_kafka_ConsumerGroupDescription_is_simple_consumer_group(&group) != 0;
    out.assignor = textOf(rd_kafka_ConsumerGroupDescription_partition_assignor(&group));
    if (const auto* node = rd_kafka_ConsumerGroupDescription_coordinator(&group))
        out.coordinator = {rd_kafka_Node_id(node), textOf(rd_kafka_Node_host(node)),
                           rd_kafka_Node_port(node)};
    const std::size_t members = rd_kafka_ConsumerGroupDescription_member_count(&group);
    for (std::size_t i = 0; i < members; ++i) {
        const auto& member = *rd_kafka_ConsumerGroupDescription_member(&group, i);
        out.members.push_back({textOf(rd_kafka_MemberDescription_consumer_id(&member)),
                               textOf(rd_kafka_MemberDescription_group_instance_id(&member)),
                               textOf(rd_kafka_MemberDescription_client_id(&member)),
                               textOf(rd_kafka_MemberDescription_host(&member)), assignmentOf(member)});
    }
    return out;
}

using RequestPtr = std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t,
                                   kafka::Release<rd_kafka_ListConsumerGroupOffsets_destroy>>;

Result<std::vector<CommittedOffset>> toOffsets(rd_kafka_event_t& event, const std::string& id) {
    std::size_t count = 0;
    const auto* groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(&event), &count);
    std::vector<CommittedOffset> out;
    if (count == 0) return out;
    const rd_kafka_error_t* error = rd_kafka_group_result_error(groups[0]);
    if (error) return toGroupError(*error, "OffsetFetch of " + groupName(id));
    const auto* list = rd_kafka_group_result_partitions(groups[0]);
    if (!list) return out;
    for (const auto& item : std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
        CommittedOffset& offset = out.emplace_back();
        offset.partition = {item.topic, item.partition};
        if (item.err == RD_KAFKA_RESP_ERR_NO_ERROR && item.offset >= 0) offset.offset = item.offset;
        if (item.metadata)
            offset.metadata.assign(static_cast<const char*>(item.metadata), item.metadata_size);
    }
    std::sort(out.begin(), out.end(),
              [](const CommittedOffset& a, const CommittedOffset& b) { return a.partition < b.partition; });
    return out;
}

} // namespace

Result<GroupList> listGroups(const AdminClient& client) {
    auto event = client.call(
        RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, "ListGroups",
        [&](const auto* options, auto* queue) { rd_kafka_ListConsumerGroups(client.get(), options, queue); });
    if (!event) return event.error();
    const auto* result = rd_kafka_event_ListConsumerGroups_result(event->get());
    GroupList out;
    std::size_t count = 0;
    const auto* groups = rd_kafka_ListConsumerGroups_result_valid(result, &count);
    for (std::size_t i = 0; i < count; ++i)
        out.groups.push_back({rd_kafka_ConsumerGroupListing_group_id(groups[i]),
                              toState(rd_kafka_ConsumerGroupListing_state(groups[i])),
                              rd_kafka_ConsumerGroupListing_is_simple_consumer_group(groups[i]) != 0});
    const bool answered = count > 0;
    const auto* errors = rd_kafka_ListConsumerGroups_result_errors(result, &count);
    for (std::size_t i = 0; i < count; ++i)
        out.problems.push_back(client.explained(toGroupError(*errors[i], "ListGroups")));
    std::sort(out.groups.begin(), out.groups.end(),
              [](const GroupListing& a, const GroupListing& b) { return a.id < b.id; });
    // Nothing and an error: whether another broker answered "none" is not told, and "no groups" might be
    // untrue.
    if (!answered && !out.problems.empty()) return out.problems.front();
    return out;
}

Result<std::vector<GroupDescription>> describeGroups(const AdminClient& client,
                                                     std::span<const std::string> ids) {
    if (ids.size() > kGroupsPerPage)
        return Error{ErrorCode::LimitExceeded,
                     "at most " + std::to_string(kGroupsPerPage) + " groups are described at a time"};
    if (ids.empty()) return std::vector<GroupDescription>();
    std::vector<const char*> names;
    for (const std::string& id : ids)
        names.push_back(id.c_str());
    auto event = client.call(
        RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, "DescribeGroups", [&](const auto* options, auto* queue) {
            rd_kafka_DescribeConsumerGroups(client.get(), names.data(), names.size(), options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* groups = rd_kafka_DescribeConsumerGroups_result_groups(
        rd_kafka_event_DescribeConsumerGroups_result(event->get()), &count);
    std::vector<GroupDescription> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(toDescription(*groups[i]));
    return out;
}

std::vector<Result<std::vector<CommittedOffset>>> fetchCommitted(const AdminClient& client,
                                                                 std::span<const std::string> ids) {
    std::vector<AdminClient::Start> starts;
    for (const std::string& id : ids)
        starts.emplace_back([&client, &id](const auto* options, auto* queue) {
            const RequestPtr request(rd_kafka_ListConsumerGroupOffsets_new(id.c_str(), nullptr));
            auto* one = request.get();
            rd_kafka_ListConsumerGroupOffsets(client.get(), &one, 1, options, queue);
        });
    const auto events = client.callAll(RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, "OffsetFetch", starts);
    std::vector<Result<std::vector<CommittedOffset>>> out;
    for (std::size_t i = 0; i < ids.size(); ++i)
        out.push_back(events[i]
                          ? toOffsets(**events[i], ids[i])
                          : Result<std::vector<CommittedOffset>>(events[i].error().at(groupName(ids[i]))));
    return out;
}

} // namespace eventflow::admin
