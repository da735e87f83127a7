#pragma once

#include "core/base/arena.h"
#include "core/model/event.h"
#include "core/model/labels.h"
#include "core/series/series_catalog.h"
#include "pipelines/enrich/enricher.h"
#include "pipelines/normalize/series_cache.h"

#include <memory>
#include <string>

namespace eventflow::normalize {

/// The labels of a metric event: `__name__` = metric, `tenant`, `host` = source id, and its tags. Empty
/// values are left out. A tag that is named like one of those three gets `tag_` in front (again, while
/// another tag has that name); of two tags with one name the first counts.
Labels seriesLabels(const Event& event);

/// From a metric event to its series. What is cached is keyed by the fields before enrichment, so that a
/// known series costs one hash and one comparison, and no label set. Thread: confined to one worker; the
/// catalog is shared.
class SeriesResolver {
public:
    explicit SeriesResolver(SeriesCatalog& catalog) : m_catalog(catalog) {}

    /// Called once a batch. Another enricher makes other labels of the same fields: the cache is forgotten.
    void use(std::shared_ptr<const enrich::Enricher> enricher);

    enum class Outcome { Known, Unknown, Refused };
    /// Looks the event up in the cache and sets its series. Unknown: check the event and call add().
    Outcome find(Event& event);
    /// For the event find() was called with last: enriches, builds the labels, asks the catalog, remembers
    /// the answer. False when the bound on series is reached. May replace the event's tags by a list in
    /// `arena`.
    bool add(Event& event, Arena& arena);

    [[nodiscard]] std::size_t cachedSeries() const { return m_cache.size(); }

private:
    SeriesCatalog& m_catalog;
    std::shared_ptr<const enrich::Enricher> m_enricher;
    SeriesCache m_cache;
    std::string
        m_key; ///< of the event looked up last; length before bytes, so that no two lists of fields are equal
    std::uint64_t m_hash = 0;
};

} // namespace eventflow::normalize
