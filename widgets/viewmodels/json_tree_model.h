#pragma once

#include "widgets/viewmodels/json_outline.h"

#include <QAbstractItemModel>

#include <string>

namespace eventflow::viewmodels {

/// One JSON value as a tree. Names and values are shown as they are written: order of keys, duplicates,
/// escapes and the digits of numbers are the source's. The members of the outermost object or array are the
/// top level. Thread: GUI.
class JsonTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Name, Value, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    void setText(std::string text);
    void clear() { setText({}); }

    [[nodiscard]] const JsonOutline& outline() const { return m_outline; }
    /// The whole value of a row, not shortened.
    [[nodiscard]] QString fullText(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool hidesRoot() const;
    [[nodiscard]] QString nameText(std::uint32_t id) const;
    [[nodiscard]] QString valueText(std::uint32_t id) const;

    JsonOutline m_outline;
};

} // namespace eventflow::viewmodels
