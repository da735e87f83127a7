#pragma once

#include <QAbstractTableModel>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// The headers of a record, in their order, a name that occurs twice kept twice; a null value is not an empty
/// one. Thread: GUI.
class HeaderModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Position, Name, Value, ColumnCount };
    using Headers = std::vector<std::pair<std::string, std::optional<std::string>>>;

    using QAbstractTableModel::QAbstractTableModel;

    void setHeaders(Headers headers);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Headers m_headers;
};

} // namespace eventflow::viewmodels
