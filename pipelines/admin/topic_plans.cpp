#include "core/admin/topic_names.h"
#include "pipelines/admin/topic_changes.h"

#include <algorithm>
#include <numeric>

namespace eventflow::admin {
namespace {

constexpr int kMaxPartitions = 10'000;

std::string describe(const TopicSpec& topic) {
    std::string text = std::to_string(topic.partitions) + " partitions, " +
                       (topic.replicas < 0 ? "the cluster's number of" : std::to_string(topic.replicas)) +
                       " replicas";
    for (const auto& [name, value] : topic.configs)
        text += ", " + name + '=' + value;
    return text;
}

Status checkSpec(const TopicSpec& topic) {
    if (Status status = checkTopicName(topic.name); !status) return status;
    if (Status status = checkNotInternal(topic.name); !status) return status;
    if (topic.partitions < 1 || topic.partitions > kMaxPartitions)
        return Error{ErrorCode::InvalidArgument, "topic \"" + topic.name + "\": from 1 to " +
                                                     std::to_string(kMaxPartitions) + " partitions"};
    if (topic.replicas != -1 && (topic.replicas < 1 || topic.replicas > 100))
        return Error{ErrorCode::InvalidArgument, "topic \"" + topic.name + "\": from 1 to 100 replicas"};
    return {};
}

/// Brokers name metrics after topics and write '.' as '_'.
std::string withoutDots(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

void addCreation(CreateTopicsPlan& plan, const TopicSpec& topic, const ClusterCatalog& catalog) {
    plan.changes.push_back({"topic " + topic.name, "", describe(topic)});
    plan.topics.push_back(topic);
    if (topic.replicas > static_cast<int>(catalog.brokers.size()))
        plan.warnings.push_back("\"" + topic.name + "\" asks for " + std::to_string(topic.replicas) +
                                " replicas, but there are " + std::to_string(catalog.brokers.size()) +
                                " brokers: the cluster will refuse it.");
    if (topic.replicas == 1 && catalog.brokers.size() > 1)
        plan.warnings.push_back("\"" + topic.name + "\" has one replica: it is gone with its broker.");
    for (const TopicEntry& other : catalog.topics)
        if (other.name != topic.name && withoutDots(other.name) == withoutDots(topic.name))
            plan.warnings.push_back("\"" + topic.name + "\" and \"" + other.name +
                                    "\" get the same name in the brokers' metrics.");
}

void addDifferences(CreateTopicsPlan& plan, const TopicSpec& wanted, const TopicEntry& there,
                    const ConfigSet& configs) {
    const auto differs = [&](const std::string& what, const std::string& is, const std::string& expected) {
        if (is == expected) return;
        plan.warnings.push_back("\"" + wanted.name + "\" is there with " + what + ' ' +
                                (is.empty() ? "unknown" : is) + " instead of " + expected +
                                "; it stays as it is.");
    };
    differs("partitions", std::to_string(there.partitionCount), std::to_string(wanted.partitions));
    if (wanted.replicas > 0)
        differs("replicas", std::to_string(there.replicas), std::to_string(wanted.replicas));
    for (const auto& [name, value] : wanted.configs)
        differs(name, configs.valueOf(name), value);
}

std::string textOrDefault(const std::map<std::string, std::string>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? "" : found->second;
}

} // namespace

Result<CreateTopicsPlan> planCreateTopic(const AdminClient& client, const TopicSpec& topic) {
    if (Status status = checkSpec(topic); !status) return status.error();
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    if (catalog->find(topic.name))
        return Error{ErrorCode::AlreadyExists, "topic \"" + topic.name + "\" is there already"};
    CreateTopicsPlan plan;
    plan.action = Action::CreateTopics;
    plan.target = topic.name;
    addCreation(plan, topic, *catalog);
    return plan;
}

Result<CreateTopicsPlan> planEnsureTopics(const AdminClient& client, const std::vector<TopicSpec>& topics) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    CreateTopicsPlan plan;
    plan.action = Action::CreateTopics;
    plan.target = client.access().label();
    std::vector<std::string> present;
    for (const TopicSpec& topic : topics) {
        if (Status status = checkSpec(topic); !status) return status.error();
        if (catalog->find(topic.name))
            present.push_back(topic.name);
        else
            addCreation(plan, topic, *catalog);
    }
    const auto configs = describeTopicConfigs(client, present);
    if (!configs) return configs.error();
    for (const ConfigSet& set : *configs) {
        const auto wanted = std::find_if(topics.begin(), topics.end(),
                                         [&](const TopicSpec& topic) { return topic.name == set.resource; });
        if (wanted != topics.end()) addDifferences(plan, *wanted, *catalog->find(set.resource), set);
        if (set.error) plan.warnings.push_back(set.error->detail);
    }
    return plan;
}

std::vector<TopicSpec> pipelineTopics() {
    const std::map<std::string, std::string> week{{"cleanup.policy", "delete"},
                                                  {"retention.ms", "604800000"}};
    const std::map<std::string, std::string> compacted{{"cleanup.policy", "compact"}};
    std::vector<TopicSpec> topics;
    for (const char* name :
         {"ingest.raw.agent", "signals.metric.v1", "signals.log.v1", "signals.trace.v1",
          "signals.enriched.v1", "events.raw.v1", "events.validated.v1", "events.enriched.v1"})
        topics.push_back({name, 6, -1, week});
    topics.push_back({"events.dlq.v1", 1, -1, week});
    topics.push_back({"ops.alert.v1", 1, -1, compacted});
    topics.push_back({"ctrl.command.v1", 1, -1, week});
    return topics;
}

Result<AlterConfigsPlan> planAlterConfigs(const AdminClient& client, const std::string& topic,
                                          const std::map<std::string, std::optional<std::string>>& values) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    if (auto found = findChangeable(*catalog, topic); !found) return found.error();
    const auto configs = describeTopicConfig(client, topic);
    if (!configs) return configs.error();
    if (const ConfigEntry* secret = configs->ownSensitive())
        return Error{
            ErrorCode::Unsupported,
            "topic \"" + topic + "\": its value of \"" + secret->name +
                "\" can't be read back, and this protocol version replaces all values at once, so it would "
                "be lost; use kafka-configs.sh for this topic"};
    AlterConfigsPlan plan;
    plan.action = Action::AlterConfigs;
    plan.target = topic;
    plan.before = configs->ownValues();
    plan.after = plan.before;
    for (const auto& [name, value] : values) {
        const ConfigEntry* entry = configs->find(name);
        if (!entry) return Error{ErrorCode::NotFound, "\"" + name + "\" is no configuration of a topic"};
        if (entry->readOnly) return Error{ErrorCode::InvalidArgument, "\"" + name + "\" can't be changed"};
        if (value)
            plan.after[name] = *value;
        else
            plan.after.erase(name);
        const std::string before = textOrDefault(plan.before, name);
        const std::string after = textOrDefault(plan.after, name);
        if (before != after || plan.before.contains(name) != plan.after.contains(name))
            plan.changes.push_back({name, before, after});
    }
    plan.warnings.push_back(
        "All values of the topic's own are written at once: one that somebody else sets in the "
        "moment between the last check and the change is lost.");
    return plan;
}

