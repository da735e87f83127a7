#pragma once

#include "core/schema/inference.h"

#include <QWidget>

#include <memory>
#include <string>

class QLabel;
class QStackedLayout;
class QTreeView;

namespace eventflow::viewmodels {
class SchemaTreeModel;
}

namespace eventflow::widgets {

class EmptyState;

/// The schema that was inferred from a topic's messages. Thread: GUI.
class SchemaPane : public QWidget {
    Q_OBJECT
public:
    explicit SchemaPane(QWidget* parent = nullptr);

    /// Another topic: starts anew. nullptr: nothing is known.
    void setTopic(const std::string& topic, const std::shared_ptr<const schema::Inference>& inference);
    /// A newer snapshot of the same topic.
    void update(const std::shared_ptr<const schema::Inference>& inference);

    [[nodiscard]] QTreeView& tree() { return *m_tree; }

private:
    viewmodels::SchemaTreeModel* m_model;
    QLabel* m_summary;
    QTreeView* m_tree;
    EmptyState* m_empty;
    QStackedLayout* m_stack = nullptr;
    bool m_expanded = false;
};

} // namespace eventflow::widgets
