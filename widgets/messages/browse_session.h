#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/browse_query.h"
#include "widgets/viewmodels/browse_rows.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <mutex>
#include <optional>

namespace eventflow::widgets {

/// One look at the records of some topics, from the estimate to the last row: pages of them where nothing is
/// filtered, else one scan. Whatever the network does, stop() answers at once and keeps the rows.
/// Thread: GUI; the cluster is asked in blockingPool().
class BrowseSession : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,       ///< nothing was asked for
        Estimating, ///< how much a scan will read
        Waiting,    ///< it is much: start() goes on
        Running,
        Ended, ///< end() says why, error() what failed
        Stopped,
    };
    static constexpr std::uint64_t kPageRows = 500;
    /// What has come since is loaded in larger pieces.
    static constexpr std::uint64_t kNewerRows = 5000;
    /// A scan that will read more than this is not begun unasked.
    static constexpr double kLargeBytes = 64.0 * 1024 * 1024;
    static constexpr double kLargeRecords = 200'000; ///< where bytes are not known

    explicit BrowseSession(QObject* parent = nullptr);

    /// Forgets everything of another cluster.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    /// `partitionCount`: of the topic, to find the partition of a key; 0: not known.
    void load(viewmodels::BrowseQuery query, std::int32_t partitionCount);
    /// Begins the scan that waits, within limits.
    void start(const browse::ScanLimits& limits);
    void stop();
    /// The next page of what is older, or newer, than what is here; nothing while one is under way, or of a
    /// scan.
    void loadOlder();
    void loadNewer();
    /// What comes below the last row, unless there was no more.
    void loadBelow();
    /// Asks how much has come since; newerCounted() tells.
    void countNewer();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isBusy() const { return m_state == State::Estimating || m_state == State::Running; }
    [[nodiscard]] const viewmodels::BrowseQuery& query() const { return m_query; }
    [[nodiscard]] const std::optional<browse::ScanEstimate>& estimate() const { return m_estimate; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] std::optional<browse::ScanEnd> end() const { return m_end; }
    [[nodiscard]] bool canPage() const { return m_pager != nullptr; }
    /// Older pages can be asked for: their end was not reached.
    [[nodiscard]] bool mayHaveOlder() const { return m_pager != nullptr && !m_endedOlder; }
    /// How many offsets there were behind the newest record when they were counted last, at least as many as
    /// records; nothing: not known.
    [[nodiscard]] std::optional<std::uint64_t> newerOffsets() const { return m_newerOffsets; }
    [[nodiscard]] double seconds() const;

    [[nodiscard]] viewmodels::BrowseRows::Store above() const;
    [[nodiscard]] viewmodels::BrowseRows::Store below() const;
    [[nodiscard]] browse::ScanProgress::Snapshot snapshot() const;
    [[nodiscard]] browse::TimeHistogram histogram() const;

Q_SIGNALS:
    /// above() and below() are others now.
    void storesChanged();
    /// There may be more rows; at most 25 times a second.
    void progressed();
    void stateChanged();
    void newerCounted();

private:
    /// A pager, which one page at a time may use, also of those that were given up.
    struct Pager {
        std::unique_ptr<feed::MessagePager> pages;
        std::mutex mutex;
    };
    using Opened = Result<std::shared_ptr<Pager>>;
    using PageEnd = Result<browse::ScanEnd>;

    void forget();
    void openPager();
    void takePager(Opened opened);
    void loadPage(bool older, std::uint64_t count);
    void takePage(bool older, PageEnd end);
    void takeEstimate(Result<browse::ScanEstimate> estimate);
    void beginScan(const browse::ScanLimits& limits);
    [[nodiscard]] browse::ScanRequest request() const;
    void setState(State state);
    void finish(const PageEnd& end);

    std::shared_ptr<feed::Cluster> m_cluster;
    viewmodels::BrowseQuery m_query;
    std::int32_t m_partitionCount = 0;
    State m_state = State::Idle;
    std::optional<browse::ScanEstimate> m_estimate;
    std::optional<Error> m_error;
    std::optional<browse::ScanEnd> m_end;
    bool m_endedOlder = false;
    bool m_endedNewer = false;
    std::optional<std::uint64_t> m_newerOffsets;
    bool m_bothWays = false; ///< the first look goes both ways
    std::shared_ptr<Pager> m_pager;
    std::shared_ptr<feed::ScanResult> m_scan;
    QElapsedTimer m_clock;
    double m_seconds = 0;
    QTimer m_poll;
    AsyncCall<Result<browse::ScanEstimate>> m_estimating;
    AsyncCall<Opened> m_opening;
    AsyncCall<PageEnd> m_reading;
    AsyncCall<Result<std::uint64_t>> m_counting;
};

} // namespace eventflow::widgets
