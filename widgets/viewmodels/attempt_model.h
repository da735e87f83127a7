#pragma once

#include "core/codec/detection.h"

#include <QAbstractTableModel>

#include <cstddef>
#include <vector>

namespace eventflow::viewmodels {

/// Every way in which a payload was tried to be read, and why it did not work. Thread: GUI.
class AttemptModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Format, Byte, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setAttempts(std::vector<codec::DecodeAttempt> attempts);
    [[nodiscard]] std::size_t byteOf(int row) const {
        return m_attempts[static_cast<std::size_t>(row)].failure.byte;
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<codec::DecodeAttempt> m_attempts;
};

/// `Avro`, `Protobuf without a schema`.
QString formatName(codec::PayloadFormat format);

} // namespace eventflow::viewmodels
