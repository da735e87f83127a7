#pragma once

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// A table whose rows can be found again after a reset: what views keep their selection by.
class FindableTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    /// Of RecordIdRole; -1 when it is not shown.
    [[nodiscard]] virtual int rowOf(const QString& recordId) const = 0;
};

/// Rows that are filtered and sorted by an index over them, so that neither costs a QVariant. Snapshots that
/// leave the shown rows in place only announce changed data; others reset. Thread: GUI. Cost: n log n
/// comparisons per sort, one pass per filter.
template <typename Row>
class SortedTableModel : public FindableTableModel {
public:
    using FindableTableModel::FindableTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_order.size());
    }
    [[nodiscard]] const Row& row(int index) const { return m_rows[m_order[static_cast<std::size_t>(index)]]; }
    /// Filtered or not, in the order in which they were given.
    [[nodiscard]] const std::vector<Row>& all() const { return m_rows; }
    [[nodiscard]] int rowOf(const QString& recordId) const override {
        const std::string key = recordId.toStdString();
        for (std::size_t i = 0; i < m_order.size(); ++i)
            if (keyOf(m_rows[m_order[i]]) == key) return static_cast<int>(i);
        return -1;
    }

    /// -1: never sorted.
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    /// By the same column once more, for what it goes by is known better now.
    void resort() { sort(m_sortColumn, m_descending ? Qt::DescendingOrder : Qt::AscendingOrder); }

    void sort(int column, Qt::SortOrder order) override {
        m_sortColumn = column;
        m_descending = order == Qt::DescendingOrder;
        std::vector<std::uint32_t> next = m_order;
        sortIndex(m_rows, next);
        if (next == m_order) return;
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        std::vector<int> places(m_rows.size());
        for (std::size_t i = 0; i < next.size(); ++i)
            places[next[i]] = static_cast<int>(i);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex& old : before)
            after.append(index(places[m_order[static_cast<std::size_t>(old.row())]], old.column()));
        m_order = std::move(next);
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

protected:
    /// Unique within the model.
    [[nodiscard]] virtual const std::string& keyOf(const Row& row) const = 0;
    [[nodiscard]] virtual bool accepts(const Row&) const { return true; }
    /// Rows whose value is not known come last, whichever way the column is sorted.
    [[nodiscard]] virtual bool isKnown(const Row&, int /*column*/) const { return true; }
    [[nodiscard]] virtual bool less(const Row& a, const Row& b, int column) const = 0;
    /// Before less() is called for `rows`: what is dear to find is found once.
    virtual void prepareSort(const std::vector<Row>& /*rows*/, int /*column*/) const {}

    void setAll(std::vector<Row> rows) {
        std::vector<std::uint32_t> next = orderOf(rows);
        const bool same =
            std::equal(m_order.begin(), m_order.end(), next.begin(), next.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return keyOf(m_rows[a]) == keyOf(rows[b]); });
        if (!same) beginResetModel();
        m_rows = std::move(rows);
        m_order = std::move(next);
        if (!same)
            endResetModel();
        else
            announceAll();
    }
    /// accepts() answers otherwise than before.
    void refilter() {
        std::vector<std::uint32_t> next = orderOf(m_rows);
        if (next == m_order) return;
        beginResetModel();
        m_order = std::move(next);
        endResetModel();
    }
    void announceAll() {
        if (!m_order.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

private:
    [[nodiscard]] std::vector<std::uint32_t> orderOf(const std::vector<Row>& rows) const {
        std::vector<std::uint32_t> order;
        order.reserve(rows.size());
        for (std::uint32_t i = 0; i < rows.size(); ++i)
            if (accepts(rows[i])) order.push_back(i);
        sortIndex(rows, order);
        return order;
    }
    void sortIndex(const std::vector<Row>& rows, std::vector<std::uint32_t>& order) const {
        if (m_sortColumn < 0) return;
        std::sort(order.begin(), order.end());
        prepareSort(rows, m_sortColumn);
        const auto unknown = std::stable_partition(
            order.begin(), order.end(), [&](std::uint32_t i) { return isKnown(rows[i], m_sortColumn); });
        const auto before = [&](std::uint32_t x, std::uint32_t y) {
            return m_descending ? less(rows[y], rows[x], m_sortColumn) : less(rows[x], rows[y], m_sortColumn);
        };
        std::stable_sort(order.begin(), unknown, before);
        std::stable_sort(unknown, order.end(), before);
    }

    std::vector<Row> m_rows;
    std::vector<std::uint32_t> m_order; ///< of the rows that are shown
    int m_sortColumn = -1;
    bool m_descending = false;
};

/// The alignment of a cell as data() and headerData() return it.
inline QVariant cellAlignment(bool number) {
    return static_cast<int>((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace eventflow::viewmodels
