#include "app/clusters/app_cluster.h"

#include "app/clusters/cluster_scans.h"
#include "app/session/schema_lookup.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/configs.h"
#include "pipelines/admin/group_lag.h"
#include "pipelines/admin/neighbourhood.h"
#include "pipelines/admin/redrive.h"
#include "pipelines/admin/topic_facts.h"
#include "pipelines/admin/watermarks.h"

#include <utility>

namespace eventflow::app {

namespace {

/// Each is a handful of threads and a connection to every broker that was asked.
constexpr std::size_t kMaxIdle = 3;
constexpr std::chrono::seconds kRecordPatience{15};
/// A screen that shows a cluster as soon as it is open asks within this.
constexpr std::chrono::seconds kFirstCatalogAge{3};

} // namespace

class AppCluster::Lease {
public:
    Lease(AppCluster& cluster, std::unique_ptr<admin::AdminClient> client)
        : m_cluster(&cluster), m_client(std::move(client)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) noexcept = default;
    ~Lease() {
        if (!m_client) return;
        const std::lock_guard lock(m_cluster->m_mutex);
        if (m_cluster->m_idle.size() < kMaxIdle) m_cluster->m_idle.push_back(std::move(m_client));
    }
    const admin::AdminClient& operator*() const { return *m_client; }

private:
    AppCluster* m_cluster;
    std::unique_ptr<admin::AdminClient> m_client;
};

AppCluster::AppCluster(ChangeParts parts, std::shared_ptr<registry::RegistryConnection> registry)
    : m_parts(std::move(parts)) {
    m_lookup = makeSchemaLookup(m_parts.connection, registry);
    if (!registry) return;
    m_registry.emplace(std::move(registry), m_parts.connection, m_parts.trail);
}

Result<std::shared_ptr<AppCluster>> AppCluster::open(ChangeParts parts,
                                                     std::shared_ptr<registry::RegistryConnection> registry,
                                                     const std::stop_token& stop) {
    const std::shared_ptr<AppCluster> cluster(new AppCluster(std::move(parts), std::move(registry)));
    auto catalog = cluster->askForCatalog(stop);
    if (!catalog) return catalog.error();
    const std::lock_guard lock(cluster->m_mutex);
    cluster->m_first = std::move(*catalog);
    cluster->m_firstAt = std::chrono::steady_clock::now();
    return cluster;
}

Result<AppCluster::Lease> AppCluster::lease() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            std::unique_ptr<admin::AdminClient> client = std::move(m_idle.back());
            m_idle.pop_back();
            return Lease(*this, std::move(client));
        }
    }
    auto client = admin::AdminClient::open(m_parts.access);
    if (!client) return client.error();
    return Lease(*this, std::make_unique<admin::AdminClient>(std::move(*client)));
}

std::optional<admin::ClusterCatalog> AppCluster::takeFirstCatalog() {
    const std::lock_guard lock(m_mutex);
    const bool fresh = std::chrono::steady_clock::now() - m_firstAt < kFirstCatalogAge;
    auto first = std::exchange(m_first, std::nullopt);
    return fresh ? std::move(first) : std::nullopt;
}

Result<admin::ClusterCatalog> AppCluster::catalog(std::stop_token stop) {
    if (auto first = takeFirstCatalog()) return std::move(*first);
    return askForCatalog(stop);
}

Result<admin::ClusterCatalog> AppCluster::askForCatalog(const std::stop_token& stop) {
    const auto client = lease();
    if (!client) return client.error();
    auto catalog = admin::fetchCatalog(**client, stop);
    if (!catalog) return catalog.error();
    const std::lock_guard lock(m_mutex);
    m_brokers.brokers = catalog->brokers;
    m_brokers.controller = catalog->controller;
    return catalog;
}

std::vector<admin::Watermarks> AppCluster::watermarks(std::span<const admin::TopicPartition> partitions) {
    const auto client = lease();
    if (client) return admin::fetchWatermarks(**client, partitions);
    return std::vector<admin::Watermarks>(partitions.size(), {-1, -1, client.error()});
}

