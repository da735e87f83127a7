#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/ring_table_model.h"

namespace eventflow::viewmodels {

/// Whether a word occurs in topic, offset, key, or the first kSearchedBytes of the value; ASCII letters of
/// either case are the same. The bound keeps a keystroke over five hundred large records within a frame.
bool recordContains(const feed::RecordPreview& record, const std::string& word);
inline constexpr std::size_t kSearchedBytes = 2048;

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

protected:
    [[nodiscard]] bool contains(const feed::RecordPreview& record, const std::string& word) const override {
        return recordContains(record, word);
    }
};

/// `orders/3 @ 918273`: where a record stands, in one text.
QString positionText(const feed::RecordPreview& record);

} // namespace eventflow::viewmodels
