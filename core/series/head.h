#pragma once

#include "core/series/series_identity.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow {

/// The recent samples of every series, in memory: what rules are evaluated on.
/// Samples arrive nearly in order; one that is older than the newest is inserted at its place. Two samples of one
/// series and time: the later arrival wins.
/// Thread: the engine's. Bounded: truncateBefore() forgets what no rule can see any more.
class SeriesHead final : public SeriesSource {
public:
    void append(SeriesIdentity& series, Timestamp ts, double value);

    /// Forgets samples at or before `ts`, and series that have none left. Cheap to call at every tick: the work is
    /// proportional to what is forgotten plus a check per series.
    void truncateBefore(Timestamp ts);

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override;

    [[nodiscard]] std::size_t seriesCount() const;
    [[nodiscard]] std::size_t sampleCount() const { return m_sampleCount; }
    [[nodiscard]] std::size_t memoryBytes() const;

private:
    struct Entry {
        SeriesIdentity* identity = nullptr; ///< nullptr: free
        std::vector<Sample> samples;
        std::size_t first = 0; ///< samples before it are forgotten, not yet erased
    };

    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_free;
    /// Postings: metric name to slots. Nearly every selector names its metric.
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_byMetric;
    std::size_t m_sampleCount = 0;
};

} // namespace eventflow
