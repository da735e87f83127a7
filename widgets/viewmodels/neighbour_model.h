#pragma once

#include "core/admin/neighbourhood.h"

#include <QAbstractTableModel>

namespace eventflow::viewmodels {

/// The records around an offset; the one a consumer may choke on is marked. Thread: GUI.
class NeighbourModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Offset, Time, Key, Value, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setNeighbourhood(admin::Neighbourhood neighbourhood);
    /// -1: there is none.
    [[nodiscard]] int suspectRow() const;
    [[nodiscard]] const admin::OwnedRecord& record(int row) const {
        return m_shown.records[static_cast<std::size_t>(row)];
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    admin::Neighbourhood m_shown;
};

} // namespace eventflow::viewmodels
