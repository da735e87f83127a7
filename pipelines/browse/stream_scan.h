#pragma once

#include "pipelines/browse/range_source.h"
#include "pipelines/browse/scan_judge.h"

#include <stop_token>
#include <vector>

namespace eventflow::browse {

/// Reads all ranges of a plan at the same time and hands out what matches as it comes: the fastest way, and
/// that of a live tail. Thread: confined. Lifetime: source and judge outlive it. Memory: none of its own.
class StreamScan final : private RangeSink {
public:
    StreamScan(RangeSource& source, const ScanPlan& plan, ScanJudge& judge);

    /// Until everything was read, a limit is reached, or the stop. `follow`: the ranges have no end.
    Result<ScanEnd> run(bool follow, MatchSink& sink, const ScanBudget& budget, const std::stop_token& stop);

    /// Where each stream would go on: behind what was handed out.
    [[nodiscard]] std::int64_t position(std::uint32_t stream) const { return m_next[stream]; }

private:
    void onRecord(std::uint32_t stream, const Record& record) override;
    void onRangeEnd(std::uint32_t stream, std::int64_t reached) override;
    void onLost(std::uint32_t stream, OffsetRange lost) override;
    void onCaughtUp(std::uint32_t) override {}

    RangeSource& m_source;
    const ScanPlan& m_plan;
    ScanJudge& m_judge;
    std::vector<std::int64_t> m_next;
    std::size_t m_active = 0;
    MatchSink* m_sink = nullptr;
    const ScanBudget* m_budget = nullptr;
    bool m_full = false; ///< a limit was reached
};

} // namespace eventflow::browse
