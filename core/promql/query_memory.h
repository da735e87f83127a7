#pragma once

#include "core/promql/label_projection.h"
#include "core/promql/labels_pool.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace eventflow::promql {

/// What evaluations over one source have in common: which series a selector means, which labels belong to
/// which group. Kept from tick to tick, a rule finds its series and groups once and then only follows them;
/// kept over all rules, those that select or group alike share the work. Thread: confined. Lifetime: the
/// labels of the source must outlive it (SeriesSource::stableId). Bounded: above kMostLabels label sets
/// everything is forgotten at the next trim().
class QueryMemory {
public:
    static constexpr std::size_t kMostLabels = 4'000'000;

    /// `remember`: there will be more evaluations, which meet the same series and label sets under the same
    /// address, so that what is remembered of them pays.
    explicit QueryMemory(bool remember) : m_remember(remember) {}
    QueryMemory(const QueryMemory&) = delete;
    QueryMemory& operator=(const QueryMemory&) = delete;

    /// Between evaluations only.
    void trim();
    void clear();

    [[nodiscard]] bool remembers() const { return m_remember; }
    [[nodiscard]] LabelsPool& pool() { return *m_pool; }
    LabelIndex& index(const LabelProjection& projection);
    SelectorMemo& selector(std::span<const LabelMatcher> matchers);

private:
    bool m_remember;
    std::unique_ptr<LabelsPool> m_pool = std::make_unique<LabelsPool>();
    std::map<LabelProjection, LabelIndex> m_indexes;
    std::map<std::string, SelectorMemo> m_selectors; ///< by the matchers' text
};

} // namespace eventflow::promql
