#include "pipelines/admin/topic_facts.h"

#include "pipelines/kafka/cluster_queries.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace eventflow::admin {
namespace {

std::optional<std::int64_t> numberOf(const ConfigSet& configs, std::string_view name) {
    const std::string text = configs.valueOf(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// -1 is Kafka's "without bound".
std::optional<std::int64_t> boundOf(const ConfigSet& configs, std::string_view name) {
    const auto number = numberOf(configs, name);
    return number && *number >= 0 ? number : std::nullopt;
}

void addReplication(TopicFacts& facts, const kafka::TopicInfo& topic) {
    for (const kafka::PartitionInfo& partition : topic.partitions) {
        if (partition.leader < 0) ++facts.withoutLeader;
        if (partition.isr.size() < partition.replicas.size()) ++facts.shortOfReplicas;
        if (facts.minInsyncReplicas &&
            partition.isr.size() < static_cast<std::size_t>(*facts.minInsyncReplicas))
            facts.underMinIsr = facts.underMinIsr.value_or(0) + 1;
    }
}

void addConfigs(TopicFacts& facts, const ConfigSet& configs) {
    const std::string policy = configs.valueOf("cleanup.policy");
    facts.compacted = policy.find("compact") != std::string::npos;
    facts.deletesOld = policy.find("delete") != std::string::npos;
    if (const auto ms = boundOf(configs, "retention.ms"); ms && facts.deletesOld) {
        constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max() / 1'000'000;
        if (*ms <= longest) facts.retention = std::chrono::milliseconds(*ms);
    }
    if (facts.deletesOld) facts.retentionBytes = boundOf(configs, "retention.bytes");
    if (const auto minimum = boundOf(configs, "min.insync.replicas"); minimum) {
        facts.minInsyncReplicas = static_cast<int>(std::min<std::int64_t>(*minimum, 1000));
        facts.underMinIsr = 0;
    }
}

std::optional<std::int64_t> spanOf(const std::vector<Watermarks>& watermarks) {
    if (watermarks.empty()) return std::nullopt;
    std::int64_t total = 0;
    for (const Watermarks& marks : watermarks) {
        if (!marks.known()) return std::nullopt;
        total += marks.offsetSpan();
    }
    return total;
}

} // namespace

TopicFacts factsOf(const kafka::TopicInfo& topic, const ConfigSet& configs,
                   const std::vector<Watermarks>& watermarks) {
    TopicFacts facts;
    addConfigs(facts, configs);
    addReplication(facts, topic);
    facts.offsetSpan = spanOf(watermarks);
    return facts;
}

Result<TopicDescription> describeTopic(const AdminClient& client, const std::string& name) {
    // All topics first: asking for one by name may create it.
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    if (!catalog->find(name))
        return Error{ErrorCode::NotFound,
                     "topic \"" + name + "\" does not exist on " + client.access().label() +
                         ", or this login may not see it; compare with `eventflow topics list`"};
    auto topics = kafka::fetchTopics(client.handle(), {name}, client.timeout());
    if (!topics) return client.explained(topics.error());
    if (topics->empty()) return Error{ErrorCode::NotFound, "topic \"" + name + "\" has just been deleted"};

    TopicDescription out;
    out.topic = std::move(topics->front());
    if (!out.topic.error.empty()) out.problems.push_back({ErrorCode::Unavailable, out.topic.error});
    std::vector<TopicPartition> partitions;
    for (const kafka::PartitionInfo& partition : out.topic.partitions)
        partitions.push_back({name, partition.id});
    out.watermarks = fetchWatermarks(client, partitions);
    for (const Watermarks& marks : out.watermarks)
        if (marks.error) out.problems.push_back(*marks.error);
    const std::string one[] = {name};
    if (auto configs = describeTopicConfigs(client, one))
        out.configs = std::move(configs->front());
    else
        out.configs = {name, {}, configs.error()};
    if (out.configs.error) out.problems.push_back(*out.configs.error);
    out.facts = factsOf(out.topic, out.configs, out.watermarks);
    return out;
}

} // namespace eventflow::admin
