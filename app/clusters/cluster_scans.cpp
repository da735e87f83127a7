#include "app/clusters/cluster_scans.h"

#include "pipelines/browse/browser.h"
#include "pipelines/browse/estimate.h"
#include "pipelines/browse/key_lookup.h"
#include "pipelines/browse/place_reader.h"

#include <chrono>
#include <mutex>
#include <utility>

namespace eventflow::app {

namespace {

using browse::ScanEnd;

/// For each request to the cluster.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kProfileInterval{250};
/// Up to here small fetches are faster than large ones.
constexpr std::uint64_t kFewRecords = 1000;

struct PlannedScan {
    std::unique_ptr<browse::ClusterReader> cluster;
    browse::ScanPlan plan;
};

Result<PlannedScan> planned(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                            const browse::ReaderTuning& tuning, const std::stop_token& stop) {
    auto cluster = browse::ClusterReader::open(access, tuning);
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(kPatience, stop); !status) return status.error();
    auto plan = browse::planScan(**cluster, request, kPatience);
    if (!plan) return plan.error();
    return PlannedScan{std::move(*cluster), std::move(*plan)};
}

browse::ReaderTuning tuningFor(const browse::ScanRequest& request, const browse::FilterRequest& filter) {
    const bool all = filter.expression.empty() && !filter.text && !filter.key;
    const bool few =
        all && !request.follow && request.limits.matches > 0 && request.limits.matches <= kFewRecords;
    return few ? browse::pageTuning(request.isolation)
               : browse::bulkTuning(request.isolation, request.limits.bytesPerSecond);
}

/// Puts what matches into the rows; a full store ends the scan.
class RowSink final : public browse::MatchSink {
public:
    RowSink(browse::RowStore& rows, std::stop_token outer)
        : m_rows(rows), m_outer(std::move(outer), [this] { m_stop.request_stop(); }) {}

    void onMatch(const Record& record) override {
        if (!m_full && !m_rows.append(record)) {
            m_full = true;
            m_stop.request_stop();
        }
    }
    [[nodiscard]] std::stop_token stop() const { return m_stop.get_token(); }

    /// What the end of the scan means, with the store in mind.
    Result<ScanEnd> judge(Result<ScanEnd> end, browse::ScanProgress* progress) const {
        if (!m_full || !end || *end != ScanEnd::Cancelled) return end;
        if (progress) {
            progress->note("the table is full: " + std::to_string(m_rows.size()) + " rows");
            progress->publish(true);
        }
        return ScanEnd::Matches;
    }

private:
    browse::RowStore& m_rows;
    std::stop_source m_stop;
    bool m_full = false;
    std::stop_callback<std::function<void()>> m_outer;
};

class Pager final : public feed::MessagePager {
public:
    explicit Pager(std::unique_ptr<browse::Browser> browser) : m_browser(std::move(browser)) {}

    Result<ScanEnd> loadOlder(std::uint64_t count, std::stop_token stop) override {
        const std::lock_guard lock(m_mutex);
        RowSink sink(m_older, std::move(stop));
        return sink.judge(m_browser->older(count, sink, sink.stop()), &m_browser->progress());
    }
    Result<ScanEnd> loadNewer(std::uint64_t count, std::stop_token stop) override {
        const std::lock_guard lock(m_mutex);
        RowSink sink(m_newer, std::move(stop));
        return sink.judge(m_browser->newer(count, sink, sink.stop()), &m_browser->progress());
    }
    Result<std::uint64_t> newerOffsets() override {
        const std::lock_guard lock(m_mutex);
        return m_browser->newerOffsets();
    }
    [[nodiscard]] const browse::RowStore& older() const override { return m_older; }
    [[nodiscard]] const browse::RowStore& newer() const override { return m_newer; }
    [[nodiscard]] const browse::ScanProgress& progress() const override { return m_browser->progress(); }

private:
    std::mutex m_mutex; ///< one call at a time
    const std::unique_ptr<browse::Browser> m_browser;
    browse::RowStore m_older;
    browse::RowStore m_newer;
};

class ProfileSink final : public browse::MatchSink {
public:
    explicit ProfileSink(const std::function<void(const profile::TopicProfile&)>& onProgress)
        : m_onProgress(onProgress) {}

