#pragma once

#include "core/browse/row_store.h"
#include "widgets/viewmodels/browse_query.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

namespace eventflow::viewmodels {

/// The rows of one or two stores as one list: those of `above` reversed on top of those of `below`, so that
/// what both append never moves what is there. Of a span of time only the rows within it. Nothing is copied;
/// a span costs 4 bytes for each row in it. Thread: GUI; the stores may grow meanwhile.
class BrowseRows {
public:
    using Store = std::shared_ptr<const browse::RowStore>;
    /// How many rows a call of look() examines at most, so that it fits in a frame.
    static constexpr std::size_t kLookAtOnce = 50'000;

    struct Place {
        const browse::RowStore* store = nullptr;
        std::uint32_t index = 0;

        [[nodiscard]] const browse::Row& row() const { return (*store)[index]; }
        [[nodiscard]] const Stream& stream() const { return store->stream(row().stream); }
    };
    struct Growth {
        std::size_t above = 0;
        std::size_t below = 0;
    };

    /// Either may be missing. No row is shown until look() and show().
    void reset(Store above, Store below, const std::optional<TimeSpan>& span);
    /// How many more rows there are to show. They are not in the list yet.
    [[nodiscard]] Growth look();
    /// look() left rows for another call.
    [[nodiscard]] bool behind() const { return m_behind; }
    /// Keep the rows of every Place alive.
    [[nodiscard]] std::pair<Store, Store> stores() const { return {m_above.store, m_below.store}; }
    void showAbove() { m_above.show(); }
    void showBelow() { m_below.show(); }

    [[nodiscard]] std::size_t size() const { return m_above.shown + m_below.shown; }
    [[nodiscard]] std::size_t above() const { return m_above.shown; }
    [[nodiscard]] Place operator[](std::size_t position) const;
    /// The position of a row that is shown. `above`: of which store.
    [[nodiscard]] std::optional<std::size_t> positionOf(bool above, std::uint32_t index) const;
    [[nodiscard]] bool isAbove(const Place& place) const { return place.store == m_above.store.get(); }

private:
    struct Side {
        Store store;
        std::size_t examined = 0;
        std::size_t found = 0; ///< by look(): in the list after show()
        std::size_t shown = 0;
        std::deque<std::uint32_t>
            index; ///< of the rows within the span; unused without one. Growing moves none

        std::size_t look(const std::optional<TimeSpan>& span, std::size_t& budget);
        void show() { shown = found; }
    };

    std::optional<TimeSpan> m_span;
    bool m_behind = false;
    Side m_above;
    Side m_below;
};

} // namespace eventflow::viewmodels
