#pragma once

#include "core/admin/lag_history.h"
#include "widgets/viewmodels/sorted_table_model.h"

namespace eventflow::viewmodels {

struct StuckRow {
    std::string key; ///< `orders[3]`
    admin::LagHistory::Stuck stuck;
    Duration lasts{};
};

/// Partitions whose commit stands still while records come in. Thread: GUI.
class StuckModel : public SortedTableModel<StuckRow> {
    Q_OBJECT
public:
    enum Column : int { Partition, Committed, Lag, Grown, Lasts, Client, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setStuck(const std::vector<admin::LagHistory::Stuck>& stuck, Timestamp now);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const StuckRow& row) const override { return row.key; }
    [[nodiscard]] bool less(const StuckRow& a, const StuckRow& b, int column) const override;
};

} // namespace eventflow::viewmodels
