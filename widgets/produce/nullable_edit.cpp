#include "widgets/produce/nullable_edit.h"

#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/produce_request.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace eventflow::widgets {

NullableEdit::NullableEdit(const QString& name, const QString& nullText, QWidget* parent)
    : QWidget(parent),
      m_edit(new QPlainTextEdit(this)),
      m_null(new QCheckBox(nullText, this)),
      m_hint(makeLabel({}, "error", this)) {
    m_edit->setAccessibleName(name);
    m_edit->setFont(monospaceFont(m_edit->font()));
    m_edit->setTabChangesFocus(true);
    m_edit->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_null->setAccessibleName(tr("%1: %2").arg(name, nullText));
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* title = makeLabel(name, "heading", this);
    title->setBuddy(m_edit);
    auto* bar = new QHBoxLayout;
    bar->addWidget(title);
    bar->addSpacing(12);
    bar->addWidget(m_hint, 1);
    bar->addWidget(m_null);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_edit, 1);
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &NullableEdit::refresh);
    connect(m_null, &QCheckBox::toggled, this, &NullableEdit::refresh);
}

std::optional<std::string> NullableEdit::bytes() const {
    if (m_null->isChecked()) return std::nullopt;
    return m_edit->toPlainText().toStdString();
}

void NullableEdit::setBytes(const std::optional<std::string>& bytes) {
    m_null->setChecked(!bytes);
    m_edit->setPlainText(bytes ? viewmodels::fromUtf8(*bytes) : QString());
}

void NullableEdit::refresh() {
    const auto typed = bytes();
    m_edit->setEnabled(typed.has_value());
    m_hint->setText(typed ? viewmodels::jsonHint(*typed) : QString());
    m_hint->setToolTip(m_hint->text());
    Q_EMIT changed();
}

} // namespace eventflow::widgets
