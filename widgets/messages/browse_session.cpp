#include "widgets/messages/browse_session.h"

#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr int kPollMs = 40;

} // namespace

BrowseSession::BrowseSession(QObject* parent) : QObject(parent) {
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &BrowseSession::progressed);
}

void BrowseSession::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    forget();
    m_cluster = std::move(cluster);
    m_query = {};
    Q_EMIT storesChanged();
    setState(State::Idle);
}

void BrowseSession::forget() {
    stop();
    m_counting.cancel();
    m_pager.reset();
    m_scan.reset();
    m_estimate.reset();
    m_error.reset();
    m_end.reset();
    m_endedOlder = m_endedNewer = false;
    m_newerOffsets.reset();
    m_seconds = 0;
}

double BrowseSession::seconds() const {
    return m_state == State::Running ? static_cast<double>(m_clock.elapsed()) / 1000 : m_seconds;
}

BrowseRows::Store BrowseSession::above() const {
    if (m_pager != nullptr)
        return {m_pager, m_query.oldestFirst() ? &m_pager->pages->older() : &m_pager->pages->newer()};
    if (m_scan != nullptr && m_query.place == BrowsePlace::Live) return {m_scan, &m_scan->rows};
    return nullptr;
}

BrowseRows::Store BrowseSession::below() const {
    if (m_pager != nullptr)
        return {m_pager, m_query.oldestFirst() ? &m_pager->pages->newer() : &m_pager->pages->older()};
    if (m_scan != nullptr && m_query.place != BrowsePlace::Live) return {m_scan, &m_scan->rows};
    return nullptr;
}

browse::ScanProgress::Snapshot BrowseSession::snapshot() const {
    if (m_pager != nullptr) return m_pager->pages->progress().snapshot();
    return m_scan != nullptr ? m_scan->progress.snapshot() : browse::ScanProgress::Snapshot();
}

browse::TimeHistogram BrowseSession::histogram() const {
    if (m_pager != nullptr) return m_pager->pages->progress().histogram();
    return m_scan != nullptr ? m_scan->progress.histogram() : browse::TimeHistogram();
}

void BrowseSession::setState(State state) {
    if (m_state == State::Running && state != State::Running)
        m_seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    if (state == State::Running && m_state != State::Running) m_clock.start();
    m_state = state;
    if (state == State::Running)
        m_poll.start();
    else
        m_poll.stop();
    Q_EMIT progressed();
    Q_EMIT stateChanged();
}

void BrowseSession::stop() {
    m_estimating.cancel();
    m_opening.cancel();
    m_reading.cancel();
    if (isBusy() || m_state == State::Waiting) setState(State::Stopped);
}

browse::ScanRequest BrowseSession::request() const {
    browse::ScanRequest request = scanRequestOf(m_query);
    // A producer has put the key into one partition of the topic: what else there is need not be read.
    if (m_query.filter.key && m_query.partitioner && m_query.partitions.empty() && m_partitionCount > 0 &&
        request.topics.size() == 1)
        request.topics.front().partitions = {
            browse::partitionOf(*m_query.partitioner, *m_query.filter.key, m_partitionCount)};
    return request;
}

void BrowseSession::load(BrowseQuery query, std::int32_t partitionCount) {
    forget();
    m_query = std::move(query);
    m_partitionCount = partitionCount;
    Q_EMIT storesChanged();
    if (m_cluster == nullptr || m_query.topics.empty()) return setState(State::Idle);
    if (m_query.paged()) return openPager();
    if (m_query.place == BrowsePlace::Live) return beginScan({});
    setState(State::Estimating);
    m_estimating.start([cluster = m_cluster, request = request()](
                           std::stop_token stop) { return cluster->estimate(request, std::move(stop)); },
                       [this](Result<browse::ScanEstimate> answer) { takeEstimate(std::move(answer)); });
}

void BrowseSession::takeEstimate(Result<browse::ScanEstimate> estimate) {
    if (!estimate) return finish(estimate.error());
    m_estimate = *estimate;
    const bool sampled = estimate->sampledRecords > 0;
    const bool large =
        sampled ? estimate->bytes > kLargeBytes : static_cast<double>(estimate->offsetSpan) > kLargeRecords;
    if (large) return setState(State::Waiting);
    beginScan({});
}

void BrowseSession::start(const browse::ScanLimits& limits) {
    if (m_state == State::Waiting) beginScan(limits);
}

