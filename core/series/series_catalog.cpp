#include "core/series/series_catalog.h"

namespace eventflow {

SeriesIdentity* SeriesCatalog::findOrAdd(const Labels& labels, std::string_view unit) {
    const std::uint64_t hash = labels.hash();
    const std::lock_guard lock(m_mutex);
    const auto [first, last] = m_byHash.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (it->second->labels() == labels) return it->second;
    if (m_series.size() >= m_maxSeries) return nullptr;
    SeriesIdentity& added = m_series.emplace_back(labels, std::string(unit));
    m_byHash.emplace(hash, &added);
    return &added;
}

std::size_t SeriesCatalog::size() const {
    const std::lock_guard lock(m_mutex);
    return m_series.size();
}

} // namespace eventflow
