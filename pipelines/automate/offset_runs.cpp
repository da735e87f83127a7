#include "pipelines/automate/offset_runs.h"

#include <iterator>

namespace eventflow::automate {

bool OffsetRuns::insert(std::int64_t offset) {
    // The usual case: the next record of the run that is being read, perhaps behind a gap.
    if (m_current != m_runs.end() && offset >= m_current->second) {
        const auto above = std::next(m_current);
        if (above == m_runs.end() || offset < above->first) {
            m_current->second = offset + 1;
            if (above != m_runs.end() && m_current->second == above->first) {
                m_current->second = above->second;
                m_runs.erase(above);
            }
            return true;
        }
    }
    auto above = m_runs.upper_bound(offset);
    if (above != m_runs.begin()) {
        const auto below = std::prev(above);
        if (offset < below->second) return false;
        if (offset == below->second) {
            m_current = below;
            return insert(offset);
        }
    }
    if (above != m_runs.end() && above->first == offset + 1) {
        // Read downwards: the run grows at its lower end.
        const std::int64_t end = above->second;
        above = m_runs.erase(above);
        m_current = m_runs.emplace_hint(above, offset, end);
        return true;
    }
    m_current = m_runs.emplace_hint(above, offset, offset + 1);
    if (m_runs.size() > kMaxRuns) {
        const auto lowest = m_current == m_runs.begin() ? std::next(m_runs.begin()) : m_runs.begin();
        m_runs.erase(lowest);
    }
    return true;
}

void OffsetRuns::restore(std::int64_t first, std::int64_t end) {
    m_current = m_runs.insert_or_assign(first, end).first;
}

} // namespace eventflow::automate
