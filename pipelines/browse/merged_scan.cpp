#include "pipelines/browse/merged_scan.h"

#include "core/browse/record_copy.h"
#include "pipelines/browse/scan_waiting.h"

#include <algorithm>
#include <utility>

namespace eventflow::browse {

MergedScan::MergedScan(RangeSource& source, const ScanPlan& plan, const std::vector<OffsetRange>& ranges,
                       ScanJudge& judge, Direction direction)
    : m_source(source), m_plan(plan), m_judge(judge), m_direction(direction), m_windows(ranges.size()) {
    for (std::size_t i = 0; i < ranges.size(); ++i)
        m_windows[i].left = m_windows[i].unread = {ranges[i].from, std::max(ranges[i].from, ranges[i].to)};
}

Result<ScanEnd> MergedScan::next(std::uint64_t count, MatchSink& sink, const ScanBudget& budget,
                                 const std::stop_token& stop) {
    const std::uint64_t goal = m_judge.progress().counts().matched + count;
    const auto later = [this](std::uint32_t a, std::uint32_t b) { return comesLater(a, b); };
    for (;;) {
        auto end = refill(budget, stop);
        if (!end) return end.error();
        if (*end) return **end;
        std::vector<std::uint32_t> heap;
        for (std::uint32_t i = 0; i < m_windows.size(); ++i)
            if (!m_windows[i].used()) heap.push_back(i);
        if (heap.empty()) return ScanEnd::Complete;
        std::make_heap(heap.begin(), heap.end(), later);
        while (!heap.empty()) {
            const ScanProgress::Snapshot& counts = m_judge.progress().counts();
            if (count != 0 && counts.matched >= goal) return ScanEnd::Matches;
            if (budget.matchesReached(counts)) return ScanEnd::Matches;
            if (stop.stop_requested()) return ScanEnd::Cancelled;
            std::pop_heap(heap.begin(), heap.end(), later);
            Window& window = m_windows[heap.back()];
            handOut(heap.back(), sink);
            if (!window.used())
                std::push_heap(heap.begin(), heap.end(), later);
            else if (window.unread.empty())
                heap.pop_back();
            else
                break; // what this one has next is not known: it may be the one that comes first
        }
    }
}

/// Whether b is handed out before a.
bool MergedScan::comesLater(std::uint32_t a, std::uint32_t b) const {
    const Timestamp ofA = first(m_windows[a]).ts;
    const Timestamp ofB = first(m_windows[b]).ts;
    if (m_direction == Direction::Older) return ofA != ofB ? ofA < ofB : a < b;
    return ofA != ofB ? ofA > ofB : a > b;
}

const MergedScan::Seen& MergedScan::first(const Window& window) const {
    return m_direction == Direction::Older ? window.seen[window.seen.size() - 1 - window.taken]
                                           : window.seen[window.taken];
}

void MergedScan::handOut(std::uint32_t stream, MatchSink& sink) {
    Window& window = m_windows[stream];
    const Seen& seen = first(window);
    if (m_direction == Direction::Older)
        window.left.to = seen.offset;
    else
        window.left.from = seen.offset + 1;
    ++window.taken;
    if (window.used() && window.unread.empty()) window.left = window.unread;
    if (seen.kept < 0) return;
    ++m_judge.progress().counts().matched;
    sink.onMatch(window.batch->records[static_cast<std::size_t>(seen.kept)]);
}

/// Reads chunks until every partition has a record to hand out or nothing left.
Result<std::optional<ScanEnd>> MergedScan::refill(const ScanBudget& budget, const std::stop_token& stop) {
    for (;;) {
        if (const auto end = interrupted(budget, stop)) return std::optional(*end);
        if (Status status = startChunks(budget); !status) return status.error();
        if (m_pending == 0) return std::optional<ScanEnd>();
        auto end = awaitChunks(budget, stop);
        if (!end || *end) {
            abandonChunks();
            return end;
        }
    }
}

std::optional<ScanEnd> MergedScan::interrupted(const ScanBudget& budget, const std::stop_token& stop) {
    if (stop.stop_requested()) return ScanEnd::Cancelled;
    return budget.reached(m_judge.progress().counts());
}

Status MergedScan::startChunks(const ScanBudget& budget) {
    const auto isShort = [](const Window& window) { return window.used() && !window.unread.empty(); };
    const auto empty = static_cast<std::size_t>(std::count_if(m_windows.begin(), m_windows.end(), isShort));
    if (empty == 0) return {};
    const ScanProgress::Snapshot& counts = m_judge.progress().counts();
    const std::uint64_t bytes = std::min<std::uint64_t>(kChunkBytes, budget.bytesLeft(counts) / 4) / empty;
    const std::uint64_t records = budget.recordsLeft(counts) / empty;
    for (std::uint32_t i = 0; i < m_windows.size(); ++i) {
        if (!isShort(m_windows[i])) continue;
        if (Status status = startChunk(i, bytes, records); !status) {
            abandonChunks();
            return status;
        }
    }
    return {};
}

Status MergedScan::startChunk(std::uint32_t stream, std::uint64_t bytes, std::uint64_t records) {
    Window& window = m_windows[stream];
    const ScanProgress::Snapshot& counts = m_judge.progress().counts();
    if (counts.records > 0) {
        const std::uint64_t mean = counts.bytes / counts.records + 1;
        const auto fits = static_cast<std::int64_t>(bytes / mean);
        // The part of the offsets that are no records is not known, so chunks grow as they turn out.
        window.chunk = std::clamp<std::int64_t>(std::min(fits, window.chunk * 8), kFirstChunk, kLargestChunk);
    }
    const auto most = static_cast<std::int64_t>(std::clamp<std::uint64_t>(records, 1, kLargestChunk));
    const std::int64_t size = std::min(window.chunk, most);
    window.reading = window.unread;
    if (m_direction == Direction::Older)
        window.reading.from = std::max(window.unread.from, window.unread.to - size);
    else
        window.reading.to = std::min(window.unread.to, window.unread.from + size);
    window.seen.clear();
    window.taken = 0;
    if (!window.batch) window.batch = std::make_unique<RecordBatch>();
    window.batch->clear();
    if (Status status = m_source.start(stream, window.reading); !status) return status;
    window.pending = true;
    ++m_pending;
    return {};
}

Result<std::optional<ScanEnd>> MergedScan::awaitChunks(const ScanBudget& budget,
                                                       const std::stop_token& stop) {
    m_budget = &budget;
    m_limitReached = false;
    StallWatch watch;
    while (m_pending > 0) {
        if (const auto end = interrupted(budget, stop)) return std::optional(*end);
        const std::uint64_t before = m_judge.progress().counts().records + m_pending;
        if (Status status = m_source.poll(*this, kPollSlice); !status) return status.error();
        m_judge.progress().publish();
        if (Status status = watch.check(before != m_judge.progress().counts().records + m_pending); !status)
            return status.error();
        if (keepPace(budget, m_judge.progress(), stop)) watch = StallWatch();
    }
    return std::optional<ScanEnd>();
}

/// Forgets the chunks that are not complete: their order is not known.
void MergedScan::abandonChunks() {
    for (std::uint32_t i = 0; i < m_windows.size(); ++i) {
        Window& window = m_windows[i];
        if (!std::exchange(window.pending, false)) continue;
        m_source.stop(i);
        window.seen.clear();
        window.taken = 0;
    }
    m_pending = 0;
}

void MergedScan::onRecord(std::uint32_t stream, const Record& record) {
    // After a limit the rest of what is there is thrown away with the chunk.
    if (m_limitReached) return;
    Window& window = m_windows[stream];
    Seen& seen = window.seen.emplace_back(Seen{record.offset, record.tsArrival, -1});
    if (m_judge.take(stream, record)) {
        seen.kept = static_cast<std::int32_t>(window.batch->records.size());
        copyRecord(*window.batch, record);
    }
    m_limitReached = m_budget->recordsReached(m_judge.progress().counts()) && m_pending > 1;
}

void MergedScan::onRangeEnd(std::uint32_t stream, std::int64_t) {
    Window& window = m_windows[stream];
    if (m_limitReached) return; // records of it may be missing: it stays pending, and is abandoned
    if (!std::exchange(window.pending, false)) return;
    --m_pending;
    m_judge.progress().counts().offsetsDone +=
        static_cast<std::uint64_t>(window.reading.to - window.reading.from);
    if (m_direction == Direction::Older)
        window.unread.to = window.reading.from;
    else
        window.unread.from = window.reading.to;
    if (window.seen.empty() && window.unread.empty()) window.left = window.unread;
    if (window.seen.empty()) window.chunk = std::min(window.chunk * 8, kLargestChunk);
}

void MergedScan::onLost(std::uint32_t stream, OffsetRange lost) {
    ScanProgress& progress = m_judge.progress();
    const Stream& place = m_plan.streams[stream].stream;
    progress.counts().offsetsLost += static_cast<std::uint64_t>(lost.to - lost.from);
    progress.note("offsets " + std::to_string(lost.from) + " to " + std::to_string(lost.to - 1) + " of " +
                  place.topic + '[' + std::to_string(place.partition) +
                  "] were deleted before they could be read");
}

} // namespace eventflow::browse
