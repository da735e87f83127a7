#pragma once

#include "core/model/labels.h"
#include "core/promql/label_projection.h"

#include <deque>
#include <string>
#include <unordered_map>

namespace eventflow::promql {

/// The label sets that evaluations make, each once and under one address for the life of the pool.
/// Thread: confined to that of the evaluations.
class LabelsPool {
public:
    LabelsPool();
    const Labels* intern(Labels labels);
    /// Without the metric name and its metadata labels `__type__` and `__unit__`; remembers the answer.
    const Labels* withoutName(const Labels* labels);
    const Labels* empty() { return &m_empty; }
    [[nodiscard]] std::size_t size() const { return m_labels.size() + m_withoutName.size(); }

private:
    Labels m_empty;
    std::deque<Labels> m_labels; // a deque: addresses stay
    LabelIndex m_index;
    std::unordered_map<const Labels*, const Labels*> m_withoutName;
};

/// A copy without what withoutName() removes.
Labels withoutNameLabels(const Labels& labels);

} // namespace eventflow::promql
