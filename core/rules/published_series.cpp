#include "core/rules/published_series.h"

#include "core/series/series_source.h"

namespace eventflow::rules {

void PublishedSeries::publish(const std::map<Labels, double>& samples, Timestamp ts, const Sink& sink) {
    for (const auto& [labels, value] : samples)
        sink(labels, ts, value);
    for (const Labels& labels : m_previous)
        if (!samples.contains(labels)) sink(labels, ts, staleMarker());
    m_previous.clear();
    for (const auto& [labels, value] : samples)
        m_previous.push_back(labels);
}

} // namespace eventflow::rules
