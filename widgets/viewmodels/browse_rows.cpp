#include "widgets/viewmodels/browse_rows.h"

#include <algorithm>
#include <utility>

namespace eventflow::viewmodels {

void BrowseRows::reset(Store above, Store below, const std::optional<TimeSpan>& span) {
    m_above = {};
    m_below = {};
    m_above.store = std::move(above);
    m_below.store = std::move(below);
    m_span = span;
    m_behind = false;
}

std::size_t BrowseRows::Side::look(const std::optional<TimeSpan>& span, std::size_t& budget) {
    if (store == nullptr) return 0;
    const std::size_t size = store->size();
    if (!span) {
        examined = found = size;
        return found - shown;
    }
    const std::int64_t from = toMs(span->from);
    const std::int64_t until = toMs(span->until);
    const std::size_t end = std::min(size, examined + budget);
    budget -= end - examined;
    for (; examined < end; ++examined) {
        const std::int64_t ms = (*store)[examined].timestampMs;
        if (ms >= from && ms < until) index.push_back(static_cast<std::uint32_t>(examined));
    }
    found = index.size();
    return found - shown;
}

BrowseRows::Growth BrowseRows::look() {
    std::size_t budget = kLookAtOnce;
    Growth growth;
    growth.above = m_above.look(m_span, budget);
    growth.below = m_below.look(m_span, budget);
    m_behind = budget == 0;
    return growth;
}

BrowseRows::Place BrowseRows::operator[](std::size_t position) const {
    const bool above = position < m_above.shown;
    const Side& side = above ? m_above : m_below;
    const std::size_t at = above ? m_above.shown - 1 - position : position - m_above.shown;
    return {side.store.get(), m_span ? side.index[at] : static_cast<std::uint32_t>(at)};
}

std::optional<std::size_t> BrowseRows::positionOf(bool above, std::uint32_t index) const {
    const Side& side = above ? m_above : m_below;
    std::size_t at = index;
    if (m_span) {
        const auto it = std::ranges::lower_bound(side.index, index);
        if (it == side.index.end() || *it != index) return std::nullopt;
        at = static_cast<std::size_t>(it - side.index.begin());
    }
    if (at >= side.shown) return std::nullopt;
    return above ? m_above.shown - 1 - at : m_above.shown + at;
}

} // namespace eventflow::viewmodels
