#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace eventflow::automate {

/// Which offsets of one stream were seen, as few intervals: reading on in order extends one. Gaps inside a
/// run that is read upwards (compaction, transaction markers) count as seen, because Kafka never delivers
/// them later. Thread: the engine's. Bounded: kMaxRuns intervals; the lowest are forgotten first.
class OffsetRuns {
public:
    static constexpr std::size_t kMaxRuns = 4096;

    OffsetRuns() = default;
    // Neither copied nor moved: m_current points into m_runs.
    OffsetRuns(const OffsetRuns&) = delete;
    OffsetRuns& operator=(const OffsetRuns&) = delete;

    /// True when the offset is new.
    bool insert(std::int64_t offset);
    [[nodiscard]] std::size_t runCount() const { return m_runs.size(); }

    /// For the checkpoint: first → one past the last.
    using Runs = std::map<std::int64_t, std::int64_t>;
    [[nodiscard]] const Runs& runs() const { return m_runs; }
    void restore(std::int64_t first, std::int64_t end);

private:
    bool extend(Runs::iterator run);

    Runs m_runs;
    Runs::iterator m_current = m_runs.end(); ///< extended last; end() at first
};

} // namespace eventflow::automate