    void onMatch(const Record& record) override {
        m_profile.observe(record, false);
        const auto now = std::chrono::steady_clock::now();
        if (!m_onProgress || now - m_told < kProfileInterval) return;
        m_told = now;
        m_onProgress(m_profile);
    }
    [[nodiscard]] profile::TopicProfile take() { return std::move(m_profile); }

private:
    const std::function<void(const profile::TopicProfile&)>& m_onProgress;
    std::chrono::steady_clock::time_point m_told{};
    profile::TopicProfile m_profile;
};

} // namespace

Result<browse::ScanEstimate> estimateScan(const kafka::ClusterAccess& access,
                                          const browse::ScanRequest& request, std::stop_token stop) {
    const auto scan = planned(access, request, browse::sampleTuning(request.isolation), stop);
    if (!scan) return scan.error();
    return browse::estimateScan(*scan->cluster, scan->plan, request.limits, stop);
}

Result<ScanEnd> runScan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                        const browse::FilterRequest& filter, feed::ScanResult& into, std::stop_token stop) {
    auto compiled = browse::RecordFilter::compile(filter);
    if (!compiled) return compiled.error();
    auto scan = planned(access, request, tuningFor(request, filter), stop);
    if (!scan) return scan.error();
    RowSink sink(into.rows, std::move(stop));
    return sink.judge(
        browse::runScan(*scan->cluster, scan->plan, request, **compiled, sink, into.progress, sink.stop()),
        &into.progress);
}

Result<ScanEnd> findKey(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                        const feed::KeySearch& search, const browse::FilterRequest& filter,
                        feed::ScanResult& into, std::stop_token stop) {
    RowSink sink(into.rows, std::move(stop));
    return sink.judge(browse::findKey(access, request, {search.key, search.partitioner, search.elsewhere},
                                      filter, sink, into.progress, kPatience, sink.stop()),
                      &into.progress);
}

Result<std::unique_ptr<feed::MessagePager>> openPager(const kafka::ClusterAccess& access,
                                                      const browse::ScanRequest& request,
                                                      const browse::FilterRequest& filter,
                                                      const feed::PageStart& start, std::stop_token stop) {
    using Kind = browse::BrowseStart::Kind;
    const Kind kind = start.kind == feed::PageStart::Kind::Newest   ? Kind::Newest
                      : start.kind == feed::PageStart::Kind::Oldest ? Kind::Oldest
                                                                    : Kind::Around;
    auto browser = browse::Browser::open(access, request, filter, {kind, start.at}, kPatience, stop);
    if (!browser) return browser.error();
    return std::unique_ptr<feed::MessagePager>(std::make_unique<Pager>(std::move(*browser)));
}

Status readRecords(const kafka::ClusterAccess& access, std::span<const admin::RecordAddress> places,
                   const feed::Cluster::TakeRecords& take, std::stop_token stop) {
    auto cluster =
        browse::ClusterReader::open(access, browse::bulkTuning(browse::Isolation::ReadUncommitted, 0));
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(kPatience, stop); !status) return status;
    return browse::readPlaces(**cluster, places, take, kPatience, stop);
}

Result<profile::TopicProfile>
profileTopic(const kafka::ClusterAccess& access, const std::string& topic, const browse::ScanLimits& limits,
             const std::function<void(const profile::TopicProfile&)>& onProgress, std::stop_token stop) {
    browse::ScanRequest request;
    request.topics = {{topic, {}}};
    request.limits = limits;
    // Merging reads records that it does not get to: those that are seen count, not those that were read.
    request.limits.matches = std::exchange(request.limits.records, 0);
    request.order = limits.records == 0 ? browse::ScanOrder::AsRead : browse::ScanOrder::NewestFirst;
    auto everything = browse::RecordFilter::compile({});
    if (!everything) return everything.error();
    auto scan = planned(access, request, browse::bulkTuning(request.isolation, limits.bytesPerSecond), stop);
    if (!scan) return scan.error();
    ProfileSink sink(onProgress);
    browse::ScanProgress progress;
    const auto end = browse::runScan(*scan->cluster, scan->plan, request, **everything, sink, progress, stop);
    if (!end) return end.error();
    return sink.take();
}

} // namespace eventflow::app
