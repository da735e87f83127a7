#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// A table whose rows are replaced by snapshots. Rows are told apart by `Row::key` (a unique std::string), so
/// that selection and scroll position survive: what vanished is removed, what is new is added, what stayed
/// moves to its new place, and only rows that differ (`==`) are announced as changed. Cost: linear in the
/// number of rows, per snapshot.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    /// -1 when there is none.
    [[nodiscard]] int rowOfKey(const std::string& key) const {
        const auto it =
            std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.key == key; });
        return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
    }

protected:
    /// `next`: in the order to show, each key once. At most one removal, one insertion and two changes of the
    /// layout are announced, whatever the difference.
    void setRows(std::vector<Row> next) {
        const auto sameKey = [](const Row& a, const Row& b) { return a.key == b.key; };
        if (!std::equal(m_rows.begin(), m_rows.end(), next.begin(), next.end(), sameKey)) {
            std::unordered_map<std::string_view, std::size_t> placeOf;
            placeOf.reserve(next.size());
            for (std::size_t i = 0; i < next.size(); ++i)
                placeOf.emplace(next[i].key, i);
            removeMissing(placeOf);
            insertNew(next);
            reorder([&](const Row& r) { return placeOf.at(r.key); });
        }
        replaceChanged(std::move(next));
    }

    void resetRows() {
        this->beginResetModel();
        m_rows.clear();
        this->endResetModel();
    }

    void announce(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        Q_EMIT this->dataChanged(this->index(firstRow, firstColumn), this->index(lastRow, lastColumn));
    }

private:
    using Places = std::unordered_map<std::string_view, std::size_t>;

    void removeMissing(const Places& placeOf) {
        const auto isMissing = [&](const Row& r) { return !placeOf.contains(r.key); };
        const auto missing = static_cast<std::size_t>(std::count_if(m_rows.begin(), m_rows.end(), isMissing));
        if (missing == 0) return;
        // Together, at the end: each range that is removed costs the views a pass over all rows.
        const std::size_t kept = m_rows.size() - missing;
        std::size_t nextMissing = kept;
        std::size_t nextKept = 0;
        reorder([&](const Row& r) { return isMissing(r) ? nextMissing++ : nextKept++; });
        this->beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(m_rows.size()) - 1);
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(kept), m_rows.end());
        this->endRemoveRows();
    }

    void insertNew(const std::vector<Row>& next) {
        if (next.size() == m_rows.size()) return;
        std::unordered_set<std::string_view> have;
        have.reserve(m_rows.size());
        for (const Row& r : m_rows)
            have.insert(r.key);
        std::vector<Row> added;
        for (const Row& r : next)
            if (!have.contains(r.key)) added.push_back(r);
        this->beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(next.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(added.begin()),
                      std::make_move_iterator(added.end()));
        this->endInsertRows();
    }

    /// `placeOf` is asked once per row, from the first to the last.
    template <typename PlaceOf>
    void reorder(PlaceOf placeOf) {
        std::vector<std::size_t> places;
        places.reserve(m_rows.size());
        for (const Row& r : m_rows)
            places.push_back(placeOf(r));
        if (std::is_sorted(places.begin(), places.end())) return;
        Q_EMIT this->layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        const QModelIndexList before = this->persistentIndexList();
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex& index : before)
            after.append(
                this->index(static_cast<int>(places[static_cast<std::size_t>(index.row())]), index.column()));
        std::vector<Row> ordered(m_rows.size());
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            ordered[places[i]] = std::move(m_rows[i]);
        m_rows = std::move(ordered);
        this->changePersistentIndexList(before, after);
        Q_EMIT this->layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

    void replaceChanged(std::vector<Row> next) {
        int first = -1;
        int last = -1;
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (m_rows[i] == next[i]) continue;
            if (first < 0) first = static_cast<int>(i);
            last = static_cast<int>(i);
        }
        m_rows = std::move(next);
        if (first >= 0) announce(first, last, 0, this->columnCount() - 1);
    }

    std::vector<Row> m_rows;
};

} // namespace eventflow::viewmodels
