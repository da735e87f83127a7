#include "widgets/changes/change_dialog.h"

#include "widgets/changes/confirmation_box.h"
#include "widgets/changes/connection_line.h"
#include "widgets/changes/outcome_page.h"
#include "widgets/changes/plan_page.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/notice.h"
#include "widgets/common/spin_box_name.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/change_text.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kProgressMs = 100;
}

ChangeDialog::ChangeDialog(std::shared_ptr<feed::Cluster> cluster, admin::ChangeRequest request,
                           QWidget* parent)
    : QDialog(parent), m_cluster(std::move(cluster)), m_request(std::move(request)) {
    setWindowTitle(viewmodels::changeTitle(m_request));
    setMinimumSize(620, 440);
    build();
    m_progressTimer.setInterval(kProgressMs);
    connect(&m_progressTimer, &QTimer::timeout, this, &ChangeDialog::showProgress);
    connect(this, &QDialog::finished, this, [this] { Q_EMIT finished(m_tried); });
    plan();
}

ChangeDialog* ChangeDialog::open(const std::shared_ptr<feed::Cluster>& cluster, admin::ChangeRequest request,
                                 QWidget* parent, std::function<void(bool changed)> finished) {
    auto* dialog = new ChangeDialog(cluster, std::move(request), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (finished) connect(dialog, &ChangeDialog::finished, parent, std::move(finished));
    dialog->open();
    return dialog;
}

void ChangeDialog::build() {
    auto* heading = makeLabel(viewmodels::changeTitle(m_request), "heading", this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    heading->setFont(large);
    m_message = new EmptyState(this);
    m_planPage = new PlanPage(this);
    m_outcomePage = new OutcomePage(this);
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    for (QWidget* page : std::initializer_list<QWidget*>{m_message, m_planPage, m_outcomePage})
        m_pages->addWidget(page);
    m_confirmation = new ConfirmationBox(this);
    m_readOnly = new Notice(this);
    m_progressRow = new QWidget(this);
    m_progressText = makeLabel({}, "", m_progressRow);
    m_progressBar = new QProgressBar(m_progressRow);
    m_progressBar->setRange(0, 0); // how much there is to write, only the end tells
    m_progressBar->setTextVisible(false);
    m_progressBar->setAccessibleName(tr("The change is under way"));
    auto* progress = new QVBoxLayout(m_progressRow);
    progress->setContentsMargins(0, 0, 0, 0);
    progress->addWidget(m_progressText);
    progress->addWidget(m_progressBar);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(new ConnectionLine(m_cluster->connection(), this));
    layout->addWidget(pages, 1);
    layout->addLayout(buildRate());
    layout->addWidget(m_confirmation);
    layout->addWidget(m_readOnly);
    layout->addWidget(m_progressRow);
    layout->addLayout(buildButtons());
    connect(m_confirmation, &ConfirmationBox::changed, this, &ChangeDialog::updateExecute);
}

QLayout* ChangeDialog::buildRate() {
    m_rateRow = new QWidget(this);
    m_rate = new QDoubleSpinBox(m_rateRow);
    m_rate->setRange(0, 10'000'000);
    m_rate->setDecimals(0);
    m_rate->setSingleStep(100);
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    setSpinBoxName(*m_rate, tr("Records a second at most"));
    QLabel* label = makeLabel(tr("Records a second at most"), "", m_rateRow);
    label->setBuddy(m_rate);
    auto* row = new QHBoxLayout(m_rateRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(label);
    row->addWidget(m_rate);
    row->addStretch(1);
    auto* outer = new QVBoxLayout;
    outer->addWidget(m_rateRow);
    return outer;
}

QLayout* ChangeDialog::buildButtons() {
    m_again = new QPushButton(themedIcon(QStringLiteral("refresh")), tr("Try again"), this);
    m_stop = new QPushButton(themedIcon(QStringLiteral("stop")), tr("Stop"), this);
    m_close = new QPushButton(this);
    m_execute = new QPushButton(viewmodels::changeVerb(m_request), this);
    m_execute->setProperty("primary", true);
    // A return in the confirmation is no reason to begin.
    for (QPushButton* button : {m_again, m_stop, m_execute, m_close})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    for (QPushButton* button : {m_again, m_stop, m_close, m_execute})
        row->addWidget(button);
    connect(m_again, &QPushButton::clicked, this, &ChangeDialog::plan);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_run.stop();
        m_stop->setEnabled(false);
    });
    connect(m_execute, &QPushButton::clicked, this, &ChangeDialog::execute);
    connect(m_close, &QPushButton::clicked, this, &ChangeDialog::reject);
    return row;
}

void ChangeDialog::plan() {
    m_message->setContent(QStringLiteral("search"), tr("Finding out what would change"),
                          tr("Nothing is changed by that."));
    enter(Stage::Planning);
    m_planning.start(
        [cluster = m_cluster, request = m_request](const std::stop_token&) { return cluster->plan(request); },
        [this](Result<std::unique_ptr<feed::PlannedChange>> change) { takePlan(std::move(change)); });
}

void ChangeDialog::takePlan(Result<std::unique_ptr<feed::PlannedChange>> change) {
    if (!change) {
        const viewmodels::ErrorText text = viewmodels::errorText(change.error());
        m_message->setContent(QStringLiteral("severity-critical"), text.cause, text.nextStep);
        return enter(Stage::NoPlan);
    }
    m_change = std::move(*change);
    m_planPage->showPlan(m_change->plan());
    m_confirmation->setTarget(viewmodels::fromUtf8(m_change->plan().target));
    enter(Stage::Ready);
}

void ChangeDialog::execute() {
    if (m_stage != Stage::Ready || !m_execute->isEnabled()) return;
    feed::PlannedChange::Options options;
    options.confirmation = m_confirmation->text().toStdString();
    options.recordsPerSecond = m_rate->value();
    m_tried = true;
    m_run.start(
        [cluster = m_cluster, change = m_change, options](const auto& report, std::stop_token stop) mutable {
            options.onProgress = report;
            return change->execute(options, stop);
        },
        [this](const Outcome& outcome) { takeOutcome(outcome); });
    m_planPage->showRunning();
    enter(Stage::Running);
    showProgress();
    m_progressTimer.start();
}

void ChangeDialog::showProgress() {
    m_progressText->setText(viewmodels::writesRecords(m_request)
                                ? tr("Records: %1").arg(viewmodels::writeCountsText(m_run.progress()))
                                : tr("The change is being made."));
}

void ChangeDialog::takeOutcome(const Outcome& outcome) {
    m_progressTimer.stop();
    m_outcomePage->showOutcome(outcome, viewmodels::writesRecords(m_request));
    enter(Stage::Ended);
}

bool ChangeDialog::canExecute() const {
    return m_stage == Stage::Ready && m_cluster->writable() && !m_change->plan().nothingToDo();
}

bool ChangeDialog::needsConfirmation() const {
    return canExecute() && m_cluster->connection().environment == config::Environment::Production;
}

void ChangeDialog::enter(Stage stage) {
    m_stage = stage;
    m_pages->setCurrentWidget(stage == Stage::Planning || stage == Stage::NoPlan
                                  ? static_cast<QWidget*>(m_message)
                              : stage == Stage::Ended ? static_cast<QWidget*>(m_outcomePage)
                                                      : static_cast<QWidget*>(m_planPage));
    m_rateRow->setVisible(canExecute() && viewmodels::writesRecords(m_request));
    m_confirmation->setVisible(needsConfirmation());
    const bool readOnly = !m_cluster->writable() && stage == Stage::Ready;
    m_readOnly->showText(viewmodels::Severity::Info,
                         readOnly
                             ? tr("The connection %1 is read-only, so this can be looked at but not "
                                  "done. To allow changes, edit the connection and switch “Read-only” off.")
                                   .arg(viewmodels::oneLine(m_cluster->connection().name, 120))
                             : QString());
    m_progressRow->setVisible(stage == Stage::Running);
    m_again->setVisible(stage == Stage::NoPlan);
    m_stop->setVisible(stage == Stage::Running);
    m_stop->setEnabled(true);
    m_execute->setVisible(canExecute());
    m_close->setVisible(stage != Stage::Running);
    m_close->setText(canExecute() || stage == Stage::Planning ? tr("Cancel") : tr("Close"));
    updateExecute();
    if (needsConfirmation())
        m_confirmation->setFocus();
    else if (stage != Stage::Running)
        m_close->setFocus();
}

void ChangeDialog::updateExecute() {
    const bool waits = needsConfirmation() && !m_confirmation->isConfirmed();
    m_execute->setEnabled(canExecute() && !waits);
    m_execute->setToolTip(waits ? m_confirmation->reason() : QString());
}

void ChangeDialog::reject() {
    if (m_stage == Stage::Running) return m_stop->click();
    done(m_tried ? Accepted : Rejected);
}

} // namespace eventflow::widgets
