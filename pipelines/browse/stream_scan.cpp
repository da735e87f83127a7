#include "pipelines/browse/stream_scan.h"

#include "pipelines/browse/scan_waiting.h"

#include <algorithm>

namespace eventflow::browse {

StreamScan::StreamScan(RangeSource& source, const ScanPlan& plan, ScanJudge& judge)
    : m_source(source), m_plan(plan), m_judge(judge) {
    for (const PlannedStream& stream : plan.streams)
        m_next.push_back(stream.range.from);
}

Result<ScanEnd> StreamScan::run(bool follow, MatchSink& sink, const ScanBudget& budget,
                                const std::stop_token& stop) {
    m_sink = &sink;
    m_budget = &budget;
    for (std::uint32_t i = 0; i < m_next.size(); ++i) {
        const OffsetRange range{m_next[i], follow ? kNoEnd : m_plan.streams[i].range.to};
        if (range.empty()) continue;
        if (Status status = m_source.start(i, range); !status) return status.error();
        ++m_active;
    }
    StallWatch watch;
    ScanProgress& progress = m_judge.progress();
    while (m_active > 0) {
        if (stop.stop_requested()) return ScanEnd::Cancelled;
        if (const auto end = budget.reached(progress.counts())) return *end;
        const std::uint64_t before = progress.counts().records + m_active;
        if (Status status = m_source.poll(*this, kPollSlice); !status) return status.error();
        progress.publish();
        sink.onTurn();
        const bool moved = before != progress.counts().records + m_active;
        if (Status status = watch.check(moved || follow); !status) return status.error();
        if (keepPace(budget, progress, stop)) watch = StallWatch();
    }
    if (const auto end = budget.reached(progress.counts()); end && m_full) return *end;
    return ScanEnd::Complete;
}

void StreamScan::onRecord(std::uint32_t stream, const Record& record) {
    if (m_full) return;
    ScanProgress::Snapshot& counts = m_judge.progress().counts();
    const bool matches = m_judge.take(stream, record);
    counts.offsetsDone += static_cast<std::uint64_t>(record.offset + 1 - m_next[stream]);
    m_next[stream] = record.offset + 1;
    if (matches) {
        ++counts.matched;
        m_sink->onMatch(record);
    }
    m_full = m_budget->matchesReached(counts) || m_budget->recordsReached(counts);
}

void StreamScan::onRangeEnd(std::uint32_t stream, std::int64_t) {
    --m_active;
    if (m_full) return;
    const std::int64_t to = m_plan.streams[stream].range.to;
    if (to > m_next[stream])
        m_judge.progress().counts().offsetsDone += static_cast<std::uint64_t>(to - m_next[stream]);
    m_next[stream] = std::max(m_next[stream], to);
}

void StreamScan::onLost(std::uint32_t stream, OffsetRange lost) {
    ScanProgress& progress = m_judge.progress();
    const Stream& place = m_plan.streams[stream].stream;
    progress.counts().offsetsLost += static_cast<std::uint64_t>(lost.to - lost.from);
    progress.note("offsets " + std::to_string(lost.from) + " to " + std::to_string(lost.to - 1) + " of " +
                  place.topic + '[' + std::to_string(place.partition) +
                  "] were deleted before they could be read");
}

} // namespace eventflow::browse
