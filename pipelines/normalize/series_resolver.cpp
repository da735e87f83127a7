#include "pipelines/normalize/series_resolver.h"

#include "core/base/hash.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace eventflow::normalize {

namespace {

constexpr std::string_view kTenantLabel = "tenant";
constexpr std::string_view kHostLabel = "host";

bool isReserved(std::string_view name) {
    return name == kMetricNameLabel || name == kTenantLabel || name == kHostLabel;
}

std::string labelName(std::string_view tag, std::span<const Tag> tags) {
    std::string name(tag);
    if (!isReserved(tag)) return name;
    do
        name.insert(0, "tag_");
    while (std::ranges::find(tags, std::string_view(name), &Tag::name) != tags.end());
    return name;
}

std::size_t keyBytes(const Event& event) {
    std::size_t bytes = event.tenantId.size() + event.sourceId.size() + event.metric.size();
    for (const Tag& tag : event.tags)
        bytes += tag.name.size() + tag.value.size();
    return bytes + (3 + 2 * event.tags.size()) * sizeof(std::uint32_t);
}

char* put(char* to, std::string_view field) {
    const auto length = static_cast<std::uint32_t>(field.size());
    std::memcpy(to, &length, sizeof(length));
    to += sizeof(length);
    std::memcpy(to, field.data(), field.size());
    return to + field.size();
}

void writeKey(const Event& event, std::string& key) {
    key.resize(keyBytes(event));
    char* to = key.data();
    to = put(to, event.tenantId);
    to = put(to, event.sourceId);
    to = put(to, event.metric);
    for (const Tag& tag : event.tags)
        to = put(put(to, tag.name), tag.value);
}

} // namespace

Labels seriesLabels(const Event& event) {
    std::vector<Label> labels;
    labels.reserve(event.tags.size() + 3);
    // Of two labels with one name Labels keeps the later: backwards, the first tag wins.
    for (auto tag = event.tags.rbegin(); tag != event.tags.rend(); ++tag)
        labels.push_back({labelName(tag->name, event.tags), std::string(tag->value)});
    labels.push_back({std::string(kMetricNameLabel), std::string(event.metric)});
    labels.push_back({std::string(kTenantLabel), std::string(event.tenantId)});
    labels.push_back({std::string(kHostLabel), std::string(event.sourceId)});
    return Labels(std::move(labels));
}

void SeriesResolver::use(std::shared_ptr<const enrich::Enricher> enricher) {
    if (enricher == m_enricher) return;
    m_enricher = std::move(enricher);
    m_cache.clear();
}

SeriesResolver::Outcome SeriesResolver::find(Event& event) {
    writeKey(event, m_key);
    m_hash = hash64(m_key);
    const auto cached = m_cache.find(m_hash, m_key);
    if (!cached) return Outcome::Unknown;
    event.series = *cached;
    return event.series != nullptr ? Outcome::Known : Outcome::Refused;
}

bool SeriesResolver::add(Event& event, Arena& arena) {
    if (m_enricher != nullptr) m_enricher->apply(event, arena);
    event.series = m_catalog.findOrAdd(seriesLabels(event), event.unit);
    // The catalog never forgets a series, so a refusal stays one too.
    m_cache.insert(m_hash, m_key, event.series);
    return event.series != nullptr;
}

} // namespace eventflow::normalize
