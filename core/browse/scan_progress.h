#pragma once

#include "core/base/result.h"
#include "core/browse/scan_request.h"
#include "core/browse/time_histogram.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::browse {

/// Why a scan is over.
enum class ScanEnd : std::uint8_t {
    Complete, ///< everything in the range was looked at
    Matches,  ///< enough was found
    Records,  ///< one of the other limits was reached
    Bytes,
    Time,
    Cancelled,
    Failed, ///< what was found until then is kept
};
const char* toString(ScanEnd end);

/// What a scan has done so far. The scan counts and publishes from time to time; anyone may look.
/// Thread: counting is confined to the scan's thread; snapshot() and histogram() any (lock).
class ScanProgress {
public:
    struct Snapshot {
        std::uint64_t records = 0; ///< looked at
        std::uint64_t bytes = 0;   ///< of them
        std::uint64_t matched = 0;
        std::uint64_t filterErrors = 0;  ///< records for which the filter has no answer; they don't match
        std::uint64_t outsideOfTime = 0; ///< in the range by offset, but not by timestamp
        std::uint64_t offsetsDone = 0;   ///< records and gaps
        std::uint64_t offsetsTotal = 0;  ///< of the range; 0: it has no end
        std::uint64_t offsetsLost = 0;   ///< that the broker did not have any more
        Duration disorder{0};            ///< the most a record was older than one before it in its partition
        std::chrono::milliseconds throttled{0}; ///< that brokers made us wait, by their quotas
        std::string filterError;                ///< the first one
        std::vector<std::string> notes;         ///< bounded
        bool operator==(const Snapshot&) const = default;
    };
    static constexpr std::size_t kMaxNotes = 20;

    // For the scan.
    [[nodiscard]] Snapshot& counts() { return m_own; }
    void addToHistogram(Timestamp ts, std::uint32_t stream, bool matched) {
        m_ownHistogram.add(ts, stream, matched);
    }
    void note(std::string text);
    /// Shows what was counted; at most every 30 ms unless `now`.
    void publish(bool now = false);

    [[nodiscard]] Snapshot snapshot() const;
    [[nodiscard]] TimeHistogram histogram() const;

private:
    Snapshot m_own;
    TimeHistogram m_ownHistogram;
    std::chrono::steady_clock::time_point m_published{};
    mutable std::mutex m_mutex;
    Snapshot m_shown;
    TimeHistogram m_shownHistogram;
};

/// Counts against the limits of a scan, and keeps its pace. Thread: confined.
class ScanBudget {
public:
    /// `before`: what was counted already and does not count against these limits, as of earlier pages.
    explicit ScanBudget(const ScanLimits& limits, const ScanProgress::Snapshot& before = {});

    /// Which limit has been reached, if any. Looks at the clock.
    [[nodiscard]] std::optional<ScanEnd> reached(const ScanProgress::Snapshot& counts) const;
    /// The same without the clock: for each record.
    [[nodiscard]] bool recordsReached(const ScanProgress::Snapshot& counts) const {
        return counts.records >= m_mostRecords || counts.bytes >= m_mostBytes;
    }
    [[nodiscard]] bool matchesReached(const ScanProgress::Snapshot& counts) const {
        return counts.matched >= m_mostMatches;
    }
    [[nodiscard]] std::uint64_t bytesLeft(const ScanProgress::Snapshot& counts) const;
    [[nodiscard]] std::uint64_t recordsLeft(const ScanProgress::Snapshot& counts) const;
    /// How long to wait before reading on, so that the pace is kept.
    [[nodiscard]] std::chrono::milliseconds delay(const ScanProgress::Snapshot& counts) const;

private:
    // Totals, counted with what was there before.
    std::uint64_t m_mostMatches;
    std::uint64_t m_mostRecords;
    std::uint64_t m_mostBytes;
    std::chrono::milliseconds m_time;
    std::uint64_t m_bytesPerSecond;
    std::uint64_t m_bytesBefore;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace eventflow::browse