Result<std::vector<admin::ConfigSet>> AppCluster::topicConfigs(std::span<const std::string> topics) {
    const auto client = lease();
    if (!client) return client.error();
    admin::ClusterCatalog brokers;
    {
        const std::lock_guard lock(m_mutex);
        brokers = m_brokers;
    }
    if (const Status offered = admin::checkConfigsOffered(**client, brokers); !offered)
        return offered.error();
    return admin::describeTopicConfigs(**client, topics);
}

Result<admin::TopicDescription> AppCluster::describeTopic(const std::string& topic) {
    const auto client = lease();
    if (!client) return client.error();
    return admin::describeTopic(**client, topic);
}

Result<admin::ConfigSet> AppCluster::brokerConfigs(std::int32_t broker) {
    const auto client = lease();
    if (!client) return client.error();
    return admin::describeBrokerConfigs(**client, broker);
}

Result<profile::TopicProfile>
AppCluster::profileTopic(const std::string& topic, const browse::ScanLimits& limits,
                         const std::function<void(const profile::TopicProfile&)>& onProgress,
                         std::stop_token stop) {
    return app::profileTopic(m_parts.access, topic, limits, onProgress, std::move(stop));
}

Result<admin::GroupList> AppCluster::groups() {
    const auto client = lease();
    if (!client) return client.error();
    return admin::listGroups(**client);
}

std::vector<Result<admin::GroupLag>> AppCluster::groupLags(std::span<const std::string> ids) {
    const auto client = lease();
    if (client) return admin::fetchGroupLags(**client, ids);
    return {ids.size(), Result<admin::GroupLag>(client.error())};
}

std::vector<admin::TimeLag> AppCluster::timeLags(std::span<const admin::PartitionLag> partitions) {
    return admin::fetchTimeLags(m_parts.access, partitions, kRecordPatience);
}

Result<admin::Neighbourhood> AppCluster::neighbourhood(const admin::TopicPartition& partition,
                                                       std::int64_t offset, std::int64_t around) {
    const auto client = lease();
    if (!client) return client.error();
    return admin::fetchNeighbourhood(**client, partition, offset, around);
}

browse::FilterRequest AppCluster::withSchemas(browse::FilterRequest filter) const {
    filter.schemas = m_lookup;
    return filter;
}

Result<browse::ScanEstimate> AppCluster::estimate(const browse::ScanRequest& request, std::stop_token stop) {
    return estimateScan(m_parts.access, request, std::move(stop));
}

Result<browse::ScanEnd> AppCluster::scan(const browse::ScanRequest& request,
                                         const browse::FilterRequest& filter, feed::ScanResult& into,
                                         std::stop_token stop) {
    return runScan(m_parts.access, request, withSchemas(filter), into, std::move(stop));
}

Result<browse::ScanEnd> AppCluster::findKey(const browse::ScanRequest& request, const feed::KeySearch& search,
                                            const browse::FilterRequest& filter, feed::ScanResult& into,
                                            std::stop_token stop) {
    return app::findKey(m_parts.access, request, search, withSchemas(filter), into, std::move(stop));
}

Result<std::unique_ptr<feed::MessagePager>> AppCluster::page(const browse::ScanRequest& request,
                                                             const browse::FilterRequest& filter,
                                                             const feed::PageStart& start,
                                                             std::stop_token stop) {
    return openPager(m_parts.access, request, withSchemas(filter), start, std::move(stop));
}

Result<admin::OwnedRecord> AppCluster::record(const admin::TopicPartition& partition, std::int64_t offset,
                                              std::stop_token stop) {
    auto found =
        admin::readRecords(m_parts.access, {{partition, offset, offset + 1, 1}}, kRecordPatience, stop);
    if (!found) return found.error();
    if (found->empty())
        return Error{ErrorCode::NotFound, toString(partition) + " has no record at offset " +
                                              std::to_string(offset) +
                                              ": deleted, compacted away, or a mark "
                                              "of a transaction"};
    return std::move(found->front());
}

Status AppCluster::readRecords(std::span<const admin::RecordAddress> places, const TakeRecords& take,
                               std::stop_token stop) {
    return app::readRecords(m_parts.access, places, take, std::move(stop));
}

Result<std::unique_ptr<feed::PlannedChange>> AppCluster::plan(const admin::ChangeRequest& request) {
    const auto client = lease();
    if (!client) return client.error();
    return planChange(m_parts, **client, request);
}

} // namespace eventflow::app
