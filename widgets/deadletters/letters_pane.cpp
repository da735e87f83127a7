#include "widgets/deadletters/letters_pane.h"

#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/record_inspector.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace eventflow::widgets {

using namespace viewmodels;

LettersPane::LettersPane(feed::Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      m_workbench(workbench),
      m_model(new DeadLetterModel(this)),
      m_table(new QTableView(this)),
      m_state(makeLabel({}, "muted", this)),
      m_resume(new QToolButton(this)),
      m_reason(makeLabel({}, "error", this)),
      m_inspector(new RecordInspector(this)),
      m_splitter(new QSplitter(Qt::Vertical, this)) {
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("Dead letters of the group"), {12, 22, 5, 8, 30, 7}, DeadLetterModel::Detail);
    m_table->installEventFilter(this);
    m_resume->setText(tr("Resume"));
    m_resume->setToolTip(tr("Let the list go on (Escape)"));
    m_resume->setAccessibleName(tr("Resume the list of dead letters"));
    m_resume->setIcon(themedIcon(QStringLiteral("play")));
    m_resume->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_resume->setFocusPolicy(Qt::TabFocus);
    QSizePolicy keepsItsPlace = m_resume->sizePolicy(); // the list must not move when it appears
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_resume->setSizePolicy(keepsItsPlace);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_inspector->setPlaceholder(tr("No dead letter is chosen"), tr("Choose one to see its original bytes."));

    auto* bar = new QHBoxLayout;
    bar->addWidget(m_state, 1);
    bar->addWidget(m_resume);
    auto* list = new QWidget(this);
    auto* listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(8);
    listLayout->addLayout(bar);
    listLayout->addWidget(m_table, 1);
    auto* detail = new QWidget(this);
    auto* detailLayout = new QVBoxLayout(detail);
    detailLayout->setContentsMargins(0, 0, 0, 0);
    detailLayout->setSpacing(6);
    detailLayout->addWidget(m_reason);
    detailLayout->addWidget(m_inspector, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(list);
    m_splitter->addWidget(detail);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LettersPane::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { choose({}); });
    connect(m_resume, &QToolButton::clicked, this, &LettersPane::resume);
    connect(&m_query, &QFutureWatcherBase::finished, this, &LettersPane::takeStored);
    choose({});
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

void LettersPane::resume() {
    m_table->clearSelection();
    m_table->setCurrentIndex({});
    choose({});
}

void LettersPane::choose(const QModelIndex& current) {
    m_model->setHeld(current.isValid());
    m_reason->setVisible(current.isValid());
    if (current.isValid()) {
        const DeadLetterPtr& letter = m_model->item(current.row());
        m_reason->setText(oneLine(letter->detail, 2000));
        m_inspector->setRecord(std::shared_ptr<const feed::RecordPreview>(letter, &letter->record));
    } else {
        m_inspector->setRecord(nullptr);
    }
    updateBadge();
}

void LettersPane::updateBadge() {
    const bool held = m_model->isHeld();
    m_resume->setVisible(held);
    if (held)
        m_state->setText(tr("Paused, %1 new").arg(format::exact(m_model->waiting())));
    else if (!m_queryError.isEmpty())
        m_state->setText(
            tr("The stored letters cannot be read: %1. Only the latest are listed.").arg(m_queryError));
    else
        m_state->setText(tr("The latest %1, newest first. Choosing one pauses the list.")
                             .arg(format::exact(static_cast<std::uint64_t>(m_model->rowCount()))));
}

bool LettersPane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && m_model->isHeld()) {
        resume();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace eventflow::widgets
