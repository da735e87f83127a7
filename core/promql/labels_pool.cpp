#include "core/promql/labels_pool.h"

#include <algorithm>

namespace eventflow::promql {

namespace {

bool isNameLabel(std::string_view name) {
    return name == kMetricNameLabel || name == "__type__" || name == "__unit__";
}

} // namespace

LabelsPool::LabelsPool() : m_index(LabelProjection(LabelProjection::Mode::Drop, {}), false) {}

const Labels* LabelsPool::intern(Labels labels) {
    if (const auto known = m_index.find(&labels)) return m_index.first(*known);
    m_labels.push_back(std::move(labels));
    m_index.findOrAdd(&m_labels.back());
    return &m_labels.back();
}

const Labels* LabelsPool::withoutName(const Labels* labels) {
    if (std::ranges::none_of(*labels, [](const Label& l) { return isNameLabel(l.name); })) return labels;
    const auto [it, isNew] = m_withoutName.try_emplace(labels, nullptr);
    if (isNew) it->second = intern(withoutNameLabels(*labels));
    return it->second;
}

Labels withoutNameLabels(const Labels& labels) {
    std::vector<Label> kept;
    kept.reserve(labels.size());
    for (const Label& label : labels)
        if (!isNameLabel(label.name)) kept.push_back(label);
    return Labels(std::move(kept));
}

} // namespace eventflow::promql
