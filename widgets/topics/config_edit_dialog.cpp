#include "widgets/topics/config_edit_dialog.h"

#include "core/admin/config_docs.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/config_table_model.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

ConfigEditDialog::ConfigEditDialog(const QString& resource, const admin::ConfigEntry& entry, QWidget* parent)
    : QDialog(parent),
      m_entry(entry),
      m_set(new QRadioButton(tr("&Set it to"), this)),
      m_inherit(new QRadioButton(this)),
      m_value(new QLineEdit(this)) {
    const QString name = viewmodels::oneLine(entry.name, 200);
    setWindowTitle(tr("%1 of %2").arg(name, resource));
    setMinimumWidth(520);
    const auto inherited = viewmodels::inheritedConfig(entry);
    m_inherit->setText(
        inherited && !entry.sensitive
            ? tr("&Take it back, so that %1 is in force").arg(viewmodels::oneLine(*inherited, 80))
            : tr("&Take it back, so that the brokers' value is in force"));
    m_inherit->setEnabled(viewmodels::isChangedConfig(entry));
    m_set->setChecked(true);
    m_value->setText(QString::fromStdString(entry.value.value_or("")));
    m_value->setMaxLength(32'768);
    m_value->setAccessibleName(tr("New value of %1").arg(name));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_next = buttons->addButton(tr("Show what would change"), QDialogButtonBox::AcceptRole);
    m_next->setDefault(true);
    const admin::ConfigDoc* doc = admin::configDoc(entry.name);
    QLabel* meaning = makeLabel(doc == nullptr ? QString() : viewmodels::fromUtf8(doc->text), "muted", this);
    meaning->setWordWrap(true);
    meaning->setVisible(doc != nullptr);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(makeLabel(name, "heading", this));
    layout->addWidget(meaning);
    layout->addWidget(m_set);
    layout->addWidget(m_value);
    layout->addWidget(m_inherit);
    layout->addWidget(buttons);
    connect(m_set, &QRadioButton::toggled, this, &ConfigEditDialog::validate);
    connect(m_value, &QLineEdit::textChanged, this, &ConfigEditDialog::validate);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_value->setFocus();
    m_value->selectAll();
    validate();
}

std::map<std::string, std::optional<std::string>> ConfigEditDialog::values() const {
    if (m_inherit->isChecked()) return {{m_entry.name, std::nullopt}};
    return {{m_entry.name, m_value->text().toStdString()}};
}

void ConfigEditDialog::validate() {
    m_value->setEnabled(m_set->isChecked());
    const bool same = m_set->isChecked() && m_entry.value == m_value->text().toStdString() &&
                      viewmodels::isChangedConfig(m_entry);
    m_next->setEnabled(!same);
    m_next->setToolTip(same ? tr("This is its value already.") : QString());
}

} // namespace eventflow::widgets
