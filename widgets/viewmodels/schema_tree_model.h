#pragma once

#include "core/schema/inference.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

/// The inferred schema of one topic. A newer snapshot of the same topic adds fields and updates figures in
/// place, so that what is expanded and selected stays. Thread: GUI. Cost of an update: linear in the number
/// of fields.
class SchemaTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { Name, Types, Presence, Range, Examples, ColumnCount };

    explicit SchemaTreeModel(QObject* parent = nullptr);
    ~SchemaTreeModel() override;

    /// Another topic or another pipeline: forgets everything.
    void clear();
    /// A field that is gone from the snapshot means that the inference started anew: resets.
    void update(const schema::Field& root);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    [[nodiscard]] const Node& nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const Node& node, int column) const;
    [[nodiscard]] static bool covers(const Node& node, const schema::Field& field);
    void sync(Node& node, const schema::Field& field);
    void insertMissing(Node& node, const schema::Field& field);

    std::unique_ptr<Node> m_root;
};

/// `string 98 % · null 2 %`, most frequent first.
QString typesText(const schema::Field& field);
/// `0.5 … 99`, and for strings the length, `2 … 36 B`.
QString rangeText(const schema::Field& field);

} // namespace eventflow::viewmodels
