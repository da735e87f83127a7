#include "core/promql/range_collector.h"

namespace eventflow::promql {

RangeCollector::RangeCollector(LabelsPool& pool, bool dropNames)
    : m_pool(pool), m_dropNames(dropNames), m_index(LabelProjection(LabelProjection::Mode::Drop, {}), true) {}

bool RangeCollector::add(const Elements& elements, Timestamp ts) {
    for (const Element& element : elements) {
        const Labels* labels =
            m_dropNames && element.dropName ? m_pool.withoutName(element.labels) : element.labels;
        const std::uint32_t number = m_index.findOrAdd(labels);
        if (number == m_series.size()) m_series.push_back({labels, false, {}});
        Series& series = m_series[number];
        if (!series.samples.empty() && series.samples.back().ts == ts) return false;
        series.dropName |= element.dropName;
        series.samples.push_back({ts, element.value});
    }
    return true;
}

} // namespace eventflow::promql
