#include "pipelines/admin/configs.h"

#include "pipelines/kafka/kafka_error.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace eventflow::admin {
namespace {

using ResourcePtr =
    std::unique_ptr<rd_kafka_ConfigResource_t, kafka::Release<rd_kafka_ConfigResource_destroy>>;

/// A topic has about 30 entries with their synonyms: this keeps an answer below a few MB.
constexpr std::size_t kTopicsPerRequest = 200;

ConfigSource toSource(rd_kafka_ConfigSource_t source) {
    switch (source) {
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG:
        return ConfigSource::Topic;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG:
        return ConfigSource::Broker;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_DEFAULT_BROKER_CONFIG:
        return ConfigSource::AllBrokers;
    case RD_KAFKA_CONFIG_SOURCE_STATIC_BROKER_CONFIG:
        return ConfigSource::ServerFile;
    case RD_KAFKA_CONFIG_SOURCE_DEFAULT_CONFIG:
        return ConfigSource::Default;
    default:
        return ConfigSource::Unknown;
    }
}

std::optional<std::string> valueOrNothing(const char* value) {
    return value ? std::optional<std::string>(value) : std::nullopt;
}

ConfigEntry toEntry(const rd_kafka_ConfigEntry_t& entry) {
    ConfigEntry out;
    out.name = rd_kafka_ConfigEntry_name(&entry);
    out.value = valueOrNothing(rd_kafka_ConfigEntry_value(&entry));
    out.source = toSource(rd_kafka_ConfigEntry_source(&entry));
    out.sensitive = rd_kafka_ConfigEntry_is_sensitive(&entry) == 1;
    out.readOnly = rd_kafka_ConfigEntry_is_read_only(&entry) == 1;
    std::size_t count = 0;
    const auto* synonyms = rd_kafka_ConfigEntry_synonyms(&entry, &count);
    for (std::size_t i = 0; i < count; ++i)
        out.synonyms.push_back({rd_kafka_ConfigEntry_name(synonyms[i]),
                                valueOrNothing(rd_kafka_ConfigEntry_value(synonyms[i])),
                                toSource(rd_kafka_ConfigEntry_source(synonyms[i]))});
    return out;
}

ConfigSet toSet(const rd_kafka_ConfigResource_t& resource) {
    ConfigSet out;
    out.resource = rd_kafka_ConfigResource_name(&resource);
    if (const auto error = rd_kafka_ConfigResource_error(&resource); error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char* reason = rd_kafka_ConfigResource_error_string(&resource);
        out.error = kafka::toError(error, "configuration of \"" + out.resource + '"', reason ? reason : "");
    }
    std::size_t count = 0;
    const auto* entries = rd_kafka_ConfigResource_configs(&resource, &count);
    for (std::size_t i = 0; i < count; ++i)
        out.entries.push_back(toEntry(*entries[i]));
    std::sort(out.entries.begin(), out.entries.end(),
              [](const ConfigEntry& a, const ConfigEntry& b) { return a.name < b.name; });
    return out;
}

Status describeInto(std::vector<ConfigSet>& out, const AdminClient& client, rd_kafka_ResourceType_t type,
                    std::span<const std::string> names) {
    std::vector<ResourcePtr> owned;
    std::vector<rd_kafka_ConfigResource_t*> resources;
    for (const std::string& name : names) {
        owned.emplace_back(rd_kafka_ConfigResource_new(type, name.c_str()));
        if (!owned.back())
            return Error{ErrorCode::InvalidArgument, "configuration: a topic or broker needs a name"};
        resources.push_back(owned.back().get());
    }
    auto event = client.call(
        RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "DescribeConfigs", [&](const auto* options, auto* queue) {
            rd_kafka_DescribeConfigs(client.get(), resources.data(), resources.size(), options, queue);
        });
    if (!event) return event.error();
    std::size_t count = 0;
    const auto* described = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    std::map<std::string, ConfigSet> byName;
    for (std::size_t i = 0; i < count; ++i) {
        ConfigSet set = toSet(*described[i]);
        byName.insert_or_assign(set.resource, std::move(set));
    }
    for (const std::string& name : names) {
        const auto found = byName.find(name);
        if (found != byName.end())
            out.push_back(found->second);
        else
            out.push_back(
                {name, {}, Error{ErrorCode::Unavailable, "configuration of \"" + name + "\": no answer"}});
    }
    return {};
}

} // namespace

Status checkConfigsOffered(const AdminClient& client, const ClusterCatalog& catalog) {
    if (catalog.brokers.empty() ||
        std::ranges::find(catalog.brokers, catalog.controller, &Broker::id) != catalog.brokers.end())
        return {};
    // A broker answers for itself, at once.
    const auto own = describeBrokerConfigs(client, catalog.brokers.front().id);
    if (own || own.error().code != ErrorCode::Unsupported) return {};
    return own.error();
}

Result<std::vector<ConfigSet>> describeTopicConfigs(const AdminClient& client,
                                                    std::span<const std::string> topics) {
    std::vector<ConfigSet> out;
    for (std::size_t from = 0; from < topics.size(); from += kTopicsPerRequest) {
        const auto names = topics.subspan(from, std::min(kTopicsPerRequest, topics.size() - from));
        if (Status status = describeInto(out, client, RD_KAFKA_RESOURCE_TOPIC, names); !status)
            return status.error();
    }
    return out;
}

Result<ConfigSet> describeTopicConfig(const AdminClient& client, const std::string& topic) {
    auto sets = describeTopicConfigs(client, std::span(&topic, 1));
    if (!sets) return sets.error();
    if (sets->front().error) return *sets->front().error;
    return std::move(sets->front());
}

Result<ConfigSet> describeBrokerConfigs(const AdminClient& client, std::int32_t broker) {
    std::vector<ConfigSet> out;
    const std::string name = std::to_string(broker);
    if (Status status = describeInto(out, client, RD_KAFKA_RESOURCE_BROKER, std::span(&name, 1)); !status)
        return status.error();
    return std::move(out.front());
}

} // namespace eventflow::admin
