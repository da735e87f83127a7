#pragma once

#include "core/admin/connection_report.h"

#include <QAbstractTableModel>

#include <vector>

namespace eventflow::widgets {

/// What a login may do on a cluster: allowed, denied or not known, with what is missing without it.
class CapabilityModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Capability, Access, Consequence, Reason, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setCapabilities(std::vector<admin::Capability> capabilities);
    /// `7 of 9 allowed`; empty without capabilities.
    [[nodiscard]] QString summary() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<admin::Capability> m_capabilities;
};

} // namespace eventflow::widgets
