#pragma once

#include "core/admin/topic_facts.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/sorted_table_model.h"

namespace eventflow::viewmodels {

/// One partition of the topic that is looked at.
struct PartitionRow {
    std::string key; ///< its number
    admin::PartitionInfo info;
    admin::Watermarks marks;
};

/// The partitions of one topic; sorted by State, problems come first. Thread: GUI.
class PartitionTableModel : public SortedTableModel<PartitionRow> {
    Q_OBJECT
public:
    enum Column : int { Partition, State, Leader, Replicas, InSync, Low, High, Span, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setDescription(const admin::TopicDescription& description);
    void clear() { setAll({}); }

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const PartitionRow& row) const override { return row.key; }
    [[nodiscard]] bool isKnown(const PartitionRow& row, int column) const override;
    [[nodiscard]] bool less(const PartitionRow& a, const PartitionRow& b, int column) const override;
};

} // namespace eventflow::viewmodels
