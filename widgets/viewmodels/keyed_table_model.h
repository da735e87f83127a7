#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <cstddef>
#include <string>
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
    /// `next`: in the order to show, each key once.
    void setRows(std::vector<Row> next) {
        removeMissing(next);
        insertNew(next);
        reorder(next);
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
    void removeMissing(const std::vector<Row>& next) {
        std::unordered_set<std::string> keep;
        for (const Row& r : next)
            keep.insert(r.key);
        for (std::size_t end = m_rows.size(); end > 0;) {
            if (keep.contains(m_rows[end - 1].key)) {
                --end;
                continue;
            }
            std::size_t begin = end - 1;
            while (begin > 0 && !keep.contains(m_rows[begin - 1].key))
                --begin;
            this->beginRemoveRows({}, static_cast<int>(begin), static_cast<int>(end) - 1);
            m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                         m_rows.begin() + static_cast<std::ptrdiff_t>(end));
            this->endRemoveRows();
            end = begin;
        }
    }

    void insertNew(const std::vector<Row>& next) {
        if (next.size() == m_rows.size()) return;
        std::unordered_set<std::string> have;
        for (const Row& r : m_rows)
            have.insert(r.key);
        this->beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(next.size()) - 1);
        for (const Row& r : next)
            if (!have.contains(r.key)) m_rows.push_back(r);
        this->endInsertRows();
    }

    void reorder(const std::vector<Row>& next) {
        const auto sameKey = [](const Row& a, const Row& b) { return a.key == b.key; };
        if (std::equal(m_rows.begin(), m_rows.end(), next.begin(), next.end(), sameKey)) return;
        std::unordered_map<std::string, int> placeOf;
        for (std::size_t i = 0; i < next.size(); ++i)
            placeOf.emplace(next[i].key, static_cast<int>(i));

        Q_EMIT this->layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        const QModelIndexList before = this->persistentIndexList();
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex& index : before)
            after.append(this->index(placeOf.at(row(index.row()).key), index.column()));
        std::vector<Row> ordered(m_rows.size());
        for (Row& r : m_rows) {
            const auto place = static_cast<std::size_t>(placeOf.at(r.key));
            ordered[place] = std::move(r);
        }
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
