#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/ring_table_model.h"

namespace eventflow::viewmodels {

/// The latest records of one topic. Thread: GUI.
class MessageModel : public RingTableModel<feed::RecordPreview> {
    Q_OBJECT
public:
    enum Column : int { Time, Partition, Offset, Key, Value, Size, ColumnCount };

    using RingTableModel::RingTableModel;

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

/// `orders/3 @ 918273`: where a record stands, in one text.
QString positionText(const feed::RecordPreview& record);

} // namespace eventflow::viewmodels
