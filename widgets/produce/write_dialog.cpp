#include "widgets/produce/write_dialog.h"

#include "widgets/changes/change_dialog.h"
#include "widgets/changes/connection_line.h"
#include "widgets/common/notice.h"
#include "widgets/common/view_setup.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace eventflow::widgets {

WriteDialog::WriteDialog(std::shared_ptr<feed::Cluster> cluster, const QString& title, QWidget* parent)
    : QDialog(parent),
      m_cluster(std::move(cluster)),
      m_body(new QVBoxLayout),
      m_problem(makeLabel({}, "muted", this)),
      m_plan(new QPushButton(tr("Dry run…"), this)) {
    setWindowTitle(title);
    auto* heading = makeLabel(title, "heading", this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    heading->setFont(large);
    auto* readOnly = new Notice(this);
    if (!m_cluster->writable())
        readOnly->showText(
            viewmodels::Severity::Info,
            tr("This connection only reads: the dry run can be seen, but nothing can be written."));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    m_plan->setToolTip(tr("Shows what would be written, and writes nothing (Ctrl+Return)"));
    m_plan->setDefault(true);
    m_problem->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_plan);
    m_body->setSpacing(10);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(new ConnectionLine(m_cluster->connection(), this));
    layout->addWidget(readOnly);
    layout->addLayout(m_body, 1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_plan, &QPushButton::clicked, this, &WriteDialog::plan);
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(shortcut, &QShortcut::activated, this, &WriteDialog::plan);
}

QLineEdit* WriteDialog::addLineEdit(QFormLayout& form, const QString& label, const QString& text,
                                    const QString& placeholder) {
    auto* edit = new QLineEdit(text, this);
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(label);
    edit->setMaxLength(1024);
    form.addRow(label, edit);
    connect(edit, &QLineEdit::textChanged, this, &WriteDialog::refresh);
    return edit;
}

void WriteDialog::refresh() {
    const QString text = problem();
    m_problem->setText(text);
    m_plan->setEnabled(text.isEmpty());
}

void WriteDialog::plan() {
    refresh();
    if (!m_plan->isEnabled()) return;
    ChangeDialog::open(m_cluster, request(), this, [this](bool tried) {
        if (tried) changed();
    });
}

} // namespace eventflow::widgets
