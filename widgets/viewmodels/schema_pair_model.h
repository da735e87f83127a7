#pragma once

#include "core/schema/schema_tree.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::viewmodels {

/// Two versions of a schema in one tree: each field once, as it was beside as it is. Fields are matched by
/// name at one place; what has moved is gone in one place and new in another. StateRole is the int of a
/// schema::ChangeKind where a row differs by itself. Thread: GUI. Cost of setTrees(): as SchemaTree.
class SchemaPairModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Name, Before, After, ColumnCount };
    using Tree = std::shared_ptr<const schema::SchemaTree>;

    using QAbstractItemModel::QAbstractItemModel;

    void setTrees(Tree before, Tree after, QString beforeTitle, QString afterTitle);
    /// The row of a path, as childPath() writes it; invalid for the top and for unknown ones.
    [[nodiscard]] QModelIndex indexOfPath(const std::string& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry {
        const schema::SchemaNode* before = nullptr; ///< null: it is new
        const schema::SchemaNode* after = nullptr;  ///< null: it is gone
        std::size_t parent = 0;
        int row = 0;
        std::vector<std::size_t> children = {};
    };
    void addChildren(std::size_t parent, const std::string& path);
    void addChild(std::size_t parent, const schema::SchemaNode* before, const schema::SchemaNode* after,
                  const std::string& path);
    [[nodiscard]] const Entry& entryOf(const QModelIndex& index) const;

    Tree m_before;
    Tree m_after;
    QString m_beforeTitle;
    QString m_afterTitle;
    std::vector<Entry> m_entries{Entry{}}; ///< the top first
    std::unordered_map<std::string, std::size_t> m_places;
};

} // namespace eventflow::viewmodels
