#include "core/promql/label_projection.h"

#include "core/base/hash.h"

#include <algorithm>

namespace eventflow::promql {

bool LabelProjection::keeps(std::string_view name) const {
    // Few names: a linear scan beats a binary search.
    const bool listed = std::ranges::find(m_names, name) != m_names.end();
    return listed == (m_mode == Mode::Keep);
}

std::uint64_t LabelProjection::hash(const Labels& labels) const {
    std::uint64_t h = 0;
    for (const Label& label : labels)
        if (keeps(label.name)) h = hash64(label.value, hash64(label.name, h));
    return h;
}

bool LabelProjection::equal(const Labels& a, const Labels& b) const {
    if (&a == &b) return true;
    auto left = a.begin();
    auto right = b.begin();
    for (;;) {
        while (left != a.end() && !keeps(left->name))
            ++left;
        while (right != b.end() && !keeps(right->name))
            ++right;
        if (left == a.end() || right == b.end()) return left == a.end() && right == b.end();
        if (*left != *right) return false;
        ++left;
        ++right;
    }
}

Labels LabelProjection::project(const Labels& labels) const {
    std::vector<Label> kept;
    for (const Label& label : labels)
        if (keeps(label.name)) kept.push_back(label);
    return Labels(std::move(kept));
}

std::uint32_t LabelIndex::lookUp(const Labels& labels, std::uint64_t hash) const {
    const auto it = m_byHash.find(hash);
    std::uint32_t number = it == m_byHash.end() ? kNone : it->second;
    while (number != kNone && !m_projection.equal(labels, *m_entries[number].labels))
        number = m_entries[number].nextWithSameHash;
    return number;
}

std::uint32_t LabelIndex::findOrAdd(const Labels* labels) {
    if (m_remember)
        if (const auto it = m_byAddress.find(labels); it != m_byAddress.end()) return it->second;
    const std::uint64_t hash = m_projection.hash(*labels);
    std::uint32_t number = lookUp(*labels, hash);
    if (number == kNone) {
        number = size();
        const auto [it, isNew] = m_byHash.try_emplace(hash, number);
        m_entries.push_back({labels, isNew ? kNone : it->second});
        it->second = number;
    }
    if (m_remember) m_byAddress.emplace(labels, number);
    return number;
}

std::optional<std::uint32_t> LabelIndex::find(const Labels* labels) const {
    const std::uint32_t number = lookUp(*labels, m_projection.hash(*labels));
    return number == kNone ? std::nullopt : std::optional(number);
}

void LabelIndex::clear() {
    m_entries.clear();
    m_byHash.clear();
    m_byAddress.clear();
}

} // namespace eventflow::promql
