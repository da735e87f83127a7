#include "widgets/connect/form_page.h"

#include "widgets/common/view_setup.h"
#include "widgets/connect/checked_edit.h"
#include "widgets/connect/field_checks.h"

#include <QFormLayout>
#include <QLabel>

namespace eventflow::widgets {

QFormLayout* FormPage::makeForm() {
    auto* form = new QFormLayout;
    form->setVerticalSpacing(12);
    form->setHorizontalSpacing(16);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    return form;
}

CheckedEdit* FormPage::addEdit(QFormLayout& form, const QString& title, const QString& placeholder,
                               Entry entry) {
    const auto anything = [](const QString&) { return QString(); };
    auto* edit = new CheckedEdit(QString(title).remove(u'&'), anything, this);
    edit->setPlaceholder(placeholder);
    if (entry == Entry::File) edit->addFileButton();
    form.addRow(title, edit);
    connect(edit, &CheckedEdit::changed, this, &FormPage::changed);
    return edit;
}

QWidget* FormPage::makeNote(const QString& text, QWidget* parent) {
    QLabel* note = makeLabel(text, "muted", parent);
    note->setWordWrap(true);
    return note;
}

QString FormPage::joined(const std::vector<std::string>& items) {
    QStringList list;
    for (const std::string& item : items)
        list << QString::fromStdString(item);
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> FormPage::listed(const QString& text) {
    std::vector<std::string> items;
    for (const QString& item : field_checks::itemsOf(text))
        if (!item.isEmpty()) items.push_back(item.toStdString());
    return items;
}

void FormPage::showRow(QFormLayout& form, QWidget& field, bool visible) {
    form.setRowVisible(&field, visible);
}

} // namespace eventflow::widgets
