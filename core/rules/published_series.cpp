#include "core/rules/published_series.h"

#include "core/series/series_source.h"

#include <algorithm>
#include <ranges>

namespace eventflow::rules {

bool PublishedSeries::publish(const std::map<Labels, double>& samples, Timestamp ts, const Sink& sink) {
    for (const auto& [labels, value] : samples)
        sink(labels, ts, value);
    for (const Labels& labels : m_previous)
        if (!samples.contains(labels)) sink(labels, ts, staleMarker());
    const bool same =
        samples.size() == m_previous.size() && std::ranges::equal(m_previous, samples | std::views::keys);
    if (same) return false;
    m_previous.clear();
    for (const auto& [labels, value] : samples)
        m_previous.push_back(labels);
    return true;
}

} // namespace eventflow::rules
