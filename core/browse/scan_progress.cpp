#include "core/browse/scan_progress.h"

#include <algorithm>
#include <limits>

namespace eventflow::browse {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kPublishInterval{30};

std::uint64_t total(std::uint64_t limit, std::uint64_t before) {
    return limit == 0 ? std::numeric_limits<std::uint64_t>::max() : before + limit;
}

} // namespace

const char* toString(ScanEnd end) {
    switch (end) {
    case ScanEnd::Complete:
        return "complete";
    case ScanEnd::Matches:
        return "enough found";
    case ScanEnd::Records:
        return "record limit";
    case ScanEnd::Bytes:
        return "byte limit";
    case ScanEnd::Time:
        return "time limit";
    case ScanEnd::Cancelled:
        return "cancelled";
    case ScanEnd::Failed:
        break;
    }
    return "failed";
}

void ScanProgress::note(std::string text) {
    const bool known = std::find(m_own.notes.begin(), m_own.notes.end(), text) != m_own.notes.end();
    if (!known && m_own.notes.size() < kMaxNotes) m_own.notes.push_back(std::move(text));
}

void ScanProgress::publish(bool now) {
    const auto time = Clock::now();
    if (!now && time - m_published < kPublishInterval) return;
    m_published = time;
    const std::lock_guard lock(m_mutex);
    m_shown = m_own;
    m_shownHistogram = m_ownHistogram;
}

ScanProgress::Snapshot ScanProgress::snapshot() const {
    const std::lock_guard lock(m_mutex);
    return m_shown;
}

TimeHistogram ScanProgress::histogram() const {
    const std::lock_guard lock(m_mutex);
    return m_shownHistogram;
}

ScanBudget::ScanBudget(const ScanLimits& limits, const ScanProgress::Snapshot& before)
    : m_mostMatches(total(limits.matches, before.matched)),
      m_mostRecords(total(limits.records, before.records)),
      m_mostBytes(total(limits.bytes, before.bytes)),
      m_time(limits.time),
      m_bytesPerSecond(limits.bytesPerSecond),
      m_bytesBefore(before.bytes) {}

std::optional<ScanEnd> ScanBudget::reached(const ScanProgress::Snapshot& counts) const {
    if (matchesReached(counts)) return ScanEnd::Matches;
    if (counts.records >= m_mostRecords) return ScanEnd::Records;
    if (counts.bytes >= m_mostBytes) return ScanEnd::Bytes;
    if (m_time.count() != 0 && Clock::now() - m_start >= m_time) return ScanEnd::Time;
    return std::nullopt;
}

std::uint64_t ScanBudget::bytesLeft(const ScanProgress::Snapshot& counts) const {
    return m_mostBytes - std::min(m_mostBytes, counts.bytes);
}

std::uint64_t ScanBudget::recordsLeft(const ScanProgress::Snapshot& counts) const {
    return m_mostRecords - std::min(m_mostRecords, counts.records);
}

milliseconds ScanBudget::delay(const ScanProgress::Snapshot& counts) const {
    if (m_bytesPerSecond == 0) return milliseconds(0);
    const auto bytes = static_cast<double>(counts.bytes - m_bytesBefore);
    const double due = 1000.0 * bytes / static_cast<double>(m_bytesPerSecond);
    const auto past = std::chrono::duration_cast<milliseconds>(Clock::now() - m_start);
    return std::max(milliseconds(static_cast<std::int64_t>(std::min(due, 1e15))) - past, milliseconds(0));
}

} // namespace eventflow::browse
