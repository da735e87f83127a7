#include "widgets/stream/schema_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/schema_tree_model.h"

#include <QLabel>
#include <QStackedLayout>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <climits>

namespace eventflow::widgets {

using namespace viewmodels;

SchemaPane::SchemaPane(QWidget* parent)
    : QWidget(parent),
      m_model(new SchemaTreeModel(this)),
      m_summary(makeLabel({}, "muted", this)),
      m_tree(new QTreeView(this)),
      m_empty(new EmptyState(this)) {
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new ItemDelegate(m_tree));
    setUpTree(*m_tree, tr("Inferred schema"), {22, 18, 7, 16, 20}, SchemaTreeModel::Examples);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_summary);
    layout->addWidget(m_tree, 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    m_empty->setContent(QStringLiteral("field"), tr("No schema yet"),
                        tr("It is inferred from the messages of a topic."));
}

void SchemaPane::setTopic(const std::string& topic,
                          const std::shared_ptr<const schema::Inference>& inference) {
    m_model->clear();
    m_expanded = false;
    m_stack->setCurrentIndex(0);
    m_empty->setContent(
        QStringLiteral("field"), tr("No schema yet"),
        topic.empty()
            ? tr("Choose a topic to see what its messages are made of.")
            : tr("It is inferred from the messages of %1 as they are read.").arg(oneLine(topic, 120)));
    update(inference);
}

void SchemaPane::update(const std::shared_ptr<const schema::Inference>& inference) {
    if (inference == nullptr || inference->empty()) return;
    if (inference->observed() == 0) {
        m_empty->setContent(QStringLiteral("field"), tr("No schema"),
                            tr("None of the %n message(s) that were looked at is JSON.", nullptr,
                               static_cast<int>(std::min<std::uint64_t>(inference->unparsed(), INT_MAX))));
        m_stack->setCurrentIndex(0);
        return;
    }
    m_model->update(inference->root());
    if (!m_expanded) m_tree->expandToDepth(1);
    m_expanded = true;
    QStringList parts{tr("Inferred from %1 messages").arg(format::exact(inference->observed()))};
    if (inference->unparsed() > 0) parts += tr("%1 were not JSON").arg(format::exact(inference->unparsed()));
    if (inference->overflow() > 0)
        parts += tr("%1 values were beyond the bounds of %2 fields and %3 levels")
                     .arg(format::exact(inference->overflow()))
                     .arg(schema::Inference::kMaxFields)
                     .arg(schema::Inference::kMaxDepth);
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    m_stack->setCurrentIndex(1);
}

} // namespace eventflow::widgets
