#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// What a list of the latest things offers to the widget that shows it, whatever the things are.
class HeldTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// While held, the rows stay as they are and what arrives waits.
    virtual void setHeld(bool held) = 0;
    [[nodiscard]] virtual bool isHeld() const = 0;
    /// How many rows wait for the end of the hold.
    [[nodiscard]] virtual std::size_t waiting() const = 0;
    /// Shows only what contains every word, case does not matter. Resets the rows.
    virtual void setTextFilter(const QString& text) = 0;
    /// How many there are, before filtering.
    [[nodiscard]] virtual std::size_t total() const = 0;
};

/// The last N things of a stream, newest in the first row. A batch costs one removal at the end and one
/// insertion at the front, whatever its size. What waits while the list is held is bounded as well.
template <typename Item>
class RingTableModel : public HeldTableModel {
public:
    using ItemPtr = std::shared_ptr<const Item>;
    static constexpr std::size_t kCapacity = 500;

    using HeldTableModel::HeldTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }
    [[nodiscard]] const ItemPtr& item(int row) const { return m_shown[static_cast<std::size_t>(row)]; }

    /// Another source: forgets everything. `newestFirst` is cut to the capacity.
    void setItems(std::vector<ItemPtr> newestFirst) {
        if (newestFirst.size() > kCapacity) newestFirst.resize(kCapacity);
        m_items.assign(newestFirst.begin(), newestFirst.end());
        m_waiting.clear();
        showAll();
    }

    /// `newestLast`: as a delta brings them.
    void append(const std::vector<ItemPtr>& newestLast) {
        m_waiting.insert(m_waiting.end(), newestLast.begin(), newestLast.end());
        if (m_waiting.size() > kCapacity)
            m_waiting.erase(m_waiting.begin(), m_waiting.end() - static_cast<std::ptrdiff_t>(kCapacity));
        if (!m_held) release();
    }

    void setHeld(bool held) override {
        m_held = held;
        if (!held) release();
    }
    [[nodiscard]] bool isHeld() const override { return m_held; }
    [[nodiscard]] std::size_t waiting() const override { return m_waiting.size(); }
    [[nodiscard]] std::size_t total() const override { return m_items.size(); }

    void setTextFilter(const QString& text) override {
        m_words.clear();
        for (const QString& word : text.split(u' ', Qt::SkipEmptyParts))
            m_words.push_back(word.toStdString());
        showAll();
    }

protected:
    /// Whether the word occurs in what the list or the inspector shows of the item.
    [[nodiscard]] virtual bool contains(const Item& item, const std::string& word) const = 0;

private:
    [[nodiscard]] bool passes(const ItemPtr& item) const {
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const std::string& word) { return contains(*item, word); });
    }

    void showAll() {
        this->beginResetModel();
        m_shown.clear();
        for (const ItemPtr& item : m_items)
            if (passes(item)) m_shown.push_back(item);
        this->endResetModel();
    }

    void release() {
        if (m_waiting.empty()) return;
        std::vector<ItemPtr> added;
        for (auto it = m_waiting.rbegin(); it != m_waiting.rend(); ++it)
            if (passes(*it)) added.push_back(*it);
        m_items.insert(m_items.begin(), m_waiting.rbegin(), m_waiting.rend());
        m_waiting.clear();
        dropOldest();
        if (added.empty()) return;
        this->beginInsertRows({}, 0, static_cast<int>(added.size()) - 1);
        m_shown.insert(m_shown.begin(), added.begin(), added.end());
        this->endInsertRows();
    }

    /// Of the items beyond the capacity, those that are shown are the last rows.
    void dropOldest() {
        std::size_t kept = m_shown.size();
        while (m_items.size() > kCapacity) {
            if (kept > 0 && m_shown[kept - 1] == m_items.back()) --kept;
            m_items.pop_back();
        }
        if (kept == m_shown.size()) return;
        this->beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(m_shown.size()) - 1);
        m_shown.erase(m_shown.begin() + static_cast<std::ptrdiff_t>(kept), m_shown.end());
        this->endRemoveRows();
    }

    std::deque<ItemPtr> m_items;   // newest first
    std::deque<ItemPtr> m_shown;   // those that pass the filter
    std::deque<ItemPtr> m_waiting; // oldest first
    std::vector<std::string> m_words;
    bool m_held = false;
};

} // namespace eventflow::viewmodels
