#include "widgets/stream/messages_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/stream/record_list.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/message_model.h"

#include <QSplitter>
#include <QStackedLayout>

namespace eventflow::widgets {

using namespace viewmodels;

MessagesPane::MessagesPane(QWidget* parent)
    : QWidget(parent),
      m_model(new MessageModel(this)),
      m_list(new RecordList(*m_model,
                            {tr("Latest messages"), tr("Resume the list of messages"),
                             tr("Filter messages by key or value"), tr("Filter messages")},
                            {12, 5, 8, 10, 30, 7}, MessageModel::Value, this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new EmptyState(this)),
      m_inspector(new RecordInspector(this)) {
    m_list->layout()->setContentsMargins(0, 8, 0, 0);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    connect(m_list, &RecordList::chosen, this, &MessagesPane::choose);
    choose(-1);
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

void MessagesPane::choose(int row) {
    const bool held = row >= 0;
    if (held && !m_held) m_totalAtHold = m_total;
    m_held = held;
    m_inspector->setRecord(held ? m_model->item(row) : nullptr);
    updateBadge();
}

void MessagesPane::updateBadge() {
    m_list->setState(tr("Live, newest first. Choosing a message pauses the list."),
                     m_total > m_totalAtHold ? m_total - m_totalAtHold : 0);
}

void MessagesPane::updateEmpty() {
    const bool empty = m_model->total() == 0 && m_model->waiting() == 0;
    if (empty && m_topic.empty())
        m_empty->setContent(QStringLiteral("topic"), tr("No topic is chosen"),
                            tr("Choose a topic above to see its latest messages."));
    else if (empty)
        m_empty->setContent(QStringLiteral("topic"), tr("No message yet"),
                            tr("Messages of %1 appear here as they are read.").arg(oneLine(m_topic, 120)));
    m_stack->setCurrentIndex(empty ? 0 : 1);
}

} // namespace eventflow::widgets
