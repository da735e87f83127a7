#pragma once

#include "widgets/viewmodels/line_diff.h"

#include <QAbstractTableModel>

#include <memory>

namespace eventflow::viewmodels {

/// Two texts side by side, a row for each pair of lines; StateRole is the LineMark. Thread: GUI.
class LineDiffModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Mark, BeforeNumber, Before, AfterNumber, After, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setDiff(std::shared_ptr<const LineDiff> diff, QString beforeTitle, QString afterTitle);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const LineDiff> m_diff;
    QString m_beforeTitle;
    QString m_afterTitle;
};

} // namespace eventflow::viewmodels
