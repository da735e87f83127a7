#include "widgets/deadletters/letters_pane.h"

#include "widgets/common/view_setup.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/stream/record_list.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace eventflow::widgets {

using namespace viewmodels;

LettersPane::LettersPane(feed::Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      m_workbench(workbench),
      m_model(new DeadLetterModel(this)),
      m_list(new RecordList(*m_model,
                            {tr("Dead letters of the group"), tr("Resume the list of dead letters"),
                             tr("Filter dead letters by detail, topic, key or value"),
                             tr("Filter dead letters")},
                            {12, 22, 5, 8, 30, 7}, DeadLetterModel::Detail, this)),
      m_reason(makeLabel({}, "error", this)),
      m_inspector(new RecordInspector(this)),
      m_splitter(new QSplitter(Qt::Vertical, this)) {
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_inspector->setPlaceholder(tr("No dead letter is chosen"), tr("Choose one to see its original bytes."));

    auto* detail = new QWidget(this);
    auto* detailLayout = new QVBoxLayout(detail);
    detailLayout->setContentsMargins(0, 0, 0, 0);
    detailLayout->setSpacing(6);
    detailLayout->addWidget(m_reason);
    detailLayout->addWidget(m_inspector, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(detail);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(m_list, &RecordList::chosen, this, &LettersPane::choose);
    connect(&m_query, &QFutureWatcherBase::finished, this, &LettersPane::takeStored);
    choose(-1);
}

LettersPane::~LettersPane() {
    m_query.waitForFinished(); // it uses the workbench
}

void LettersPane::clear() {
    m_log.clear();
    setGroup(std::nullopt);
}

void LettersPane::setGroup(const std::optional<RejectGroup>& group) {
    m_group = group;
    m_queryError.clear();
    m_model->setHeld(false);
    m_model->setItems(group ? m_log.latest(*group) : std::vector<DeadLetterPtr>());
    queryStored();
}

void LettersPane::queryStored() {
    if (!m_group || m_query.isRunning()) return; // takeStored() asks again for what was chosen meanwhile
    m_queried = m_group;
    m_query.setFuture(QtConcurrent::run([&workbench = m_workbench, group = *m_group] {
        return std::make_shared<const Stored>(workbench.deadLetters(group.step, group.code, kStoredLimit));
    }));
}

void LettersPane::takeStored() {
    if (m_queried != m_group) return queryStored();
    if (!m_group) return;
    const std::shared_ptr<const Stored> stored = m_query.result();
    if (!*stored)
        m_queryError = fromUtf8(stored->error().detail);
    else if (!m_model->isHeld())
        m_model->setItems(mergeLetters(m_log.latest(*m_group), **stored));
    updateBadge();
}

void LettersPane::append(const std::vector<feed::DeadLetterPreview>& letters) {
    for (const auto& [group, added] : m_log.append(letters))
        if (group == m_group) m_model->append(added);
    updateBadge();
}

void LettersPane::choose(int row) {
    m_reason->setVisible(row >= 0);
    if (row >= 0) {
        const DeadLetterPtr& letter = m_model->item(row);
        m_reason->setText(oneLine(letter->detail, 2000));
        m_inspector->setRecord(std::shared_ptr<const feed::RecordPreview>(letter, &letter->record));
    } else {
        m_inspector->setRecord(nullptr);
    }
    updateBadge();
}

void LettersPane::updateBadge() {
    m_list->setState(
        m_queryError.isEmpty()
            ? tr("The latest %1, newest first. Choosing one pauses the list.")
                  .arg(format::exact(static_cast<std::uint64_t>(m_model->total())))
            : tr("The stored letters cannot be read: %1. Only the latest are listed.").arg(m_queryError),
        m_model->waiting());
}

} // namespace eventflow::widgets
