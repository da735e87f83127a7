#pragma once

#include <QAbstractTableModel>

#include <cstdint>
#include <vector>

namespace eventflow::viewmodels {

/// Names with how many of a whole are theirs: partitions, keys, headers. Thread: GUI.
class ShareModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Name, Count, Share, ColumnCount };
    struct Row {
        QString name;
        std::uint64_t count = 0;
        QString note; ///< after the count: `± 3`
    };

    ShareModel(QString nameTitle, QObject* parent);

    /// `total`: what the shares are of; the bars are relative to the largest count.
    void setRows(std::vector<Row> rows, std::uint64_t total);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    /// SortRole of Share: the length of the bar, 0 to 1.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString m_nameTitle;
    std::vector<Row> m_rows;
    std::uint64_t m_total = 0;
    std::uint64_t m_largest = 0;
};

} // namespace eventflow::viewmodels
