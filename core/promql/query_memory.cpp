#include "core/promql/query_memory.h"

namespace eventflow::promql {

void QueryMemory::trim() {
    std::size_t labels = m_pool->size();
    for (const auto& [projection, index] : m_indexes)
        labels += index.rememberedCount();
    for (const auto& [text, memo] : m_selectors)
        labels += memo.series.size();
    if (labels > kMostLabels) clear();
}

void QueryMemory::clear() {
    m_selectors.clear();
    m_indexes.clear();
    m_pool = std::make_unique<LabelsPool>();
}

LabelIndex& QueryMemory::index(const LabelProjection& projection) {
    return m_indexes.try_emplace(projection, projection, m_remember).first->second;
}

SelectorMemo& QueryMemory::selector(std::span<const LabelMatcher> matchers) {
    std::string key;
    for (const LabelMatcher& matcher : matchers) {
        key += matcher.toString();
        key += ','; // a matcher's value is quoted, so this cannot be taken for a part of it
    }
    return m_selectors[std::move(key)];
}

} // namespace eventflow::promql
