#include "core/rules/published_series.h"

#include "core/series/series_source.h"

#include <algorithm>

namespace eventflow::rules {

bool PublishedSeries::publish(const std::map<Labels, double>& samples, Timestamp ts, const Sink& sink) {
    for (const auto& [labels, value] : samples)
        sink(labels, ts, value);
    for (const Labels& labels : m_previous)
        if (!samples.contains(labels)) sink(labels, ts, staleMarker());
    const bool same = std::equal(m_previous.begin(), m_previous.end(), samples.begin(), samples.end(),
                                 [](const Labels& before, const auto& now) { return before == now.first; });
    if (same) return false;
    m_previous.clear();
    for (const auto& [labels, value] : samples)
        m_previous.push_back(labels);
    return true;
}

} // namespace eventflow::rules
