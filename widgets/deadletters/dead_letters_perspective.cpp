#include "widgets/deadletters/dead_letters_perspective.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/deadletters/letters_pane.h"
#include "widgets/deadletters/reject_card.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/stream/record_list.h"

#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

DeadLettersPerspective::DeadLettersPerspective(feed::Workbench& workbench, QWidget* parent)
    : Perspective(QStringLiteral("deadletters"), tr("Dead letters"), QStringLiteral("deadletters"), parent),
      m_model(new DeadLetterGroupModel(this)),
      m_letters(new LettersPane(workbench)),
      m_splitter(new QSplitter(Qt::Horizontal)) {
    m_splitter->setContentsMargins(12, 12, 12, 12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(buildGroups());
    m_splitter->addWidget(m_letters);
    m_splitter->setStretchFactor(1, 1);
    setContent(m_splitter);
    resetLayout();
    installPaneKeys(*this, &m_letters->list().filter(),
                    {m_groups, &m_letters->list().table(), &m_letters->inspector()});
    emptyState().setContent(
        QStringLiteral("severity-ok"), tr("No dead letters"),
        tr("Records that a step rejects appear here with the reason, their original bytes and "
           "what to do about them."));
    setEmpty(true);
}

QWidget* DeadLettersPerspective::buildGroups() {
    auto* panel = new QWidget;
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_groups = new QTableView(panel);
    m_groups->setModel(m_model);
    m_groups->setItemDelegate(new ItemDelegate(m_groups));
    setUpTable(*m_groups, tr("Dead letters by step and reason"), {10, 18, 7, 8},
               DeadLetterGroupModel::Reason);
    m_card = new RejectCard(panel);
    m_card->setGroup(std::nullopt);
    layout->addWidget(m_groups, 1);
    layout->addWidget(m_card);
    onRowChosen(*m_groups, this, [this](int row) { chooseGroup(row); });
    return panel;
}

void DeadLettersPerspective::applyFrame(const feed::PipelineDelta& delta) {
    if (delta.generation != m_generation) {
        m_model->clear();
        m_letters->clear();
    }
    m_generation = delta.generation;
    m_model->apply(delta);
    m_letters->append(delta.deadLetters);
    setEmpty(m_model->rowCount() == 0);
    if (isActive()) chooseFirst();
}

void DeadLettersPerspective::activated() {
    chooseFirst();
}

void DeadLettersPerspective::chooseFirst() {
    if (!m_groups->selectionModel()->hasSelection() && m_model->rowCount() > 0) m_groups->selectRow(0);
}

void DeadLettersPerspective::chooseGroup(int row) {
    const auto group = row < 0 ? std::nullopt : std::optional(m_model->row(row).group);
    m_card->setGroup(group);
    m_letters->setGroup(group);
}

void DeadLettersPerspective::showItem(const QString& group) {
    const std::string wanted = group.toStdString();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const std::string& key = m_model->row(row).key;
        if (key != wanted && !key.starts_with(wanted + '/')) continue;
        m_groups->selectRow(row);
        return;
    }
}

void DeadLettersPerspective::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("deadletters/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("deadletters/letters"), m_letters->splitter().saveState());
}

void DeadLettersPerspective::restoreState(QSettings& settings) {
    m_splitter->restoreState(settings.value(QStringLiteral("deadletters/splitter")).toByteArray());
    m_letters->splitter().restoreState(settings.value(QStringLiteral("deadletters/letters")).toByteArray());
}

void DeadLettersPerspective::resetLayout() {
    m_splitter->setSizes({420, 920});
    m_letters->splitter().setSizes({380, 400});
}

} // namespace eventflow::widgets
