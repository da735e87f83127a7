#pragma once

#include "widgets/viewmodels/browse_rows.h"
#include "widgets/viewmodels/record_place.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// Records that somebody wants to come back to, with a note. Bounded. Thread: GUI.
class Bookmarks {
public:
    static constexpr std::size_t kMaxBookmarks = 1000;

    /// False: there are kMaxBookmarks already.
    bool set(const RecordPlace& place, const QString& note);
    void remove(const RecordPlace& place);
    /// nullptr: it has none.
    [[nodiscard]] const QString* find(const RecordPlace& place) const;
    /// Cheap: for each of millions of rows, before its topic is looked at.
    [[nodiscard]] bool mayHave(std::int64_t offset) const { return m_offsets.contains(offset); }
    [[nodiscard]] bool empty() const { return m_notes.empty(); }

    /// `orders[3]@12345 a note`, for settings.
    [[nodiscard]] QStringList toText() const;
    /// What makes no sense is left out.
    static Bookmarks fromText(const QStringList& lines);

private:
    std::map<RecordPlace, QString> m_notes;
    std::unordered_map<std::int64_t, std::size_t> m_offsets; ///< how many have it
};

/// Which rows of a list are bookmarked: found as the list grows, some rows at a time.
class BookmarkedRows {
public:
    static constexpr std::size_t kLookAtOnce = 100'000;

    /// The list or the bookmarks are others now.
    void reset();
    /// Looks at some more rows. False: nothing is left to look at for now.
    bool look(const BrowseRows& rows, const Bookmarks& bookmarks);
    /// Positions in the list as it is now, rising.
    [[nodiscard]] std::vector<int> positions(const BrowseRows& rows) const;
    /// The one behind (or before) a position; it wraps around. Nothing when there is none.
    [[nodiscard]] std::optional<int> next(const BrowseRows& rows, int position, bool forwards) const;

private:
    void lookAt(const BrowseRows& rows, const Bookmarks& bookmarks, std::size_t position);

    std::size_t m_above = 0; ///< rows that were looked at
    std::size_t m_below = 0;
    std::set<std::pair<bool, std::uint32_t>> m_found; ///< above?, index in its store
};

} // namespace eventflow::viewmodels
