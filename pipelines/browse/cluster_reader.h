#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/browse/scan_request.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/metadata.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::browse {

/// What a reader fetches at a time.
struct ReaderTuning {
    Isolation isolation = Isolation::ReadCommitted;
    std::size_t fetchBytes = 1024 * 1024; ///< of one partition
    /// Of one broker. For a paced scan this is the largest burst.
    std::size_t responseBytes = 16 * 1024 * 1024;
    /// Fetch on while the reader is busy; off for a paced or a small scan.
    bool fetchAhead = true;
};

/// Small answers fast: a page, a single record, a sample.
ReaderTuning pageTuning(Isolation isolation);
/// Everything there is, at most at that pace (0: as fast as can be).
ReaderTuning bulkTuning(Isolation isolation, std::uint64_t bytesPerSecond);

/// A partition to ask about.
struct PartitionName {
    std::string topic;
    std::int32_t partition = 0;
    auto operator<=>(const PartitionName&) const = default;
};

/// A read-only client of one cluster and what browsing asks it: which partitions there are, where they begin
/// and end, where a time is in them. Makes no request about groups, creates nothing. Thread: confined.
class ClusterReader {
public:
    static Result<std::unique_ptr<ClusterReader>> open(const kafka::ClusterAccess& access,
                                                       const ReaderTuning& tuning);
    ClusterReader(const ClusterReader&) = delete;
    ClusterReader& operator=(const ClusterReader&) = delete;

    /// Waits until a broker answers, in slices, so that `stop` is seen while nothing does. Cancelled by it.
    Status connect(std::chrono::milliseconds timeout, const std::stop_token& stop);

    /// These topics; NotFound names the first that is not there.
    Result<std::vector<admin::TopicInfo>> topics(const std::vector<std::string>& names,
                                                 std::chrono::milliseconds timeout);
    /// Lowest and highest offset of each, -1 where no leader answers.
    Result<std::vector<OffsetRange>> ends(const std::vector<PartitionName>& partitions,
                                          std::chrono::milliseconds timeout);
    /// The first offset at or after that time of each; nothing where there is none yet.
    Result<std::vector<std::optional<std::int64_t>>> offsetsAt(const std::vector<PartitionName>& partitions,
                                                               Timestamp time,
                                                               std::chrono::milliseconds timeout);

    [[nodiscard]] const kafka::KafkaHandle& handle() const { return m_handle; }
    [[nodiscard]] const kafka::ClusterAccess& access() const { return m_access; }
    /// How long brokers have made this client wait, by their quotas, so far.
    [[nodiscard]] std::chrono::milliseconds throttled() const;

private:
    ClusterReader(kafka::ClusterAccess access, kafka::KafkaHandle handle)
        : m_access(std::move(access)), m_handle(std::move(handle)) {}
    /// With what the client reported last, and the address.
    [[nodiscard]] Error explained(const Error& error) const;

    kafka::ClusterAccess m_access;
    kafka::KafkaHandle m_handle;
    std::set<std::string> m_seen; ///< topics that are known to exist
};

} // namespace eventflow::browse
