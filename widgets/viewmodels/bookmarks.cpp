#include "widgets/viewmodels/bookmarks.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

constexpr qsizetype kMaxNote = 500;

} // namespace

bool Bookmarks::set(const RecordPlace& place, const QString& note) {
    const auto it = m_notes.find(place);
    if (it == m_notes.end()) {
        if (m_notes.size() >= kMaxBookmarks) return false;
        ++m_offsets[place.offset];
    }
    m_notes[place] = note.simplified().left(kMaxNote);
    return true;
}

void Bookmarks::remove(const RecordPlace& place) {
    if (m_notes.erase(place) == 0) return;
    if (--m_offsets[place.offset] == 0) m_offsets.erase(place.offset);
}

const QString* Bookmarks::find(const RecordPlace& place) const {
    const auto it = m_notes.find(place);
    return it == m_notes.end() ? nullptr : &it->second;
}

QStringList Bookmarks::toText() const {
    QStringList lines;
    for (const auto& [place, note] : m_notes)
        lines += note.isEmpty() ? placeText(place) : placeText(place) + u' ' + note;
    return lines;
}

Bookmarks Bookmarks::fromText(const QStringList& lines) {
    Bookmarks bookmarks;
    for (const QString& line : lines) {
        const auto space = line.indexOf(u' ');
        const auto item = parseItem(space < 0 ? line : line.left(space));
        if (item && item->offset &&
            !bookmarks.set({item->topic, *item->partition, *item->offset},
                           space < 0 ? QString() : line.mid(space + 1)))
            break;
    }
    return bookmarks;
}

void BookmarkedRows::reset() {
    m_above = m_below = 0;
    m_found.clear();
}

void BookmarkedRows::lookAt(const BrowseRows& rows, const Bookmarks& bookmarks, std::size_t position) {
    const BrowseRows::Place at = rows[position];
    if (!bookmarks.mayHave(at.row().offset)) return;
    const Stream& stream = at.stream();
    if (bookmarks.find({stream.topic, stream.partition, at.row().offset}) != nullptr)
        m_found.emplace(rows.isAbove(at), at.index);
}

bool BookmarkedRows::look(const BrowseRows& rows, const Bookmarks& bookmarks) {
    const std::size_t below = rows.size() - rows.above();
    if (bookmarks.empty()) {
        m_above = rows.above();
        m_below = below;
        return false;
    }
    std::size_t left = kLookAtOnce;
    // The first of the upper store stands above the first of the lower one.
    for (; m_above < rows.above() && left > 0; ++m_above, --left)
        lookAt(rows, bookmarks, rows.above() - 1 - m_above);
    for (; m_below < below && left > 0; ++m_below, --left)
        lookAt(rows, bookmarks, rows.above() + m_below);
    return m_above < rows.above() || m_below < below;
}

std::vector<int> BookmarkedRows::positions(const BrowseRows& rows) const {
    std::vector<int> positions;
    for (const auto& [above, index] : m_found)
        if (const auto position = rows.positionOf(above, index))
            positions.push_back(static_cast<int>(*position));
    std::ranges::sort(positions);
    return positions;
}

std::optional<int> BookmarkedRows::next(const BrowseRows& rows, int position, bool forwards) const {
    const std::vector<int> all = positions(rows);
    if (all.empty()) return std::nullopt;
    if (forwards) {
        const auto it = std::ranges::upper_bound(all, position);
        return it == all.end() ? all.front() : *it;
    }
    const auto it = std::ranges::lower_bound(all, position);
    return it == all.begin() ? all.back() : *(it - 1);
}

} // namespace eventflow::viewmodels
