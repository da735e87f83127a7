#pragma once

#include "core/browse/record_filter.h"
#include "core/browse/scan_progress.h"
#include "pipelines/browse/cluster_reader.h"
#include "pipelines/browse/kafka_ranges.h"
#include "pipelines/browse/merged_scan.h"
#include "pipelines/browse/scan_plan.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace eventflow::browse {

/// Runs one scan from its plan to its end, in the order the request asks for. `cluster` was opened with a
/// tuning that fits (pageTuning, bulkTuning); the plan is of the same request.
Result<ScanEnd> runScan(ClusterReader& cluster, const ScanPlan& plan, const ScanRequest& request,
                        RecordFilter& filter, MatchSink& sink, ScanProgress& progress,
                        const std::stop_token& stop);

/// Where paging begins.
struct BrowseStart {
    enum class Kind : std::uint8_t {
        Newest, ///< at the end of the range
        Oldest, ///< at its beginning
        Around, ///< at `time`, or at `offset` of the partitions of the request
    };
    Kind kind = Kind::Newest;
    Bound at; ///< of Around
};

/// Pages through the records of some topics, older and newer, from one place on. Every page goes on exactly
/// where the last one in its direction ended: whatever timestamps, gaps and new records there are, no record
/// comes twice and none is left out. newer() sees what was produced since. Thread: confined to a worker.
class Browser {
public:
    /// Connects and plans. `timeout` is for each request to the cluster.
    static Result<std::unique_ptr<Browser>> open(const kafka::ClusterAccess& access,
                                                 const ScanRequest& request, const FilterRequest& filter,
                                                 const BrowseStart& start, std::chrono::milliseconds timeout,
                                                 const std::stop_token& stop);
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    /// The next `count` matches before the oldest that older() gave, newest first. Complete: there are no
    /// more.
    Result<ScanEnd> older(std::uint64_t count, MatchSink& sink, const std::stop_token& stop);
    /// The next `count` matches after the newest that newer() gave, oldest first. Complete: no more for now.
    Result<ScanEnd> newer(std::uint64_t count, MatchSink& sink, const std::stop_token& stop);

    /// How many offsets there are now behind the newest that newer() gave. 0 where the range ends before.
    /// Unavailable when no broker answers within two seconds: other calls wait for it.
    Result<std::uint64_t> newerOffsets();

    [[nodiscard]] const ScanPlan& plan() const { return m_plan; }
    /// Of all pages together.
    [[nodiscard]] ScanProgress& progress() { return m_progress; }

private:
    Browser(std::unique_ptr<ClusterReader> cluster, ScanRequest request, ScanPlan plan,
            std::unique_ptr<RecordFilter> filter, std::chrono::milliseconds timeout);
    Status placeStart(const BrowseStart& start);
    Status askForEnds(std::chrono::milliseconds timeout);

    std::unique_ptr<ClusterReader> m_cluster;
    const ScanRequest m_request;
    ScanPlan m_plan;
    std::unique_ptr<RecordFilter> m_filter;
    const std::chrono::milliseconds m_timeout;
    ScanProgress m_progress;
    std::vector<std::int64_t> m_newerFrom; ///< by stream
    std::optional<ScanJudge> m_judge;
    std::optional<KafkaRanges> m_ranges;
    std::optional<MergedScan> m_older;
};

} // namespace eventflow::browse
