#pragma once

#include <QAbstractTableModel>

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// The last N things of a stream, newest in the first row. A batch costs one removal at the end and one
/// insertion at the front, whatever its size. While held, the rows stay as they are and what arrives waits,
/// bounded as well.
template <typename Item>
class RingTableModel : public QAbstractTableModel {
public:
    using ItemPtr = std::shared_ptr<const Item>;
    static constexpr std::size_t kCapacity = 500;

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_items.size());
    }
    [[nodiscard]] const ItemPtr& item(int row) const { return m_items[static_cast<std::size_t>(row)]; }

    /// Another source: forgets everything. `newestFirst` is cut to the capacity.
    void setItems(std::vector<ItemPtr> newestFirst) {
        if (newestFirst.size() > kCapacity) newestFirst.resize(kCapacity);
        this->beginResetModel();
        m_items.assign(newestFirst.begin(), newestFirst.end());
        m_waiting.clear();
        this->endResetModel();
    }

    /// `newestLast`: as a delta brings them.
    void append(const std::vector<ItemPtr>& newestLast) {
        m_waiting.insert(m_waiting.end(), newestLast.begin(), newestLast.end());
        if (m_waiting.size() > kCapacity)
            m_waiting.erase(m_waiting.begin(), m_waiting.end() - static_cast<std::ptrdiff_t>(kCapacity));
        if (!m_held) release();
    }

    void setHeld(bool held) {
        m_held = held;
        if (!held) release();
    }
    [[nodiscard]] bool isHeld() const { return m_held; }
    /// How many rows wait for the end of the hold.
    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

private:
    void release() {
        if (m_waiting.empty()) return;
        const std::size_t total = m_items.size() + m_waiting.size();
        if (total > kCapacity) {
            const std::size_t keep = kCapacity - m_waiting.size();
            if (keep < m_items.size()) {
                this->beginRemoveRows({}, static_cast<int>(keep), static_cast<int>(m_items.size()) - 1);
                m_items.erase(m_items.begin() + static_cast<std::ptrdiff_t>(keep), m_items.end());
                this->endRemoveRows();
            }
        }
        this->beginInsertRows({}, 0, static_cast<int>(m_waiting.size()) - 1);
        m_items.insert(m_items.begin(), m_waiting.rbegin(), m_waiting.rend());
        m_waiting.clear();
        this->endInsertRows();
    }

    std::deque<ItemPtr> m_items;
    std::deque<ItemPtr> m_waiting; // oldest first
    bool m_held = false;
};

} // namespace eventflow::viewmodels
