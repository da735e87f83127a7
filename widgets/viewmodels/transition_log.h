#pragma once

#include "core/model/alert.h"
#include "widgets/viewmodels/keyed_table_model.h"

#include <deque>
#include <string>
#include <unordered_set>
#include <vector>

namespace eventflow::viewmodels {

/// The transitions that are known, from the store's history and from the frames, each once.
/// Bounded: the oldest give way. Thread: GUI.
class TransitionLog {
public:
    static constexpr std::size_t kCapacity = 5000;

    /// False when it was known.
    bool append(const AlertTransition& transition);
    /// What the store knows, newest first: goes in front of what is known.
    void prependHistory(const std::vector<AlertTransition>& newestFirst);
    /// Of one alert (alertKey()), newest first.
    [[nodiscard]] std::vector<AlertTransition> of(const std::string& alertKey) const;
    [[nodiscard]] const std::deque<AlertTransition>& all() const { return m_transitions; }
    void clear();

private:
    std::deque<AlertTransition> m_transitions; // oldest first
    std::unordered_set<std::string> m_known;
};

struct TransitionRow {
    std::string key;
    AlertTransition transition;
    bool operator==(const TransitionRow& other) const { return key == other.key; }
};

/// The life of one alert, newest step first. Thread: GUI.
class TransitionModel : public KeyedTableModel<TransitionRow> {
    Q_OBJECT
public:
    enum Column : int { Tick, Change, Reason, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void setTransitions(std::vector<AlertTransition> newestFirst);

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace eventflow::viewmodels
