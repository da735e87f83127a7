#include "widgets/schemas/reference_dialog.h"

#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace eventflow::widgets {

ReferenceDialog::ReferenceDialog(const std::vector<registry::SchemaReference>& references, QWidget* parent)
    : QDialog(parent),
      m_table(new QTableWidget(0, ColumnCount, this)),
      m_remove(new QPushButton(tr("Remove"), this)),
      m_problem(makeLabel({}, "error", this)) {
    setWindowTitle(tr("References of the new version"));
    resize(620, 340);
    auto* note = makeLabel(tr("Each schema that the text needs: the name by which the text calls it (the "
                              "imported file, the full name of the type), and where it is registered."),
                           "muted", this);
    for (QLabel* label : {note, m_problem})
        label->setWordWrap(true);
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Subject"), tr("Version")});
    setUpTable(*m_table, tr("References"), {26, 26, 9}, Subject);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    auto* add = new QPushButton(themedIcon(QStringLiteral("plus")), tr("Add"), this);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_take = box->addButton(tr("Take over"), QDialogButtonBox::AcceptRole);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_problem, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(note);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    layout->addWidget(box);
    for (const registry::SchemaReference& reference : references)
        addRow(reference);
    connect(add, &QPushButton::clicked, this, [this] {
        if (m_table->rowCount() >= kMaxReferences) return;
        addRow({});
        m_table->setCurrentCell(m_table->rowCount() - 1, Name);
        m_table->edit(m_table->currentIndex());
    });
    connect(m_remove, &QPushButton::clicked, this, &ReferenceDialog::removeRow);
    connect(m_table, &QTableWidget::itemChanged, this, &ReferenceDialog::validate);
    connect(m_table, &QTableWidget::currentCellChanged, this, &ReferenceDialog::validate);
    connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

void ReferenceDialog::addRow(const registry::SchemaReference& reference) {
    const QSignalBlocker quiet(m_table);
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, Name, new QTableWidgetItem(viewmodels::fromUtf8(reference.name)));
    m_table->setItem(row, Subject, new QTableWidgetItem(viewmodels::fromUtf8(reference.subject)));
    m_table->setItem(
        row, Version,
        new QTableWidgetItem(reference.version > 0 ? QString::number(reference.version) : QString()));
}

void ReferenceDialog::removeRow() {
    if (m_table->currentRow() >= 0) m_table->removeRow(m_table->currentRow());
    validate();
}

QString ReferenceDialog::textAt(int row, int column) const {
    const QTableWidgetItem* item = m_table->item(row, column);
    return item == nullptr ? QString() : item->text().trimmed();
}

bool ReferenceDialog::isBlank(int row) const {
    return textAt(row, Name).isEmpty() && textAt(row, Subject).isEmpty() && textAt(row, Version).isEmpty();
}

QString ReferenceDialog::problemOf(int row) const {
    const QString name = textAt(row, Name);
    if (isBlank(row)) return {};
    if (name.isEmpty()) return tr("Row %1 lacks the name by which the text calls it.").arg(row + 1);
    if (textAt(row, Subject).isEmpty()) return tr("“%1” lacks its subject.").arg(name);
    if (textAt(row, Version).toInt() < 1)
        return tr("The version of “%1” is a whole number from 1 on.").arg(name);
    for (int other = 0; other < row; ++other)
        if (textAt(other, Name) == name) return tr("“%1” is there twice. Remove one.").arg(name);
    return {};
}

QString ReferenceDialog::problem() const {
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (QString problem = problemOf(row); !problem.isEmpty()) return problem;
    return {};
}

std::vector<registry::SchemaReference> ReferenceDialog::references() const {
    std::vector<registry::SchemaReference> references;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (!isBlank(row))
            references.push_back({textAt(row, Name).toStdString(), textAt(row, Subject).toStdString(),
                                  textAt(row, Version).toInt()});
    return references;
}

void ReferenceDialog::validate() {
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_take->setEnabled(wrong.isEmpty());
    m_take->setToolTip(wrong);
    m_remove->setEnabled(m_table->currentRow() >= 0);
}

} // namespace eventflow::widgets
