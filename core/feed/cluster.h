#pragma once

#include "core/admin/change_request.h"
#include "core/admin/cluster_catalog.h"
#include "core/admin/configs.h"
#include "core/admin/connection_report.h"
#include "core/admin/group_lag.h"
#include "core/admin/neighbourhood.h"
#include "core/admin/plan.h"
#include "core/admin/topic_facts.h"
#include "core/admin/write_report.h"
#include "core/base/result.h"
#include "core/browse/key_partition.h"
#include "core/browse/record_filter.h"
#include "core/browse/row_store.h"
#include "core/browse/scan_estimate.h"
#include "core/browse/scan_progress.h"
#include "core/browse/scan_request.h"
#include "core/codec/schema_lookup.h"
#include "core/config/connection.h"
#include "core/feed/schema_registry.h"
#include "core/profile/topic_profile.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::feed {

/// What a scan has found so far. The scan writes; the screen reads rows and progress at any time, without
/// waiting for it.
struct ScanResult {
    explicit ScanResult(const browse::RowStoreLimits& limits = {}) : rows(limits) {}
    browse::RowStore rows; ///< in the order of the scan
    browse::ScanProgress progress;
};

/// Where to look for a key.
struct KeySearch {
    std::string key;
    browse::Partitioner partitioner = browse::Partitioner::Murmur2;
    bool elsewhere = true; ///< if its partition has none, look in the others
};

/// Pages through the records of some topics from one place on; see browse::Browser. Every call blocks.
/// Thread: one at a time.
class MessagePager {
public:
    MessagePager() = default;
    MessagePager(const MessagePager&) = delete;
    MessagePager& operator=(const MessagePager&) = delete;
    virtual ~MessagePager() = default;

    /// The next `count` matches before the oldest so far, newest first, appended to older().rows. Complete:
    /// there are no more.
    virtual Result<browse::ScanEnd> loadOlder(std::uint64_t count, std::stop_token stop) = 0;
    /// The next `count` matches after the newest so far, oldest first, appended to newer().rows. Complete: no
    /// more for now.
    virtual Result<browse::ScanEnd> loadNewer(std::uint64_t count, std::stop_token stop) = 0;
    /// How many offsets there are now behind the newest so far: at least as many as records, for marks of
    /// transactions and what compaction took away have offsets too. 0 where the range ends before.
    virtual Result<std::uint64_t> newerOffsets() = 0;
    // May be read from any thread while a call is under way.
    [[nodiscard]] virtual const browse::RowStore& older() const = 0;
    [[nodiscard]] virtual const browse::RowStore& newer() const = 0;
    [[nodiscard]] virtual const browse::ScanProgress& progress() const = 0;
};

/// Where paging begins: at the newest record, at the oldest, or at a time or an offset in between.
struct PageStart {
    enum class Kind : std::uint8_t { Newest, Oldest, Around } kind = Kind::Newest;
    browse::Bound at; ///< of Around
};

/// What a carried-out change left behind.
struct ChangeOutcome {
    admin::WriteReport report;      ///< of writes of records, else empty
    std::filesystem::path undoFile; ///< the old offsets of a group; empty: none
};

/// A change that was found out but not done: the dry run, and the only way to do it.
class PlannedChange {
public:
    PlannedChange() = default;
    PlannedChange(const PlannedChange&) = delete;
    PlannedChange& operator=(const PlannedChange&) = delete;
    virtual ~PlannedChange() = default;

    [[nodiscard]] virtual const admin::Plan& plan() const = 0;

    struct Options {
        std::string confirmation;    ///< the plan's target, as typed; needed in production
        double recordsPerSecond = 0; ///< of writes of records; 0: no limit
        std::function<void(const admin::WriteCounts&)> onProgress; ///< on the calling thread
    };
    /// Does it, with its line in the audit log. Blocks. PermissionDenied on a connection that only reads.
    virtual Result<ChangeOutcome> execute(const Options& options, std::stop_token stop) = 0;
};

