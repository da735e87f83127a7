#include "widgets/produce/header_editor.h"

#include "widgets/common/view_setup.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

enum Column : int { Name, Value, Null, ColumnCount };

} // namespace

HeaderEditor::HeaderEditor(QWidget* parent)
    : QWidget(parent),
      m_table(new QTableWidget(0, ColumnCount, this)),
      m_add(new QPushButton(tr("Add header"), this)),
      m_remove(new QPushButton(tr("Remove header"), this)) {
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Value"), tr("Null")});
    setUpTable(*m_table, tr("Headers"), {24, 30, 5}, Value);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    auto* bar = new QHBoxLayout;
    bar->addWidget(makeLabel(tr("Headers"), "heading", this));
    bar->addStretch(1);
    bar->addWidget(m_add);
    bar->addWidget(m_remove);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    m_remove->setEnabled(false);
    connect(m_add, &QPushButton::clicked, this, &HeaderEditor::addRow);
    connect(m_remove, &QPushButton::clicked, this, &HeaderEditor::removeRow);
    connect(m_table, &QTableWidget::itemChanged, this, &HeaderEditor::changed);
}

QString HeaderEditor::text(int row, int column) const {
    const QTableWidgetItem* item = m_table->item(row, column);
    return item == nullptr ? QString() : item->text();
}

void HeaderEditor::addRow() {
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    for (const int column : {Name, Value})
        m_table->setItem(row, column, new QTableWidgetItem);
    auto* null = new QTableWidgetItem;
    null->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    null->setCheckState(Qt::Unchecked);
    m_table->setItem(row, Null, null);
    m_table->setCurrentCell(row, Name);
    m_table->setFocus();
    m_add->setEnabled(m_table->rowCount() < kMaxHeaders);
    m_remove->setEnabled(true);
}

void HeaderEditor::removeRow() {
    m_table->removeRow(std::max(0, m_table->currentRow()));
    m_add->setEnabled(true);
    m_remove->setEnabled(m_table->rowCount() > 0);
    Q_EMIT changed();
}

HeaderEditor::Headers HeaderEditor::headers() const {
    Headers headers;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString name = text(row, Name);
        if (name.isEmpty()) continue;
        const bool isNull = m_table->item(row, Null)->checkState() == Qt::Checked;
        headers.emplace_back(name.toStdString(),
                             isNull ? std::nullopt : std::optional(text(row, Value).toStdString()));
    }
    return headers;
}

bool HeaderEditor::hasNameless() const {
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (text(row, Name).isEmpty() && !text(row, Value).isEmpty()) return true;
    return false;
}

} // namespace eventflow::widgets
