#pragma once

#include "core/browse/record_filter.h"
#include "core/browse/scan_progress.h"
#include "pipelines/browse/scan_plan.h"

#include <vector>

namespace eventflow::browse {

/// Takes the records that a scan finds, in the order of the scan.
class MatchSink {
public:
    MatchSink() = default;
    MatchSink(const MatchSink&) = delete;
    MatchSink& operator=(const MatchSink&) = delete;
    virtual ~MatchSink() = default;

    /// Lifetime: views until the call returns; no padding behind the value.
    virtual void onMatch(const Record& record) = 0;
    /// Several times a second while a scan runs that reads each partition in its own order, also while
    /// nothing comes.
    virtual void onTurn() {}
};

/// Looks at every record a scan reads: is it in the wanted time, does the filter take it. Counts all of it.
/// Thread: confined. Lifetime: filter, plan and progress outlive it.
class ScanJudge {
public:
    ScanJudge(const ScanPlan& plan, RecordFilter& filter, ScanProgress& progress);

    /// Whether the record belongs into the result.
    [[nodiscard]] bool take(std::uint32_t stream, const Record& record);
    [[nodiscard]] ScanProgress& progress() { return m_progress; }

private:
    void noteOrder(std::uint32_t stream, Timestamp ts);
    [[nodiscard]] bool inTime(Timestamp ts) const;

    const ScanPlan& m_plan;
    RecordFilter& m_filter;
    ScanProgress& m_progress;
    std::vector<Timestamp> m_newest; ///< by stream, of what was read in a row
    std::vector<std::int64_t> m_last;
};

} // namespace eventflow::browse
