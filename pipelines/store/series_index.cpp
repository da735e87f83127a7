#include "pipelines/store/series_index.h"

#include "pipelines/store/label_text.h"

#include <algorithm>

namespace eventflow::store {

Status SeriesIndex::refresh() {
    auto added = m_connection.prepare("SELECT id,labels FROM series WHERE id>? ORDER BY id");
    if (!added) return added.error();
    added->bind(1, m_entries.empty() ? 0 : m_entries.back().id);
    for (;;) {
        const auto row = added->step();
        if (!row) return row.error();
        if (!*row) return {};
        const std::int64_t id = added->integer(0);
        auto labels = parseLabels(added->bytes(1));
        if (id < 1 || id > chunk_key::kMaxSeries || !labels)
            return m_connection.corrupt("table series, row " + std::to_string(id) + ": broken labels");
        const Entry& entry = m_entries.emplace_back(Entry{static_cast<SeriesId>(id), std::move(*labels)});
        m_byMetric[std::string(entry.labels.get(kMetricNameLabel))].push_back(&entry);
    }
}

std::vector<const SeriesIndex::Entry*> SeriesIndex::find(std::span<const LabelMatcher> matchers) const {
    std::vector<const Entry*> found;
    const auto consider = [&](const Entry& entry) {
        if (matchesAll(matchers, entry.labels)) found.push_back(&entry);
    };
    // Nearly every selector names its metric.
    const auto metric = std::ranges::find_if(matchers, [](const LabelMatcher& m) {
        return m.op() == MatchOp::Equal && m.name() == kMetricNameLabel;
    });
    if (metric == matchers.end()) {
        std::ranges::for_each(m_entries, consider);
    } else if (const auto it = m_byMetric.find(metric->value()); it != m_byMetric.end()) {
        for (const Entry* entry : it->second)
            consider(*entry);
    }
    return found;
}

} // namespace eventflow::store
