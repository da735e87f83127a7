#pragma once

#include "core/schema/schema_tree.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace eventflow::viewmodels {

/// A registered schema as a tree: field, type, whether it may be missing, default, documentation. The
/// top is not a row. Thread: GUI. Cost of setTree(): linear in the nodes.
class SchemaNodeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Name, Type, Needed, Default, Doc, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// nullptr: nothing.
    void setTree(std::shared_ptr<const schema::SchemaTree> tree);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry {
        const schema::SchemaNode* node = nullptr;
        int parent = -1; ///< -1: the top, which is no row
        int row = 0;
        std::vector<int> children;
    };
    void add(const schema::SchemaNode& node, int parent, int row);
    [[nodiscard]] const Entry& entryOf(const QModelIndex& index) const;

    std::shared_ptr<const schema::SchemaTree> m_tree;
    std::vector<Entry> m_entries{Entry{}}; ///< the top first
};

/// A node's name in words where it is a placeholder: `(elements)`, `(values)`, `(alternative 1)`.
QString nodeNameText(const schema::SchemaNode& node);
/// Fields, elements and alternatives, without the top.
std::size_t nodeCount(const schema::SchemaTree& tree);

} // namespace eventflow::viewmodels
