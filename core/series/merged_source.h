#pragma once

#include "core/series/series_source.h"

#include <deque>
#include <vector>

namespace eventflow {

/// Two sources as one: what the store holds, and what the engine has seen since. A series is found by its
/// labels, not by its address; of two samples of one time the newer source's wins. Both sources outlive this
/// one. Slices live as long as the merged source and those of its parts. Series that only one part has cost
/// nothing; the others are copied.
class MergedSource final : public SeriesSource {
public:
    MergedSource(const SeriesSource& older, const SeriesSource& newer) : m_older(older), m_newer(newer) {}

    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override;

private:
    [[nodiscard]] SeriesSlice merge(const SeriesSlice& older, const SeriesSlice& newer) const;

    const SeriesSource& m_older;
    const SeriesSource& m_newer;
    mutable std::deque<std::vector<Sample>> m_merged; // a deque: slices stay
};

} // namespace eventflow
