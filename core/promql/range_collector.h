#pragma once

#include "core/promql/eval_value.h"
#include "core/promql/label_projection.h"
#include "core/promql/labels_pool.h"

#include <vector>

namespace eventflow::promql {

/// Gathers instant vectors of rising times into one series per label set.
class RangeCollector {
public:
    /// With `dropNames`, elements marked so lose their metric name before they are told apart.
    RangeCollector(LabelsPool& pool, bool dropNames);

    /// False when two elements have the same labels.
    [[nodiscard]] bool add(const Elements& elements, Timestamp ts);

    struct Series {
        const Labels* labels = nullptr;
        bool dropName = false;
        std::vector<Sample> samples;
    };
    [[nodiscard]] std::vector<Series> take() { return std::move(m_series); }

private:
    LabelsPool& m_pool;
    bool m_dropNames;
    LabelIndex m_index;
    std::vector<Series> m_series;
};

} // namespace eventflow::promql
