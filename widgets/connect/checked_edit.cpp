#include "widgets/connect/checked_edit.h"

#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"

#include <QAction>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kMaxText = 4096;
}

CheckedEdit::CheckedEdit(const QString& accessibleName, Check check, QWidget* parent)
    : QWidget(parent),
      m_check(std::move(check)),
      m_edit(new QLineEdit(this)),
      m_problem(makeLabel({}, "error", this)) {
    m_edit->setAccessibleName(accessibleName);
    m_edit->setMaxLength(kMaxText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addWidget(m_edit);
    layout->addWidget(m_problem);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        recheck();
        Q_EMIT changed();
    });
}

void CheckedEdit::setCheck(Check check) {
    m_check = std::move(check);
}

void CheckedEdit::addFileButton() {
    auto* choose = m_edit->addAction(themedIcon(QStringLiteral("file")), QLineEdit::TrailingPosition);
    choose->setToolTip(tr("Choose a file"));
    connect(choose, &QAction::triggered, this, [this] {
        auto* dialog = new QFileDialog(this, m_edit->accessibleName());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
            setText(file);
            Q_EMIT changed();
        });
        dialog->open();
    });
}

void CheckedEdit::setPlaceholder(const QString& text) {
    m_edit->setPlaceholderText(text);
}

void CheckedEdit::setText(const QString& text) {
    if (m_edit->text() != text) m_edit->setText(text);
    m_edit->setModified(false);
    recheck();
}

QString CheckedEdit::text() const {
    return m_edit->text().trimmed();
}

bool CheckedEdit::isValid() const {
    return m_check(m_edit->text()).isEmpty();
}

void CheckedEdit::recheck() {
    const bool untouched = m_edit->text().isEmpty() && !m_edit->isModified();
    const QString problem = untouched ? QString() : m_check(m_edit->text());
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_edit->setAccessibleDescription(problem);
}

QString CheckedEdit::shownProblem() const {
    return m_problem->text();
}

} // namespace eventflow::widgets
