#include "widgets/schemas/level_dialog.h"

#include "widgets/changes/confirmation_box.h"
#include "widgets/changes/connection_line.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/schema_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;

LevelDialog::LevelDialog(std::shared_ptr<feed::Cluster> cluster, SchemaCandidate newest,
                         std::optional<std::string> level, QWidget* parent)
    : QDialog(parent),
      m_cluster(std::move(cluster)),
      m_newest(std::move(newest)),
      m_level(std::move(level)),
      m_scope(new QComboBox(this)),
      m_choice(new QComboBox(this)),
      m_plan(makeLabel({}, "", this)),
      m_meaning(makeLabel({}, "muted", this)),
      m_effect(new Notice(this)),
      m_confirmation(new ConfirmationBox(this)),
      m_answer(new Notice(this)),
      m_change(new QPushButton(tr("Change the level"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)) {
    setWindowTitle(tr("Change the compatibility"));
    setMinimumWidth(580);
    m_scope->setAccessibleName(tr("Whose level is changed"));
    m_scope->addItem(tr("Only %1").arg(oneLine(m_newest.subject, 120)));
    m_scope->addItem(tr("All subjects without a level of their own"));
    m_choice->setAccessibleName(tr("The new level"));
    for (int mode = 0; mode < schema::kCompatibilityModeCount; ++mode)
        m_choice->addItem(QString::fromLatin1(schema::toString(static_cast<schema::CompatibilityMode>(mode))),
                          mode);
    m_choice->setCurrentIndex(static_cast<int>(m_newest.mode));
    build();
    connect(m_scope, &QComboBox::currentIndexChanged, this, &LevelDialog::showPlan);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this] {
        showPlan();
        checkNewest();
    });
    connect(m_confirmation, &ConfirmationBox::changed, this, &LevelDialog::updateButton);
    connect(m_change, &QPushButton::clicked, this, &LevelDialog::change);
    connect(m_cancel, &QPushButton::clicked, this, &LevelDialog::reject);
    askForGlobalLevel();
    showPlan();
    checkNewest();
}

void LevelDialog::build() {
    auto* heading = makeLabel(
        tr("What %1 checks before it takes a new version").arg(oneLine(m_cluster->registry()->name(), 120)),
        "heading", this);
    for (QLabel* label : {heading, m_plan, m_meaning})
        label->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(10);
    form->addRow(tr("&For"), m_scope);
    form->addRow(tr("&Level"), m_choice);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_cancel, m_change}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(new ConnectionLine(m_cluster->connection(), this));
    layout->addLayout(form);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_plan, m_meaning, m_effect, m_confirmation, m_answer})
        layout->addWidget(part);
    layout->addLayout(buttons);
}

bool LevelDialog::isGlobal() const {
    return m_scope->currentIndex() == 1;
}

std::optional<std::string> LevelDialog::before() const {
    return isGlobal() ? m_globalLevel : m_level;
}

std::string LevelDialog::after() const {
    return m_choice->currentText().toStdString();
}

void LevelDialog::askForGlobalLevel() {
    m_globalCall.start([cluster = m_cluster](std::stop_token) { return cluster->registry()->config({}); },
                       [this](const Level& level) {
                           if (level) m_globalLevel = level->compatibility;
                           showPlan();
                       });
}

void LevelDialog::showPlan() {
    const QString now = before() ? oneLine(*before(), 60) : tr("not known");
    m_plan->setText(before() == after() ? tr("It is %1 already.").arg(now)
                                        : tr("Now %1, then %2.").arg(now, m_choice->currentText()));
    m_meaning->setText(levelMeaning(after()));
    m_effect->setVisible(!isGlobal() && !m_effect->text().isEmpty());
    m_confirmation->setTarget(isGlobal() ? fromUtf8(m_cluster->registry()->name())
                                         : fromUtf8(m_newest.subject));
    m_confirmation->setVisible(!m_done &&
                               m_cluster->connection().environment == config::Environment::Production);
    updateButton();
}

void LevelDialog::checkNewest() {
    if (m_newest.schema.text.empty()) return;
    SchemaCandidate asked = m_newest;
    asked.mode = static_cast<schema::CompatibilityMode>(m_choice->currentData().toInt());
    m_checkCall.start(
        [cluster = m_cluster, asked](std::stop_token stop) {
            return std::make_shared<const CandidateCheck>(checkCandidate(*cluster->registry(), asked, stop));
        },
        [this, asked](const Check& check) { showCheck(asked, *check); });
}

void LevelDialog::showCheck(const SchemaCandidate& asked, const CandidateCheck& check) {
    const QString said = check.fault ? errorText(*check.fault).cause : verdictText(check, asked);
    m_effect->showText(check.compatible() ? Severity::Ok : Severity::Warning,
                       check.compatible()
                           ? tr("The newest version would have been taken. %1").arg(said)
                           : tr("The newest version would not have been taken; it stays. %1").arg(said));
    m_effect->setVisible(!isGlobal());
}

QString LevelDialog::whyNot() const {
    if (!m_cluster->writable())
        return tr("The connection %1 only reads: nothing can be changed through it.")
            .arg(oneLine(m_cluster->connection().name));
    if (before() == after()) return tr("This is the level already.");
    return m_confirmation->isVisibleTo(this) && !m_confirmation->isConfirmed() ? m_confirmation->reason()
                                                                               : QString();
}

void LevelDialog::updateButton() {
    const QString reason = whyNot();
    m_change->setVisible(!m_done);
    m_change->setEnabled(reason.isEmpty() && !m_changeCall.isRunning());
    m_change->setToolTip(reason);
    if (!m_cluster->writable()) m_answer->showText(Severity::Info, reason);
    m_cancel->setText(m_done ? tr("Close") : tr("Cancel"));
    m_cancel->setEnabled(!m_changeCall.isRunning());
    for (QComboBox* box : {m_scope, m_choice})
        box->setEnabled(!m_done && !m_changeCall.isRunning());
}

void LevelDialog::change() {
    m_answer->showText(Severity::Info, {});
    m_changeCall.start(
        [cluster = m_cluster, subject = isGlobal() ? std::string() : m_newest.subject, level = after(),
         confirmation = m_confirmation->text().toStdString()](std::stop_token) {
            return cluster->registry()->setCompatibility(subject, level, confirmation);
        },
        [this](const Status& status) { takeAnswer(status); });
    updateButton();
}

void LevelDialog::takeAnswer(const Status& status) {
    if (!status) {
        m_answer->showText(Severity::Critical, errorParagraph(status.error()));
        return updateButton();
    }
    m_done = true;
    m_confirmation->hide();
    m_answer->showText(Severity::Ok, tr("Done: %1 from now on.").arg(m_choice->currentText()));
    updateButton();
    m_cancel->setFocus();
}

void LevelDialog::reject() {
    // What was sent cannot be taken back: its outcome has to be seen.
    if (m_changeCall.isRunning()) return;
    done(m_done ? Accepted : Rejected);
}

} // namespace eventflow::widgets
