#include "core/promql/selector_data.h"

#include <algorithm>

namespace eventflow::promql {

std::size_t SelectorData::countUntil(std::size_t series, Timestamp ts, std::size_t edge) {
    const std::span<const Sample> samples = m_slices[series].samples;
    std::uint32_t& count = m_cursors[series].count[edge];
    auto first = samples.begin();
    auto last = samples.end();
    if (count == 0 || samples[count - 1].ts <= ts) {
        // The next step of a range query is a few samples on.
        constexpr int kNear = 8;
        for (int i = 0; i < kNear; ++i, ++count)
            if (count == samples.size() || samples[count].ts > ts) return count;
        first += count;
    } else {
        last = first + count;
    }
    count = static_cast<std::uint32_t>(std::ranges::upper_bound(first, last, ts, {}, &Sample::ts) -
                                       samples.begin());
    return count;
}

void SelectorData::dropStaleMarkers() {
    for (SeriesSlice& slice : m_slices) {
        if (!slice.mayHaveStaleMarkers) continue;
        const auto isStale = [](const Sample& s) { return isStaleMarker(s.value); };
        if (std::ranges::none_of(slice.samples, isStale)) continue;
        std::vector<Sample>& cleaned = m_cleaned.emplace_back();
        std::ranges::remove_copy_if(slice.samples, std::back_inserter(cleaned), isStale);
        slice.samples = cleaned;
    }
}

void SelectorStore::need(const Node* key, std::span<const LabelMatcher> matchers, Timestamp after,
                         Timestamp until, Wanted wanted) {
    m_needs[key] = {matchers, after, until, wanted, {}};
}

Status SelectorStore::select(const SeriesSource& source, QueryMemory& memory, Need& need) {
    std::vector<SeriesSlice>& slices = need.data.m_slices;
    if (need.wanted == Wanted::Newest)
        return source.reselectNewest(memory.selector(need.matchers), need.matchers, need.after, need.until,
                                     slices);
    if (memory.remembers())
        return source.reselect(memory.selector(need.matchers), need.matchers, need.after, need.until, slices);
    return source.select(need.matchers, need.after, need.until, slices);
}

Status SelectorStore::load(const SeriesSource& source, QueryMemory& memory, std::size_t& budget) {
    for (auto& [key, need] : m_needs) {
        SelectorData& data = need.data;
        if (Status status = select(source, memory, need); !status) return status;
        for (const SeriesSlice& slice : data.m_slices) {
            if (slice.samples.size() > budget)
                return Error{ErrorCode::LimitExceeded, "the selectors load too many samples"};
            budget -= slice.samples.size();
        }
        if (need.wanted == Wanted::Samples) data.dropStaleMarkers();
        data.m_cursors.resize(data.m_slices.size());
        // Where the last evaluation time of the whole query looks; right away for the only one of an instant
        // query.
        for (std::size_t i = 0; i < data.m_slices.size(); ++i)
            data.m_cursors[i].count[1] = static_cast<std::uint32_t>(data.m_slices[i].samples.size());
    }
    return {};
}

} // namespace eventflow::promql
