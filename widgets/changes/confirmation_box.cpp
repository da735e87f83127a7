#include "widgets/changes/confirmation_box.h"

#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace eventflow::widgets {

ConfirmationBox::ConfirmationBox(QWidget* parent)
    : QWidget(parent),
      m_question(makeLabel({}, "", this)),
      m_edit(new QLineEdit(this)),
      m_reason(makeLabel({}, "muted", this)) {
    m_question->setWordWrap(true);
    m_question->setBuddy(m_edit);
    m_edit->setMaxLength(1024);
    m_edit->setAccessibleName(tr("Name of what is changed, to confirm"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_question);
    layout->addWidget(m_edit);
    layout->addWidget(m_reason);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_reason->setText(isConfirmed() ? tr("Confirmed.") : reason());
        Q_EMIT changed();
    });
}

void ConfirmationBox::setTarget(const QString& target) {
    m_target = target;
    m_question->setText(tr("This is a production cluster. Type “%1” to confirm.")
                            .arg(viewmodels::oneLine(target.toStdString(), 300)));
    m_edit->clear();
    m_reason->setText(reason());
}

bool ConfirmationBox::isConfirmed() const {
    return !m_target.isEmpty() && m_edit->text() == m_target;
}

QString ConfirmationBox::text() const {
    return m_edit->text();
}

QString ConfirmationBox::reason() const {
    if (isConfirmed()) return {};
    if (m_edit->text().isEmpty()) return tr("The name has not been typed yet.");
    return tr("What is typed is not exactly that name.");
}

} // namespace eventflow::widgets
