#include "widgets/produce/record_page.h"

#include "widgets/produce/nullable_edit.h"

#include <QVBoxLayout>

namespace eventflow::widgets {

RecordPage::RecordPage(QWidget* parent)
    : QWidget(parent),
      m_key(new NullableEdit(tr("Key"), tr("null: no key"), this)),
      m_value(new NullableEdit(tr("Value"), tr("null: a tombstone"), this)) {
    m_key->setMaximumHeight(96);
    m_key->setBytes(std::nullopt);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_key);
    layout->addWidget(m_value, 1);
    connect(m_key, &NullableEdit::changed, this, &RecordPage::changed);
    connect(m_value, &NullableEdit::changed, this, &RecordPage::changed);
}

std::optional<std::string> RecordPage::key() const {
    return m_key->bytes();
}

std::optional<std::string> RecordPage::value() const {
    return m_value->bytes();
}

} // namespace eventflow::widgets
