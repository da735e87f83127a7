#include "core/series/merged_source.h"

#include <algorithm>

namespace eventflow {

Status MergedSource::select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                            std::vector<SeriesSlice>& out) const {
    std::vector<SeriesSlice> older, newer;
    if (Status s = m_older.select(matchers, after, until, older); !s) return s;
    if (Status s = m_newer.select(matchers, after, until, newer); !s) return s;
    auto o = older.cbegin();
    auto n = newer.cbegin();
    while (o != older.cend() && n != newer.cend()) {
        if (*o->labels < *n->labels)
            out.push_back(*o++);
        else if (*n->labels < *o->labels)
            out.push_back(*n++);
        else
            out.push_back(merge(*o++, *n++));
    }
    out.insert(out.end(), o, older.cend());
    out.insert(out.end(), n, newer.cend());
    return {};
}

SeriesSlice MergedSource::merge(const SeriesSlice& older, const SeriesSlice& newer) const {
    std::vector<Sample>& samples = m_merged.emplace_back();
    samples.reserve(older.samples.size() + newer.samples.size());
    auto o = older.samples.begin();
    for (const Sample& sample : newer.samples) {
        for (; o != older.samples.end() && o->ts < sample.ts; ++o)
            samples.push_back(*o);
        if (o != older.samples.end() && o->ts == sample.ts) ++o;
        samples.push_back(sample);
    }
    samples.insert(samples.end(), o, older.samples.end());
    return {older.labels, samples, {}, older.mayHaveStaleMarkers || newer.mayHaveStaleMarkers};
}

} // namespace eventflow
