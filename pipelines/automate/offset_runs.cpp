#include "pipelines/automate/offset_runs.h"

#include <iterator>

namespace eventflow::automate {

bool OffsetRuns::insert(std::int64_t offset) {
    // The usual case: the next record of the run that is being read.
    if (m_current != m_runs.end() && offset == m_current->second) return extend(m_current);
    const auto above = m_runs.upper_bound(offset);
    if (above != m_runs.begin()) {
        const auto below = std::prev(above);
        if (offset < below->second) return false;
        if (offset == below->second) return extend(below);
    }
    std::int64_t end = offset + 1;
    auto hint = above;
    if (above != m_runs.end() && above->first == end) {
        // Read downwards: the run grows at its lower end.
        end = above->second;
        hint = m_runs.erase(above);
    }
    m_current = m_runs.emplace_hint(hint, offset, end);
    if (m_runs.size() > kMaxRuns) {
        const auto lowest = m_current == m_runs.begin() ? std::next(m_runs.begin()) : m_runs.begin();
        m_runs.erase(lowest);
    }
    return true;
}

bool OffsetRuns::extend(Runs::iterator run) {
    ++run->second;
    const auto above = std::next(run);
    if (above != m_runs.end() && run->second == above->first) {
        run->second = above->second;
        m_runs.erase(above);
    }
    m_current = run;
    return true;
}

void OffsetRuns::restore(std::int64_t first, std::int64_t end) {
    m_current = m_runs.insert_or_assign(first, end).first;
}

} // namespace eventflow::automate
