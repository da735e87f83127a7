#include "pipelines/admin/group_changes.h"

#include <algorithm>
#include <optional>
#include <set>

namespace eventflow::admin {
namespace {

struct Inactive {
    GroupDescription group;
    std::map<TopicPartition, std::int64_t> committed;
};

/// The group, if it is there and nobody reads with it.
Result<Inactive> findInactive(const AdminClient& client, const std::string& id) {
    const auto listed = listGroups(client);
    if (!listed) return listed.error();
    const bool known = std::any_of(listed->groups.begin(), listed->groups.end(),
                                   [&](const GroupListing& group) { return group.id == id; });
    if (!known)
        return Error{ErrorCode::NotFound,
                     "group \"" + id +
                         "\": no broker lists it to this login; compare with `eventflow groups list`"};
    auto described = describeGroups(client, std::span(&id, 1));
    if (!described) return described.error();
    GroupDescription& group = described->front();
    if (group.error) return *group.error;
    if (!group.inactive())
        return Error{ErrorCode::InvalidArgument,
                     "group \"" + id + "\" is " + toString(group.state) + " with " +
                         std::to_string(group.members.size()) +
                         " members; stop its consumers first, or they commit over the change"};
    Inactive out{std::move(group), {}};
    const auto offsets = std::move(fetchCommitted(client, std::span(&id, 1)).front());
    if (!offsets) return offsets.error();
    for (const CommittedOffset& offset : *offsets)
        if (offset.offset >= 0) out.committed[offset.partition] = offset.offset;
    return out;
}

/// What is to be moved: the partitions asked for, or all the group knows. Only of topics that are there.
Result<std::vector<TopicPartition>> partitionsOf(const AdminClient& client, const Inactive& group,
                                                 const ResetTarget& target,
                                                 const std::vector<std::string>& topics,
                                                 ResetOffsetsPlan& plan) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    std::set<TopicPartition> wanted;
    if (target.kind == ResetTarget::Kind::Offsets) {
        for (const auto& [partition, offset] : target.offsets)
            wanted.insert(partition);
    } else if (topics.empty()) {
        for (const auto& [partition, offset] : group.committed)
            wanted.insert(partition);
    }
    for (const std::string& name : topics) {
        const TopicEntry* topic = catalog->find(name);
        if (!topic) return Error{ErrorCode::NotFound, "topic \"" + name + "\" does not exist, or is hidden"};
        for (const PartitionState& partition : catalog->partitionsOf(*topic))
            wanted.insert({name, partition.id});
    }
    std::vector<TopicPartition> out;
    for (const TopicPartition& partition : wanted) {
        const TopicEntry* topic = catalog->find(partition.topic);
        if (topic && partition.partition < static_cast<std::int32_t>(topic->partitionCount))
            out.push_back(partition);
        else
            plan.warnings.push_back(toString(partition) + " is not there; it is left out.");
    }
    return out;
}

std::optional<std::int64_t> targetOf(const ResetTarget& target, const TopicPartition& partition,
                                     std::optional<std::int64_t> before, const Watermarks& marks,
                                     std::optional<std::int64_t> atTime) {
    switch (target.kind) {
    case ResetTarget::Kind::Earliest:
        return marks.low;
    case ResetTarget::Kind::Latest:
        return marks.high;
    case ResetTarget::Kind::Offset:
        return target.number;
    case ResetTarget::Kind::Shift:
        if (!before) return std::nullopt;
        // Both are offsets within 63 bits, so that a huge shift must not run over.
        if (target.number >= 0)
            return *before > marks.high - target.number ? marks.high + 1 : *before + target.number;
        return *before < marks.low - target.number ? marks.low - 1 : *before + target.number;
    case ResetTarget::Kind::Timestamp:
        return atTime;
    case ResetTarget::Kind::Offsets:
        break;
    }
    return target.offsets.at(partition);
}

void addItem(ResetOffsetsPlan& plan, const TopicPartition& partition, std::optional<std::int64_t> before,
             std::int64_t wanted, const Watermarks& marks) {
    const std::int64_t after = std::clamp(wanted, marks.low, marks.high);
    if (after != wanted)
        plan.warnings.push_back(toString(partition) + " holds offsets " + std::to_string(marks.low) + " to " +
                                std::to_string(marks.high) + ": set to " + std::to_string(after) + '.');
    if (before == after) return;
    plan.items.push_back({partition, before.value_or(-1), after});
    plan.changes.push_back(
        {toString(partition), before ? std::to_string(*before) : std::string(), std::to_string(after)});
}

} // namespace

Result<ResetOffsetsPlan> planResetOffsets(const AdminClient& client, const std::string& group,
                                          const ResetTarget& target, const std::vector<std::string>& topics) {
    const auto found = findInactive(client, group);
    if (!found) return found.error();
    ResetOffsetsPlan plan;
    plan.action = Action::ResetOffsets;
    plan.target = group;
    const auto partitions = partitionsOf(client, *found, target, topics, plan);
    if (!partitions) return partitions.error();
    const auto marks = fetchWatermarks(client, *partitions);
    std::vector<std::optional<std::int64_t>> times(partitions->size());
    if (target.kind == ResetTarget::Kind::Timestamp) times = fetchOffsetsAt(client, *partitions, target.time);
    for (std::size_t i = 0; i < partitions->size(); ++i) {
        const TopicPartition& partition = (*partitions)[i];
        if (!marks[i].known())
            return marks[i].error.value_or(Error{ErrorCode::Unavailable, toString(partition) + ": offsets"});
        const auto old = found->committed.find(partition);
        const auto before = old == found->committed.end() ? std::nullopt : std::optional(old->second);
        if (const auto wanted = targetOf(target, partition, before, marks[i], times[i]))
            addItem(plan, partition, before, *wanted, marks[i]);
        else
            plan.warnings.push_back(toString(partition) + " has nothing to start from; it is left out.");
    }
    return plan;
}

Result<DeleteGroupPlan> planDeleteGroup(const AdminClient& client, const std::string& group) {
    const auto found = findInactive(client, group);
    if (!found) return found.error();
    DeleteGroupPlan plan;
    plan.action = Action::DeleteGroup;
    plan.target = group;
    plan.before = found->committed;
    plan.changes.push_back({"group " + group, toString(found->group.state), ""});
    for (const auto& [partition, offset] : plan.before)
        plan.changes.push_back({toString(partition), std::to_string(offset), ""});
    plan.warnings.push_back(
        "A consumer that comes back with this name starts where its `auto.offset.reset` says.");
    return plan;
}

Result<DeleteOffsetsPlan> planDeleteOffsets(const AdminClient& client, const std::string& group,
                                            const std::string& topic) {
    const auto found = findInactive(client, group);
    if (!found) return found.error();
    DeleteOffsetsPlan plan;
    plan.action = Action::DeleteOffsets;
    plan.target = group;
    for (const auto& [partition, offset] : found->committed) {
        if (partition.topic != topic) continue;
        plan.before[partition] = offset;
        plan.changes.push_back({toString(partition), std::to_string(offset), ""});
    }
    plan.parameters["topic"] = topic;
    return plan;
}

} // namespace eventflow::admin
