#include "pipelines/browse/scan_judge.h"

#include "core/browse/record_copy.h"

#include <algorithm>

namespace eventflow::browse {

ScanJudge::ScanJudge(const ScanPlan& plan, RecordFilter& filter, ScanProgress& progress)
    : m_plan(plan),
      m_filter(filter),
      m_progress(progress),
      m_newest(plan.streams.size(), kNoTime),
      m_last(plan.streams.size(), -1) {}

bool ScanJudge::take(std::uint32_t stream, const Record& record) {
    ScanProgress::Snapshot& counts = m_progress.counts();
    ++counts.records;
    counts.bytes += recordBytes(record);
    // Read backwards, chunks come from the end; only within one the order tells anything.
    if (record.offset < m_last[stream]) m_newest[stream] = kNoTime;
    m_last[stream] = record.offset;
    noteOrder(stream, record.tsArrival);
    bool matches = false;
    if (!inTime(record.tsArrival)) {
        ++counts.outsideOfTime;
        return false;
    }
    switch (m_filter.test(record)) {
    case RecordFilter::Verdict::Yes:
        matches = true;
        break;
    case RecordFilter::Verdict::Failed:
        if (counts.filterErrors++ == 0) counts.filterError = m_filter.error();
        break;
    case RecordFilter::Verdict::No:
        break;
    }
    m_progress.addToHistogram(record.tsArrival, stream, matches);
    return matches;
}

bool ScanJudge::inTime(Timestamp ts) const {
    if (m_plan.notBefore != kNoTime && ts < m_plan.notBefore) return false;
    return m_plan.before == kNoTime || ts < m_plan.before;
}

void ScanJudge::noteOrder(std::uint32_t stream, Timestamp ts) {
    if (ts == kNoTime) return;
    Timestamp& newest = m_newest[stream];
    if (newest != kNoTime && ts < newest)
        m_progress.counts().disorder = std::max(m_progress.counts().disorder, newest - ts);
    newest = std::max(newest, ts);
}

} // namespace eventflow::browse
