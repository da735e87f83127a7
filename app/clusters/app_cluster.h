#pragma once

#include "app/clusters/app_schema_registry.h"
#include "app/clusters/cluster_changes.h"
#include "core/feed/cluster.h"
#include "pipelines/admin/admin_client.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace eventflow::app {

/// What the desktop may ask of one cluster, over pipelines/admin and pipelines/browse. Clients are kept open
/// between two requests, each used by one request at a time. Thread: any.
class AppCluster final : public feed::Cluster {
public:
    /// Asks for the catalog, so that a cluster that can't be reached is told now. `registry` may be null.
    static Result<std::shared_ptr<AppCluster>> open(ChangeParts parts,
                                                    std::shared_ptr<registry::RegistryConnection> registry,
                                                    const std::stop_token& stop);

    [[nodiscard]] const config::Connection& connection() const override { return m_parts.connection; }
    Result<admin::ClusterCatalog> catalog(std::stop_token stop) override;
    std::vector<admin::Watermarks> watermarks(std::span<const admin::TopicPartition> partitions) override;
    Result<std::vector<admin::ConfigSet>> topicConfigs(std::span<const std::string> topics) override;
    Result<admin::TopicDescription> describeTopic(const std::string& topic) override;
    Result<admin::ConfigSet> brokerConfigs(std::int32_t broker) override;
    Result<profile::TopicProfile>
    profileTopic(const std::string& topic, const browse::ScanLimits& limits,
                 const std::function<void(const profile::TopicProfile&)>& onProgress,
                 std::stop_token stop) override;
    Result<admin::GroupList> groups() override;
    std::vector<Result<admin::GroupLag>> groupLags(std::span<const std::string> ids) override;
    std::vector<admin::TimeLag> timeLags(std::span<const admin::PartitionLag> partitions) override;
    Result<admin::Neighbourhood> neighbourhood(const admin::TopicPartition& partition, std::int64_t offset,
                                               std::int64_t around) override;
    Result<browse::ScanEstimate> estimate(const browse::ScanRequest& request, std::stop_token stop) override;
    Result<browse::ScanEnd> scan(const browse::ScanRequest& request, const browse::FilterRequest& filter,
                                 feed::ScanResult& into, std::stop_token stop) override;
    Result<browse::ScanEnd> findKey(const browse::ScanRequest& request, const feed::KeySearch& search,
                                    const browse::FilterRequest& filter, feed::ScanResult& into,
                                    std::stop_token stop) override;
    Result<std::unique_ptr<feed::MessagePager>> page(const browse::ScanRequest& request,
                                                     const browse::FilterRequest& filter,
                                                     const feed::PageStart& start,
                                                     std::stop_token stop) override;
    Result<admin::OwnedRecord> record(const admin::TopicPartition& partition, std::int64_t offset,
                                      std::stop_token stop) override;
    Status readRecords(std::span<const admin::RecordAddress> places, const TakeRecords& take,
                       std::stop_token stop) override;
    [[nodiscard]] feed::SchemaRegistry* registry() override { return m_registry ? &*m_registry : nullptr; }
    [[nodiscard]] std::shared_ptr<codec::SchemaLookup> schemaLookup() override { return m_lookup; }
    Result<std::unique_ptr<feed::PlannedChange>> plan(const admin::ChangeRequest& request) override;

private:
    AppCluster(ChangeParts parts, std::shared_ptr<registry::RegistryConnection> registry);

    /// A client that nobody else uses, put back when it is let go.
    class Lease;
    [[nodiscard]] browse::FilterRequest withSchemas(browse::FilterRequest filter) const;
    Result<Lease> lease();
    /// What open() asked for, if nobody had it yet and it is still what the cluster would say.
    [[nodiscard]] std::optional<admin::ClusterCatalog> takeFirstCatalog();
    Result<admin::ClusterCatalog> askForCatalog(const std::stop_token& stop);

    const ChangeParts m_parts;
    std::optional<AppSchemaRegistry> m_registry;
    std::shared_ptr<codec::SchemaLookup> m_lookup;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<admin::AdminClient>> m_idle; ///< guarded, as what follows
    std::optional<admin::ClusterCatalog> m_first;
    std::chrono::steady_clock::time_point m_firstAt;
    admin::ClusterCatalog m_brokers; ///< of the last catalog, without topics
};

} // namespace eventflow::app
