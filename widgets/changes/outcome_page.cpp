#include "widgets/changes/outcome_page.h"

#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/change_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/write_report_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::Severity;

OutcomePage::OutcomePage(QWidget* parent)
    : QWidget(parent),
      m_model(new viewmodels::WriteReportModel(this)),
      m_headline(new Notice(this)),
      m_counts(makeLabel({}, "", this)),
      m_table(new QTableView(this)),
      m_undo(new QWidget(this)),
      m_undoText(makeLabel({}, "", m_undo)) {
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("What did not go, and notes"), {26, 40}, viewmodels::WriteReportModel::Detail);
    m_undoText->setWordWrap(true);
    m_undoText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_undoText->setFocusPolicy(Qt::NoFocus);
    auto* copy = new QPushButton(themedIcon(QStringLiteral("copy")), tr("Copy path"), m_undo);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_undoFile); });
    auto* undo = new QHBoxLayout(m_undo);
    undo->setContentsMargins(0, 0, 0, 0);
    undo->addWidget(m_undoText, 1);
    undo->addWidget(copy, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_headline);
    layout->addWidget(m_counts);
    layout->addWidget(m_undo);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
}

void OutcomePage::showOutcome(const Result<feed::ChangeOutcome>& outcome, bool writes) {
    m_undo->hide();
    if (!outcome) {
        m_headline->showText(Severity::Critical, viewmodels::errorParagraph(outcome.error()));
        m_counts->setText(
            tr("Look at the present state before trying again: part of it may have been done."));
        m_counts->setWordWrap(true);
        m_table->hide();
        return;
    }
    m_undoFile = QString::fromStdString(outcome->undoFile.string());
    m_undo->setVisible(!m_undoFile.isEmpty());
    m_undoText->setText(tr("The offsets that were there before are kept in %1. To undo, reset the group by "
                           "this file.")
                            .arg(m_undoFile));
    showReport(outcome->report, writes);
}

void OutcomePage::showReport(const admin::WriteReport& report, bool writes) {
    if (report.cancelled)
        m_headline->showText(Severity::Warning, tr("Stopped. What had been done by then stays done."));
    else if (report.counts.failed > 0)
        m_headline->showText(Severity::Warning, tr("Done, but not everything went."));
    else
        m_headline->showText(Severity::Ok, tr("Done."));
    m_counts->setText(writes ? tr("Records: %1").arg(viewmodels::writeCountsText(report.counts)) : QString());
    m_counts->setVisible(writes);
    m_model->setReport(report);
    m_table->setVisible(m_model->rowCount() > 0);
}

} // namespace eventflow::widgets
