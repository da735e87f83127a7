#pragma once

#include "core/feed/cluster.h"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace eventflow::testing {

/// A cluster for the desktop's tests: answers from what it is filled with, and remembers what it was asked to
/// change. Fill it before it is shared. Thread: as feed::Cluster.
class FakeCluster : public feed::Cluster {
public:
    explicit FakeCluster(config::Connection connection = defaultConnection());
    static config::Connection defaultConnection();

    /// `count` topics `team-3.orders-0042` of `partitions` partitions each, one of them without a leader.
    static admin::ClusterCatalog makeCatalog(std::uint32_t count, std::uint32_t partitions);

    // What it answers.
    admin::ClusterCatalog catalogAnswer;
    std::map<std::string, admin::TopicDescription> descriptions; ///< others are made from the catalog
    admin::ConfigSet brokerConfig;
    profile::TopicProfile profileAnswer;
    admin::GroupList groupList;
    std::map<std::string, admin::GroupLag> lags;
    std::vector<admin::TimeLag> timeLagAnswer;
    admin::Neighbourhood neighbourhoodAnswer;
    /// Every record there is, oldest first; scans, pages and record() go by it.
    std::vector<admin::OwnedRecord> records;
    browse::ScanEstimate estimateAnswer;
    feed::SchemaRegistry* registryAnswer = nullptr;
    std::shared_ptr<codec::SchemaLookup> lookupAnswer;
    admin::Plan planAnswer;
    feed::ChangeOutcome outcomeAnswer;   ///< of executed plans; its counts are also their progress
    std::optional<Error> executeFailure; ///< fails those only
    /// Offsets behind the newest record that pages of the newest have; what is in `records` comes on top.
    std::atomic<std::uint64_t> offsetsBehind = 0;
    /// Fails every call, when set.
    std::optional<Error> failure;
    std::optional<Error> configFailure; ///< of topicConfigs(), and within describeTopic()
    std::optional<Error> groupFailure;  ///< of groups()
    /// While true, calls wait (or until their stop).
    std::atomic<bool> blocked = false;

    // What was asked for. Guarded by `mutex` while calls are under way.
    std::mutex mutex;
    std::vector<admin::ChangeRequest> planned;
    std::vector<std::string> confirmations; ///< of executed plans
    std::vector<double> rates;              ///< likewise: records a second
    std::vector<std::size_t> configBatches; ///< how many topics each topicConfigs() was asked for
    std::atomic<int> calls = 0;
    std::atomic<int> recordCalls = 0;      ///< of record()
    std::atomic<int> readRecordsCalls = 0; ///< of readRecords()

    [[nodiscard]] const config::Connection& connection() const override { return m_connection; }
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
    [[nodiscard]] feed::SchemaRegistry* registry() override { return registryAnswer; }
    [[nodiscard]] std::shared_ptr<codec::SchemaLookup> schemaLookup() override { return lookupAnswer; }
    Result<std::unique_ptr<feed::PlannedChange>> plan(const admin::ChangeRequest& request) override;

    /// Counts the call, waits while blocked; the failure if there is one.
    Status enter(const std::stop_token& stop = {});

private:
    config::Connection m_connection;
};

} // namespace eventflow::testing
