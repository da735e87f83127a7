#pragma once

#include "core/admin/plan.h"

#include <QAbstractTableModel>

#include <vector>

namespace eventflow::viewmodels {

/// What a change would do, one thing a row. Thread: GUI.
class PlanModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { What, Before, After, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setChanges(std::vector<admin::Change> changes);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<admin::Change> m_changes;
};

} // namespace eventflow::viewmodels