/// One cluster, as one connection reaches it. Every call blocks on the network for seconds at worst: make
/// them with widgets::AsyncCall. Calls run side by side. Nothing here makes a group, a commit or a topic.
/// Thread: any. Errors name the request that failed; a request that is denied does not make others fail.
class Cluster {
public:
    Cluster() = default;
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;
    virtual ~Cluster() = default;

    [[nodiscard]] virtual const config::Connection& connection() const = 0;

    // Topics.
    virtual Result<admin::ClusterCatalog> catalog(std::stop_token stop) = 0;
    /// In order; a partition that is not answered for carries its error. Of topics that catalog() has.
    virtual std::vector<admin::Watermarks> watermarks(std::span<const admin::TopicPartition> partitions) = 0;
    /// A set for each topic, in order, batched.
    virtual Result<std::vector<admin::ConfigSet>> topicConfigs(std::span<const std::string> topics) = 0;
    virtual Result<admin::TopicDescription> describeTopic(const std::string& topic) = 0;
    virtual Result<admin::ConfigSet> brokerConfigs(std::int32_t broker) = 0;
    /// Looks at the newest records of a topic within the limits (all of them without limits, in the order
    /// that is fastest). `onProgress` sees what is known about four times a second, on the calling thread.
    virtual Result<profile::TopicProfile>
    profileTopic(const std::string& topic, const browse::ScanLimits& limits,
                 const std::function<void(const profile::TopicProfile&)>& onProgress,
                 std::stop_token stop) = 0;

    // Groups.
    virtual Result<admin::GroupList> groups() = 0;
    /// For each id that groups() gave, in order.
    virtual std::vector<Result<admin::GroupLag>> groupLags(std::span<const std::string> ids) = 0;
    virtual std::vector<admin::TimeLag> timeLags(std::span<const admin::PartitionLag> partitions) = 0;
    virtual Result<admin::Neighbourhood> neighbourhood(const admin::TopicPartition& partition,
                                                       std::int64_t offset, std::int64_t around) = 0;

    // Messages.
    virtual Result<browse::ScanEstimate> estimate(const browse::ScanRequest& request,
                                                  std::stop_token stop) = 0;
    /// Runs to the end of the request; `into` grows meanwhile and may be read by others.
    virtual Result<browse::ScanEnd> scan(const browse::ScanRequest& request,
                                         const browse::FilterRequest& filter, ScanResult& into,
                                         std::stop_token stop) = 0;
    virtual Result<browse::ScanEnd> findKey(const browse::ScanRequest& request, const KeySearch& search,
                                            const browse::FilterRequest& filter, ScanResult& into,
                                            std::stop_token stop) = 0;
    virtual Result<std::unique_ptr<MessagePager>> page(const browse::ScanRequest& request,
                                                       const browse::FilterRequest& filter,
                                                       const PageStart& start, std::stop_token stop) = 0;
    /// One record, whole. NotFound: it is no longer there.
    virtual Result<admin::OwnedRecord> record(const admin::TopicPartition& partition, std::int64_t offset,
                                              std::stop_token stop) = 0;
    /// Takes records that were read, a few at a time, on the thread of the call. An error ends the reading
    /// and is its result.
    using TakeRecords = std::function<Status(std::vector<admin::OwnedRecord> records)>;
    /// Reads the records at these places whole, in one pass: each partition by its offsets, partitions side
    /// by side; what is no longer there is left out. Holds a few MiB, however many they are. Cancelled.
    virtual Status readRecords(std::span<const admin::RecordAddress> places, const TakeRecords& take,
                               std::stop_token stop) = 0;

    // Schemas.
    /// nullptr: the connection has no registry.
    [[nodiscard]] virtual SchemaRegistry* registry() = 0;
    /// Schemas by id, for decoders; nullptr likewise.
    [[nodiscard]] virtual std::shared_ptr<codec::SchemaLookup> schemaLookup() = 0;

    // Changes.
    /// Finds out what would change, which needs no right to write. NotFound, InvalidArgument,
    /// PermissionDenied say why it cannot be.
    virtual Result<std::unique_ptr<PlannedChange>> plan(const admin::ChangeRequest& request) = 0;
    [[nodiscard]] bool writable() const { return !connection().readOnly; }
};

} // namespace eventflow::feed
