#include "widgets/messages/column_menu.h"

#include "widgets/viewmodels/browse_model.h"
#include "widgets/viewmodels/field_path.h"

#include <QCompleter>
#include <QHeaderView>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>

namespace eventflow::widgets {

using viewmodels::BrowseModel;

namespace {

constexpr int kFieldDigits = 16;

} // namespace

ColumnMenu::ColumnMenu(QTableView& table, BrowseModel& model, QWidget* parent)
    : QToolButton(parent), m_table(table), m_model(model) {
    setText(tr("Columns"));
    setAccessibleName(tr("Choose the columns of the table"));
    setToolTip(accessibleName());
    setFocusPolicy(Qt::TabFocus);
    setPopupMode(InstantPopup);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &ColumnMenu::fill);
}

void ColumnMenu::fill() {
    menu()->clear();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        QString name = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QAction* action = menu()->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        if (column < BrowseModel::ColumnCount)
            connect(action, &QAction::toggled, this,
                    [this, column](bool on) { m_table.setColumnHidden(column, !on); });
        else
            connect(action, &QAction::triggered, this,
                    [this, field = m_model.fields().at(column - BrowseModel::ColumnCount)] {
                        removeField(field);
                    });
    }
    menu()->addSeparator();
    connect(menu()->addAction(tr("&Add a column for a field …")), &QAction::triggered, this,
            &ColumnMenu::askForField);
    connect(menu()->addAction(tr("&Reset columns")), &QAction::triggered, this, [this] {
        setFields({});
        reset();
    });
}

void ColumnMenu::askForField() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a column"));
    dialog->setLabelText(tr("A field of the values, as order.items[0].id or /order/items/0/id:"));
    dialog->setTextValue({});
    if (auto* edit = dialog->findChild<QLineEdit*>()) {
        auto* completer = new QCompleter(m_seen, edit);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        edit->setCompleter(completer);
    }
    connect(dialog, &QInputDialog::textValueSelected, this, &ColumnMenu::addField);
    dialog->open();
}

void ColumnMenu::addField(const QString& path) {
    const auto parsed = viewmodels::FieldPath::parse(path.toStdString());
    if (!parsed) return;
    const QString text = QString::fromStdString(parsed->text());
    if (!m_model.fields().contains(text)) setFields(m_model.fields() + QStringList{text});
}

void ColumnMenu::removeField(const QString& path) {
    QStringList fields = m_model.fields();
    fields.removeAll(path);
    setFields(fields);
}

void ColumnMenu::setFields(const QStringList& fields) {
    m_model.setFields(fields);
    const int digit = m_table.fontMetrics().horizontalAdvance(u'0');
    for (int column = BrowseModel::ColumnCount; column < m_model.columnCount(); ++column)
        m_table.horizontalHeader()->resizeSection(column, kFieldDigits * digit);
    Q_EMIT fieldsChanged();
}

void ColumnMenu::reset() {
    QHeaderView& header = *m_table.horizontalHeader();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        header.moveSection(header.visualIndex(column), column);
        m_table.setColumnHidden(column, false);
    }
}

} // namespace eventflow::widgets
