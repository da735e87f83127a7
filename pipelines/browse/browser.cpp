#include "pipelines/browse/browser.h"

#include "pipelines/browse/stream_scan.h"

#include <algorithm>
#include <utility>

namespace eventflow::browse {
namespace {

/// A count that comes later is of little use, and pages wait for it.
constexpr std::chrono::milliseconds kCountTimeout{2000};

std::vector<PartitionName> namesOf(const ScanPlan& plan) {
    std::vector<PartitionName> names;
    for (const PlannedStream& stream : plan.streams)
        names.push_back({stream.stream.topic, stream.stream.partition});
    return names;
}

std::uint64_t spanOf(const ScanPlan& plan) {
    return static_cast<std::uint64_t>(plan.offsetSpan());
}

} // namespace

Result<ScanEnd> runScan(ClusterReader& cluster, const ScanPlan& plan, const ScanRequest& request,
                        RecordFilter& filter, MatchSink& sink, ScanProgress& progress,
                        const std::stop_token& stop) {
    for (const std::string& note : plan.notes)
        progress.note(note);
    progress.counts().offsetsTotal = request.follow ? 0 : spanOf(plan);
    KafkaRanges ranges(cluster.handle(), plan);
    ScanJudge judge(plan, filter, progress);
    const ScanBudget budget(request.limits);
    const auto run = [&]() -> Result<ScanEnd> {
        if (request.order == ScanOrder::AsRead)
            return StreamScan(ranges, plan, judge).run(request.follow, sink, budget, stop);
        const bool newest = request.order == ScanOrder::NewestFirst;
        MergedScan scan(ranges, plan, plan.ranges(), judge, newest ? Direction::Older : Direction::Newer);
        return scan.next(0, sink, budget, stop);
    };
    Result<ScanEnd> end = run();
    progress.counts().throttled = cluster.throttled();
    progress.publish(true);
    return end;
}

Browser::Browser(std::unique_ptr<ClusterReader> cluster, ScanRequest request, ScanPlan plan,
                 std::unique_ptr<RecordFilter> filter, std::chrono::milliseconds timeout)
    : m_cluster(std::move(cluster)),
      m_request(std::move(request)),
      m_plan(std::move(plan)),
      m_filter(std::move(filter)),
      m_timeout(timeout) {
    for (const std::string& note : m_plan.notes)
        m_progress.note(note);
    m_judge.emplace(m_plan, *m_filter, m_progress);
    m_ranges.emplace(m_cluster->handle(), m_plan);
}

Result<std::unique_ptr<Browser>> Browser::open(const kafka::ClusterAccess& access, const ScanRequest& request,
                                               const FilterRequest& filter, const BrowseStart& start,
                                               std::chrono::milliseconds timeout,
                                               const std::stop_token& stop) {
    auto compiled = RecordFilter::compile(filter);
    if (!compiled) return compiled.error();
    auto cluster = ClusterReader::open(access, pageTuning(request.isolation));
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(timeout, stop); !status) return status.error();
    auto plan = planScan(**cluster, request, timeout);
    if (!plan) return plan.error();
    std::unique_ptr<Browser> browser(
        new Browser(std::move(*cluster), request, std::move(*plan), std::move(*compiled), timeout));
    if (Status status = browser->placeStart(start); !status) return status.error();
    return browser;
}

Status Browser::placeStart(const BrowseStart& start) {
    std::vector<std::optional<std::int64_t>> at(m_plan.streams.size());
    if (start.kind == BrowseStart::Kind::Around && start.at.kind == Bound::Kind::Time) {
        auto found = m_cluster->offsetsAt(namesOf(m_plan), start.at.time, m_timeout);
        if (!found) return found.error();
        at = std::move(*found);
    } else if (start.kind == BrowseStart::Kind::Around) {
        std::fill(at.begin(), at.end(), start.at.value);
    }
    std::vector<OffsetRange> before;
    for (std::size_t i = 0; i < at.size(); ++i) {
        OffsetRange range = m_plan.streams[i].range;
        range.to = std::max(range.from, range.to);
        std::int64_t place = start.kind == BrowseStart::Kind::Oldest ? range.from : range.to;
        if (start.kind == BrowseStart::Kind::Around)
            place = std::clamp(at[i].value_or(range.to), range.from, range.to);
        before.push_back({range.from, place});
        m_newerFrom.push_back(place);
    }
    m_older.emplace(*m_ranges, m_plan, before, *m_judge, Direction::Older);
    return {};
}

Result<ScanEnd> Browser::older(std::uint64_t count, MatchSink& sink, const std::stop_token& stop) {
    const ScanBudget budget(m_request.limits, m_progress.counts());
    auto end = m_older->next(count, sink, budget, stop);
    m_progress.publish(true);
    return end;
}

/// A range that has an end of its own keeps it.
Status Browser::askForEnds(std::chrono::milliseconds timeout) {
    if (m_request.to.kind != Bound::Kind::End || !m_request.ranges.empty()) return {};
    const auto ends = m_cluster->ends(namesOf(m_plan), timeout);
    if (!ends) return ends.error();
    for (std::size_t i = 0; i < ends->size(); ++i) {
        PlannedStream& stream = m_plan.streams[i];
        stream.range.to = stream.high = std::max(stream.high, (*ends)[i].to);
    }
    return {};
}

Result<std::uint64_t> Browser::newerOffsets() {
    if (Status status = askForEnds(std::min(m_timeout, kCountTimeout)); !status) return status.error();
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < m_newerFrom.size(); ++i)
        count += static_cast<std::uint64_t>(
            std::max<std::int64_t>(m_plan.streams[i].range.to - m_newerFrom[i], 0));
    return count;
}

Result<ScanEnd> Browser::newer(std::uint64_t count, MatchSink& sink, const std::stop_token& stop) {
    if (Status status = askForEnds(m_timeout); !status) return status.error();
    std::vector<OffsetRange> after;
    for (std::size_t i = 0; i < m_newerFrom.size(); ++i)
        after.push_back({m_newerFrom[i], std::max(m_newerFrom[i], m_plan.streams[i].range.to)});
    const ScanBudget budget(m_request.limits, m_progress.counts());
    MergedScan scan(*m_ranges, m_plan, after, *m_judge, Direction::Newer);
    auto end = scan.next(count, sink, budget, stop);
    for (std::uint32_t i = 0; i < m_newerFrom.size(); ++i)
        m_newerFrom[i] = scan.left(i).from;
    m_progress.publish(true);
    return end;
}

} // namespace eventflow::browse
