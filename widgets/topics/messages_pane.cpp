#include "widgets/topics/messages_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/record_inspector.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/message_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

MessagesPane::MessagesPane(QWidget* parent)
    : QWidget(parent),
      m_model(new MessageModel(this)),
      m_table(new QTableView(this)),
      m_state(makeLabel({}, "muted", this)),
      m_resume(new QToolButton(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new EmptyState(this)),
      m_inspector(new RecordInspector(this)) {
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("Latest messages"), {12, 5, 10, 12, 30, 7}, MessageModel::Value);
    m_table->installEventFilter(this);
    m_resume->setText(tr("Resume"));
    m_resume->setToolTip(tr("Let the list go on (Escape)"));
    m_resume->setAccessibleName(tr("Resume the list of messages"));
    m_resume->setIcon(themedIcon(QStringLiteral("play")));
    m_resume->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_resume->setFocusPolicy(Qt::TabFocus);
    QSizePolicy keepsItsPlace = m_resume->sizePolicy(); // the list must not move when it appears
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_resume->setSizePolicy(keepsItsPlace);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_resume);
    auto* list = new QWidget(this);
    auto* listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 6, 0, 0);
    listLayout->setSpacing(4);
    listLayout->addLayout(bar);
    listLayout->addWidget(m_table, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(list);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MessagesPane::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { choose({}); });
    connect(m_resume, &QToolButton::clicked, this, &MessagesPane::resume);
    choose({});
    updateEmpty();
}

void MessagesPane::clear() {
    m_log.clear();
    setTopic({}, 0);
}

void MessagesPane::setTopic(const std::string& topic, std::uint64_t totalRecords) {
    m_topic = topic;
    m_total = totalRecords;
    m_model->setHeld(false);
    m_model->setItems(m_log.latest(topic));
    updateEmpty();
}

void MessagesPane::append(const std::map<std::string, std::vector<feed::RecordPreview>>& records) {
    for (const auto& [topic, previews] : records) {
        const auto added = m_log.append(topic, previews);
        if (topic == m_topic) m_model->append(added);
    }
    updateEmpty();
}

void MessagesPane::setTotal(std::uint64_t totalRecords) {
    m_total = totalRecords;
    updateBadge();
}

void MessagesPane::resume() {
    m_table->clearSelection();
    m_table->setCurrentIndex({});
    choose({});
}

void MessagesPane::choose(const QModelIndex& current) {
    if (!current.isValid()) {
        m_model->setHeld(false);
        m_inspector->setRecord(nullptr);
    } else {
        if (!m_model->isHeld()) m_totalAtHold = m_total;
        m_model->setHeld(true);
        m_inspector->setRecord(m_model->item(current.row()));
    }
    updateBadge();
}

void MessagesPane::updateBadge() {
    const bool held = m_model->isHeld();
    m_resume->setVisible(held);
    if (!held) {
        m_state->setText(tr("Live, newest first. Choosing a message pauses the list."));
        return;
    }
    const std::uint64_t fresh = m_total > m_totalAtHold ? m_total - m_totalAtHold : 0;
    m_state->setText(tr("Paused, %1 new").arg(format::exact(fresh)));
}

void MessagesPane::updateEmpty() {
    const bool empty = m_model->rowCount() == 0 && m_model->waiting() == 0;
    if (empty && m_topic.empty())
        m_empty->setContent(QStringLiteral("topic"), tr("No topic is chosen"),
                            tr("Choose a topic above to see its latest messages."));
    else if (empty)
        m_empty->setContent(QStringLiteral("topic"), tr("No message yet"),
                            tr("Messages of %1 appear here as they are read.").arg(oneLine(m_topic, 120)));
    m_stack->setCurrentIndex(empty ? 0 : 1);
}

bool MessagesPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && m_model->isHeld()) {
        resume();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace eventflow::widgets
