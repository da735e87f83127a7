#pragma once

#include "core/admin/group_lag.h"
#include "widgets/viewmodels/sorted_table_model.h"

#include <optional>

namespace eventflow::viewmodels {

struct PartitionLagRow {
    std::string key; ///< `orders[3]`
    admin::PartitionLag lag;
    std::optional<admin::TimeLag> time; ///< nothing: not asked for yet
};

/// How far one group is in each of its partitions. Time lags come later than the rest and stay until the
/// next. Thread: GUI.
class PartitionLagModel : public SortedTableModel<PartitionLagRow> {
    Q_OBJECT
public:
    enum Column : int { Partition, Committed, End, Lag, Behind, Client, Host, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setLag(const admin::GroupLag& lag);
    /// Of the same partitions, in the order in which setLag() got them.
    void setTimeLags(const std::vector<admin::TimeLag>& lags);
    void clear() { setAll({}); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const PartitionLagRow& row) const override { return row.key; }
    [[nodiscard]] bool isKnown(const PartitionLagRow& row, int column) const override;
    [[nodiscard]] bool less(const PartitionLagRow& a, const PartitionLagRow& b, int column) const override;
};

/// The largest that is known; nothing: none is.
std::optional<Duration> worstBehind(const std::vector<admin::TimeLag>& lags);

} // namespace eventflow::viewmodels
