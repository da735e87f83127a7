#include "pipelines/admin/topic_facts.h"

#include "pipelines/admin/open_transactions.h"
#include "pipelines/kafka/cluster_queries.h"

#include <span>
#include <utility>

namespace eventflow::admin {
namespace {

ConfigSet configsOf(const AdminClient& client, const ClusterCatalog& catalog, const std::string& topic) {
    if (const Status offered = checkConfigsOffered(client, catalog); !offered)
        return {topic, {}, offered.error()};
    auto configs = describeTopicConfigs(client, std::span(&topic, 1));
    return configs ? std::move(configs->front()) : ConfigSet{topic, {}, configs.error()};
}

} // namespace

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
    for (const PartitionInfo& partition : out.topic.partitions)
        partitions.push_back({name, partition.id});
    out.watermarks = fetchWatermarks(client, partitions);
    for (const Watermarks& marks : out.watermarks)
        if (marks.error) out.problems.push_back(*marks.error);
    if (auto open = fetchOpenTransactions(client, partitions))
        out.openTransactions = std::move(*open);
    else
        out.problems.push_back(open.error());
    out.configs = configsOf(client, *catalog, name);
    if (out.configs.error) out.problems.push_back(*out.configs.error);
    out.facts = factsOf(out.topic, out.configs, out.watermarks);
    return out;
}

} // namespace eventflow::admin
