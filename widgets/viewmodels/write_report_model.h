#pragma once

#include "core/admin/write_report.h"

#include <QAbstractTableModel>

#include <vector>

namespace eventflow::viewmodels {

/// What a change has to report: first what did not go, then its notes. Thread: GUI.
class WriteReportModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Record, Detail, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setReport(const admin::WriteReport& report);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString record; ///< empty: a note
        QString detail;
    };
    std::vector<Row> m_rows;
};

} // namespace eventflow::viewmodels
