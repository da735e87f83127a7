#pragma once

#include "core/model/alert.h"
#include "widgets/viewmodels/keyed_table_model.h"

#include <deque>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// A transition with its identities, worked out once.
struct TransitionRow {
    std::string key;      ///< of the transition
    std::string alertKey; ///< of its alert
    std::shared_ptr<const AlertTransition> transition;
    bool operator==(const TransitionRow& other) const { return key == other.key; }
};
/// Thread: any. Cost: a hash over the alert's labels.
TransitionRow transitionRow(AlertTransition transition);

/// The transitions that are known, from the store's history and from the frames, each once.
/// Bounded: the oldest give way. Thread: GUI.
class TransitionLog {
public:
    static constexpr std::size_t kCapacity = 5000;

    /// False when it was known.
    bool append(TransitionRow row);
    /// What the store knows, newest first: goes in front of what is known.
    void prependHistory(const std::vector<TransitionRow>& newestFirst);
    /// Of one alert (alertKey()), newest first.
    [[nodiscard]] std::vector<TransitionRow> of(const std::string& alertKey) const;
    [[nodiscard]] const std::deque<TransitionRow>& all() const { return m_rows; }
    void clear();

private:
    std::deque<TransitionRow> m_rows; // oldest first
    std::unordered_set<std::string> m_known;
};

/// The life of one alert, newest step first. Thread: GUI.
class TransitionModel : public KeyedTableModel<TransitionRow> {
    Q_OBJECT
public:
    enum Column : int { Tick, Change, Reason, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void setTransitions(std::vector<TransitionRow> newestFirst) { setRows(std::move(newestFirst)); }

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace eventflow::viewmodels
