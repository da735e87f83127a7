#pragma once

#include "core/schema/schema_tree.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::viewmodels {

/// Two versions of a schema as one tree: each field once, as it was beside as it is. Fields are matched by
/// name at one place; what has moved is gone in one place and new in another. Immutable; as large as both
/// trees.
class SchemaPairs {
public:
    using Tree = std::shared_ptr<const schema::SchemaTree>;
    struct Entry {
        const schema::SchemaNode* before = nullptr; ///< null: it is new
        const schema::SchemaNode* after = nullptr;  ///< null: it is gone
        std::size_t parent = 0;
        int row = 0;
        std::vector<std::size_t> children = {};
    };

    /// Thread: any.
    SchemaPairs(Tree before, Tree after);

    /// 0 is the top.
    [[nodiscard]] const Entry& operator[](std::size_t index) const { return m_entries[index]; }
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }
    /// Of a path, as childPath() writes it; 0 for the top and for unknown ones.
    [[nodiscard]] std::size_t find(const std::string& path) const;

private:
    void addChildren(std::size_t parent, const std::string& path);
    void addChild(std::size_t parent, const schema::SchemaNode* before, const schema::SchemaNode* after,
                  const std::string& path);

    Tree m_before;
    Tree m_after;
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::size_t> m_places;
};

/// Such a pair on the screen; the top is no row. StateRole is the int of a schema::ChangeKind where a row
/// differs by itself. Thread: GUI.
class SchemaPairModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Name, Before, After, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// nullptr: nothing.
    void setPairs(std::shared_ptr<const SchemaPairs> pairs, QString beforeTitle, QString afterTitle);
    /// The row of a path; invalid for the top and for unknown ones.
    [[nodiscard]] QModelIndex indexOfPath(const std::string& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const SchemaPairs::Entry& entryOf(const QModelIndex& index) const;

    std::shared_ptr<const SchemaPairs> m_pairs;
    QString m_beforeTitle;
    QString m_afterTitle;
};

} // namespace eventflow::viewmodels