Result<AddPartitionsPlan> planAddPartitions(const AdminClient& client, const std::string& topic, int total) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto found = findChangeable(*catalog, topic);
    if (!found) return found.error();
    if (total <= static_cast<int>(found->partitionCount) || total > kMaxPartitions)
        return Error{ErrorCode::InvalidArgument,
                     "topic \"" + topic + "\" has " + std::to_string(found->partitionCount) +
                         " partitions; there can only be more, up to " + std::to_string(kMaxPartitions)};
    AddPartitionsPlan plan;
    plan.action = Action::AddPartitions;
    plan.target = topic;
    plan.before = found->partitionCount;
    plan.after = static_cast<std::uint32_t>(total);
    plan.changes.push_back({"partitions", std::to_string(plan.before), std::to_string(plan.after)});
    plan.warnings.push_back(
        "New records of a key can land in another partition than its old ones: their order is no "
        "longer kept, and what keeps state by key (joins, compaction, stream jobs) is wrong.");
    plan.warnings.push_back("Partitions can't be taken away again.");
    return plan;
}

Result<DeleteTopicPlan> planDeleteTopic(const AdminClient& client, const std::string& topic) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto found = findChangeable(*catalog, topic);
    if (!found) return found.error();
    DeleteTopicPlan plan;
    plan.action = Action::DeleteTopic;
    plan.target = topic;
    plan.partitions = found->partitionCount;
    std::vector<TopicPartition> partitions;
    for (const PartitionState& partition : catalog->partitionsOf(*catalog->find(topic)))
        partitions.push_back({topic, partition.id});
    const auto marks = fetchWatermarks(client, partitions);
    const std::int64_t span =
        std::accumulate(marks.begin(), marks.end(), std::int64_t{0},
                        [](std::int64_t sum, const Watermarks& mark) { return sum + mark.offsetSpan(); });
    plan.changes.push_back({"topic " + topic,
                            std::to_string(plan.partitions) + " partitions, " +
                                std::to_string(found->replicas) + " replicas, an offset span of " +
                                std::to_string(span),
                            ""});
    // What is needed to make it again, empty.
    if (const auto configs = describeTopicConfig(client, topic))
        for (const auto& [name, value] : configs->ownValues())
            plan.changes.push_back({name, value, ""});
    plan.warnings.push_back("Its records are gone for good; only the empty topic can be made again.");
    return plan;
}

Result<DeleteRecordsPlan> planDeleteRecords(const AdminClient& client, const std::string& topic,
                                            const std::map<std::int32_t, std::int64_t>& before) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto found = findChangeable(*catalog, topic);
    if (!found) return found.error();
    DeleteRecordsPlan plan;
    plan.action = Action::DeleteRecords;
    plan.target = topic;
    std::vector<TopicPartition> partitions;
    for (const auto& [id, offset] : before) {
        if (id < 0 || id >= static_cast<std::int32_t>(found->partitionCount))
            return Error{ErrorCode::NotFound, toString({topic, id}) + ": there is no such partition"};
        partitions.push_back({topic, id});
    }
    const auto marks = fetchWatermarks(client, partitions);
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        if (!marks[i].known()) return marks[i].error.value_or(Error{ErrorCode::Unavailable, "offsets"});
        const std::int64_t wanted = before.at(partitions[i].partition);
        const std::int64_t target = std::clamp(wanted, marks[i].low, marks[i].high);
        if (wanted > marks[i].high)
            plan.warnings.push_back(toString(partitions[i]) + " ends at " + std::to_string(marks[i].high) +
                                    ": deleting up to there.");
        if (target == marks[i].low) continue;
        plan.items.push_back({partitions[i], marks[i].low, target});
        plan.changes.push_back({toString(partitions[i]) + " first offset", std::to_string(marks[i].low),
                                std::to_string(target)});
    }
    plan.warnings.push_back("Deleted records are gone for good.");
    return plan;
}

} // namespace eventflow::admin
