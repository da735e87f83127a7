#include "widgets/connect/pair_table.h"

#include "core/config/secret_names.h"
#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

enum Column : int { Name, Value, ColumnCount };
constexpr int kMaxRows = 200;
constexpr int kRowsInSight = 4;

} // namespace

PairTable::PairTable(const QString& accessibleName, const QString& nameTitle, const QString& valueTitle,
                     Check check, QWidget* parent)
    : QWidget(parent),
      m_check(std::move(check)),
      m_table(new QTableWidget(0, ColumnCount, this)),
      m_remove(new QPushButton(tr("Remove"), this)),
      m_problem(makeLabel({}, "error", this)) {
    m_table->setHorizontalHeaderLabels({nameTitle, valueTitle});
    setUpTable(*m_table, accessibleName, {}, -1);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    const int rowHeight = m_table->verticalHeader()->defaultSectionSize();
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() + kRowsInSight * rowHeight);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* add = new QPushButton(themedIcon(QStringLiteral("plus")), tr("Add"), this);
    add->setAccessibleName(tr("Add to: %1").arg(accessibleName));
    m_remove->setAccessibleName(tr("Remove from: %1").arg(accessibleName));
    m_remove->setEnabled(false);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_problem, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);

    connect(add, &QPushButton::clicked, this, [this] {
        if (m_table->rowCount() >= kMaxRows) return;
        addRow({}, {});
        m_table->setCurrentCell(m_table->rowCount() - 1, Name);
        m_table->setFocus();
        m_table->edit(m_table->currentIndex());
    });
    connect(m_remove, &QPushButton::clicked, this, &PairTable::removeRow);
    connect(m_table, &QTableWidget::currentCellChanged, this,
            [this](int row) { m_remove->setEnabled(row >= 0); });
    connect(m_table, &QTableWidget::itemChanged, this,
            [this](const QTableWidgetItem* item) { onEdited(item->row()); });
}

PairTable::~PairTable() {
    // A cell that is being edited is written back when the table goes.
    m_table->disconnect(this);
}

void PairTable::onEdited(int row) {
    QTableWidgetItem* value = m_table->item(row, Value);
    if (m_forbidSecrets && value != nullptr && config::isSecretName(textAt(row, Name).toStdString())) {
        const QSignalBlocker quiet(m_table);
        value->setText({});
    }
    showProblems();
    Q_EMIT changed();
}

void PairTable::addRow(const QString& name, const QString& value) {
    const QSignalBlocker quiet(m_table);
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    m_table->setItem(row, Name, new QTableWidgetItem(name));
    m_table->setItem(row, Value, new QTableWidgetItem(value));
}

void PairTable::removeRow() {
    if (m_table->currentRow() < 0) return;
    m_table->removeRow(m_table->currentRow());
    m_remove->setEnabled(m_table->currentRow() >= 0);
    showProblems();
    Q_EMIT changed();
}

void PairTable::setPairs(const Pairs& pairs) {
    if (pairs == this->pairs() && isValid()) return; // a cell may be being edited
    {
        const QSignalBlocker quiet(m_table);
        m_table->setRowCount(0);
    }
    for (const auto& [name, value] : pairs)
        if (m_table->rowCount() < kMaxRows)
            addRow(QString::fromStdString(name), QString::fromStdString(value));
    m_remove->setEnabled(false);
    showProblems();
}

PairTable::Pairs PairTable::pairs() const {
    Pairs pairs;
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (const QString name = textAt(row, Name); !name.isEmpty())
            pairs.insert_or_assign(name.toStdString(), textAt(row, Value).toStdString());
    return pairs;
}

QString PairTable::textAt(int row, int column) const {
    const QTableWidgetItem* item = m_table->item(row, column);
    return item == nullptr ? QString() : item->text().trimmed();
}

QString PairTable::problemOf(int row) const {
    const QString name = textAt(row, Name);
    const QString value = textAt(row, Value);
    if (name.isEmpty() && value.isEmpty()) return {}; // not begun
    for (int other = 0; other < row; ++other)
        if (textAt(other, Name) == name) return tr("“%1” is there twice. Remove one.").arg(name);
    return m_check(name, value);
}

QString PairTable::problem() const {
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (QString problem = problemOf(row); !problem.isEmpty()) return problem;
    return {};
}

void PairTable::showProblems() {
    const QSignalBlocker quiet(m_table);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString problem = problemOf(row);
        QTableWidgetItem* item = m_table->item(row, Name);
        item->setToolTip(problem.toHtmlEscaped());
        item->setIcon(problem.isEmpty() ? QIcon() : themedIcon(QStringLiteral("severity-critical")));
    }
    m_problem->setText(problem());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_table->viewport()->update();
}

} // namespace eventflow::widgets
