#include "widgets/schemas/schema_tree_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/schema_node_model.h"
#include "widgets/viewmodels/schema_text.h"

#include <QLabel>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

namespace {

constexpr std::size_t kExpandAllUpTo = 300;

} // namespace

SchemaTreePane::SchemaTreePane(QWidget* parent)
    : QWidget(parent),
      m_model(new SchemaNodeModel(this)),
      m_summary(makeLabel({}, "muted", this)),
      m_tree(new QTreeView(this)),
      m_empty(new EmptyState(this)) {
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new ItemDelegate(m_tree));
    setUpTree(*m_tree, tr("Fields of the schema"), {22, 22, 8, 10, 18}, SchemaNodeModel::Doc);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_summary->setContentsMargins(2, 0, 2, 0);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_summary);
    layout->addWidget(m_tree, 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    setSchema(nullptr);
}

void SchemaTreePane::setSchema(const std::shared_ptr<const OpenedSchema>& schema) {
    const bool shown = schema != nullptr && schema->tree != nullptr;
    m_stack->setCurrentIndex(shown ? 1 : 0);
    m_model->setTree(shown ? schema->tree : nullptr);
    if (schema == nullptr) {
        m_empty->setContent(QStringLiteral("schemas"), tr("Reading the schema"), {});
    } else if (!shown) {
        m_empty->setContent(QStringLiteral("severity-warning"), tr("There is no tree of this version"),
                            errorText(schema->error.value_or(Error{})).cause);
    } else {
        const std::size_t nodes = nodeCount(*schema->tree);
        QString summary = QStringLiteral("%1 · %2").arg(oneLine(schema->tree->root.typeText),
                                                        tr("%n node(s)", nullptr, static_cast<int>(nodes)));
        if (!schema->tree->root.doc.empty())
            summary += QStringLiteral(" · ") + oneLine(schema->tree->root.doc);
        if (schema->tree->truncated)
            summary += QStringLiteral(" · ") + tr("larger than the bounds: something is missing");
        m_summary->setText(summary);
        m_summary->setToolTip(summary);
        if (nodes <= kExpandAllUpTo)
            m_tree->expandAll();
        else
            m_tree->expandToDepth(0);
    }
}

} // namespace eventflow::widgets
