#pragma once

#include "widgets/viewmodels/schema_versions.h"

#include <QWidget>

#include <memory>

class QLabel;
class QStackedLayout;
class QTreeView;

namespace eventflow::viewmodels {
class SchemaNodeModel;
}

namespace eventflow::widgets {

class EmptyState;

/// A version's fields as a tree. Thread: GUI.
class SchemaTreePane : public QWidget {
    Q_OBJECT
public:
    explicit SchemaTreePane(QWidget* parent = nullptr);

    /// nullptr: it is being read.
    void setSchema(const std::shared_ptr<const viewmodels::OpenedSchema>& schema);
    [[nodiscard]] QTreeView& tree() { return *m_tree; }

private:
    viewmodels::SchemaNodeModel* m_model;
    QLabel* m_summary;
    QTreeView* m_tree;
    EmptyState* m_empty;
    QStackedLayout* m_stack = nullptr;
};

} // namespace eventflow::widgets
