#include "pipelines/enrich/table_reloader.h"

namespace eventflow::enrich {

TableReloader::TableReloader(std::vector<config::StaticTag> tags, std::vector<config::LookupTable> lookups,
                             EnricherHandle& handle)
    : m_tags(std::move(tags)), m_lookups(std::move(lookups)), m_handle(handle) {
    const auto loaded = handle.get();
    m_seen.assign(loaded->stamps().begin(), loaded->stamps().end());
}

std::vector<config::FileStamp> TableReloader::currentStamps() const {
    std::vector<config::FileStamp> stamps;
    for (const config::LookupTable& lookup : m_lookups)
        stamps.push_back(config::stampOf(lookup.file));
    return stamps;
}

Result<bool> TableReloader::reloadIfChanged() {
    std::vector<config::FileStamp> stamps = currentStamps();
    if (stamps == m_seen) return false;
    m_seen = std::move(stamps);
    auto loaded = Enricher::load(m_tags, m_lookups, m_handle.get()->version() + 1);
    if (!loaded)
        return Error{loaded.error().code, loaded.error().detail + " (the tables loaded before stay in use)"};
    m_handle.set(std::move(*loaded));
    return true;
}

} // namespace eventflow::enrich