void BrowseSession::beginScan(const browse::ScanLimits& limits) {
    browse::ScanRequest scan = request();
    const std::uint64_t matches = scan.limits.matches;
    scan.limits = limits;
    if (matches > 0) scan.limits.matches = matches;
    m_scan = std::make_shared<feed::ScanResult>();
    Q_EMIT storesChanged();
    setState(State::Running);
    browse::FilterRequest filter = m_query.filter;
    std::optional<feed::KeySearch> search;
    if (filter.key && m_query.partitioner) {
        search = feed::KeySearch{*filter.key, *m_query.partitioner, false};
        filter.key.reset();
    }
    m_reading.start(
        [cluster = m_cluster, scan = std::move(scan), filter = std::move(filter), search = std::move(search),
         into = m_scan](std::stop_token stop) -> PageEnd {
            if (search) return cluster->findKey(scan, *search, filter, *into, std::move(stop));
            return cluster->scan(scan, filter, *into, std::move(stop));
        },
        [this](const PageEnd& end) { finish(end); });
}

void BrowseSession::openPager() {
    setState(State::Running);
    m_opening.start(
        [cluster = m_cluster, request = scanRequestOf(m_query),
         start = pageStartOf(m_query)](std::stop_token stop) -> Opened {
            auto pages = cluster->page(request, {}, start, std::move(stop));
            if (!pages) return pages.error();
            auto pager = std::make_shared<Pager>();
            pager->pages = std::move(*pages);
            return pager;
        },
        [this](Opened opened) { takePager(std::move(opened)); });
}

void BrowseSession::takePager(Opened opened) {
    if (!opened) return finish(opened.error());
    m_pager = std::move(*opened);
    Q_EMIT storesChanged();
    m_bothWays = m_query.place == BrowsePlace::AroundTime || m_query.place == BrowsePlace::AroundOffset;
    const std::uint64_t first = m_query.place == BrowsePlace::LastN ? m_query.count : kPageRows;
    loadPage(!m_query.oldestFirst(), m_bothWays ? kPageRows / 2 : first);
}

void BrowseSession::loadOlder() {
    if (m_pager == nullptr || isBusy()) return;
    m_bothWays = false;
    loadPage(true, kPageRows);
}

void BrowseSession::loadNewer() {
    if (m_pager == nullptr || isBusy()) return;
    m_bothWays = false;
    loadPage(false, kNewerRows);
}

void BrowseSession::loadBelow() {
    const bool older = !m_query.oldestFirst();
    if (m_pager == nullptr || isBusy() || (older ? m_endedOlder : m_endedNewer)) return;
    m_bothWays = false;
    loadPage(older, kPageRows);
}

void BrowseSession::countNewer() {
    if (m_pager == nullptr || isBusy() || m_counting.isRunning()) return;
    m_counting.start(
        // A pager is of its cluster.
        [pager = m_pager, cluster = m_cluster](std::stop_token) {
            const std::lock_guard lock(pager->mutex);
            return pager->pages->newerOffsets();
        },
        [this](Result<std::uint64_t> count) {
            // What is not known is not said: the next page tells what is wrong.
            m_newerOffsets = count ? std::optional(*count) : std::nullopt;
            Q_EMIT newerCounted();
        });
}

void BrowseSession::loadPage(bool older, std::uint64_t count) {
    m_error.reset();
    if (!older) m_newerOffsets.reset();
    m_counting.cancel();
    setState(State::Running);
    m_reading.start(
        [pager = m_pager, older, count](std::stop_token stop) -> PageEnd {
            const std::lock_guard lock(pager->mutex);
            return older ? pager->pages->loadOlder(count, std::move(stop))
                         : pager->pages->loadNewer(count, std::move(stop));
        },
        [this, older](const PageEnd& end) { takePage(older, end); });
}

void BrowseSession::takePage(bool older, PageEnd end) {
    (older ? m_endedOlder : m_endedNewer) = end && *end == browse::ScanEnd::Complete;
    if (end && m_bothWays && older) {
        m_bothWays = false;
        return loadPage(false, kPageRows / 2);
    }
    finish(end);
}

void BrowseSession::finish(const PageEnd& end) {
    m_end.reset();
    m_error.reset();
    if (end)
        m_end = *end;
    else
        m_error = end.error();
    setState(State::Ended);
}

} // namespace eventflow::widgets
