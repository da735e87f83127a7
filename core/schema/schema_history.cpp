#include "core/schema/schema_history.h"

#include "core/schema/schema_tree.h"

#include <algorithm>

namespace eventflow::schema {

namespace {

/// Keeps the earlier time of a key; of a full map the key that was seen latest goes.
template <typename Map, typename Key>
std::uint64_t keepEarlier(Map& map, const Key& key, Timestamp at, std::size_t maxEntries) {
    const auto [entry, isNew] = map.try_emplace(key, at);
    entry->second = std::min(entry->second, at);
    if (!isNew || map.size() <= maxEntries) return 0;
    map.erase(std::ranges::max_element(map, {}, [](const auto& one) { return one.second; }));
    return 1;
}

} // namespace

void SchemaHistory::observe(const Inference& shape, Timestamp at) {
    for (const auto& [name, child] : shape.root().children)
        see(child, childPath({}, name), at);
}

void SchemaHistory::see(const Field& field, const std::string& path, Timestamp at) {
    m_dropped += keepEarlier(m_fields, path, at, kMaxFields);
    for (const auto& [name, child] : field.children)
        see(child, childPath(path, name), at);
}

void SchemaHistory::observeId(std::int32_t id, Timestamp at) {
    m_dropped += keepEarlier(m_ids, id, at, kMaxIds);
}

void SchemaHistory::merge(const SchemaHistory& other) {
    for (const auto& [path, at] : other.m_fields)
        m_dropped += keepEarlier(m_fields, path, at, kMaxFields);
    for (const auto& [id, at] : other.m_ids)
        m_dropped += keepEarlier(m_ids, id, at, kMaxIds);
    m_dropped += other.m_dropped;
}

std::optional<Timestamp> SchemaHistory::fieldFirstSeen(std::string_view path) const {
    const auto found = m_fields.find(path);
    return found != m_fields.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<Timestamp> SchemaHistory::idFirstSeen(std::int32_t id) const {
    const auto found = m_ids.find(id);
    return found != m_ids.end() ? std::optional(found->second) : std::nullopt;
}

std::vector<SchemaHistory::Step> SchemaHistory::timeline() const {
    std::vector<Step> steps;
    for (const auto& [id, at] : m_ids)
        steps.push_back({at, {}, id});
    for (const auto& [path, at] : m_fields)
        steps.push_back({at, path, 0});
    std::ranges::stable_sort(steps, {}, &Step::at);
    return steps;
}

} // namespace eventflow::schema
