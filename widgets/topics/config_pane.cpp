#include "widgets/topics/config_pane.h"

#include "core/admin/config_docs.h"
#include "widgets/changes/change_menu.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/notice.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/config_edit_dialog.h"
#include "widgets/viewmodels/config_table_model.h"
#include "widgets/viewmodels/error_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using viewmodels::ConfigTableModel;

ConfigPane::ConfigPane(bool editable, QWidget* parent)
    : QWidget(parent),
      m_model(new ConfigTableModel(this)),
      m_filter(makeFilterEdit(tr("Filter names, values and meanings"), tr("Filter the configuration"), this)),
      m_changedOnly(new QCheckBox(tr("Only &changed"), this)),
      m_edit(new QPushButton(tr("Edit…"), this)),
      m_problem(new Notice(this)),
      m_table(new QTableView(this)),
      m_doc(makeLabel({}, "muted", this)) {
    m_table->setModel(m_model);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(ConfigTableModel::Name, Qt::AscendingOrder);
    setUpTable(*m_table, tr("Configuration"), {28, 24, 14, 20}, ConfigTableModel::Value);
    m_place = new PlaceKeeper(*m_table, *m_model);
    m_filter->setMaximumWidth(320);
    m_doc->setWordWrap(true);
    m_doc->setMinimumHeight(2 * m_doc->fontMetrics().lineSpacing());
    m_edit->setVisible(editable);
    m_edit->setEnabled(false);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_changedOnly);
    bar->addStretch(1);
    bar->addWidget(m_edit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_problem);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_doc);
    connect(m_filter, &QLineEdit::textChanged, m_model, &ConfigTableModel::setFilter);
    connect(m_changedOnly, &QCheckBox::toggled, m_model, &ConfigTableModel::setChangedOnly);
    connect(m_place, &PlaceKeeper::chosen, this, &ConfigPane::choose);
    connect(m_edit, &QPushButton::clicked, this, &ConfigPane::edit);
    if (editable) connect(m_table, &QTableView::activated, this, &ConfigPane::edit);
}

void ConfigPane::setConnection(const config::Connection& connection) {
    markReadOnly(*m_edit, connection, {});
}

void ConfigPane::setConfigs(const admin::ConfigSet& configs) {
    m_resource = QString::fromStdString(configs.resource);
    showProblem(configs.error);
    m_model->setConfigs(configs);
    choose(m_place->chosenId());
}

void ConfigPane::showProblem(const std::optional<Error>& error) {
    if (error && error->code == ErrorCode::Unsupported)
        return m_problem->showText(
            viewmodels::Severity::Info,
            tr("This cluster does not offer configurations: its brokers do not know the request."));
    m_problem->showText(
        viewmodels::Severity::Warning,
        error ? tr("The configuration is not known. %1").arg(viewmodels::errorParagraph(*error)) : QString());
}

void ConfigPane::clear() {
    m_place->forget();
    setConfigs({});
}

const admin::ConfigEntry* ConfigPane::chosen() const {
    const int row = m_model->rowOf(m_place->chosenId());
    return row < 0 ? nullptr : &m_model->row(row);
}

void ConfigPane::choose(const QString&) {
    const admin::ConfigEntry* entry = chosen();
    m_edit->setEnabled(entry != nullptr && !entry->readOnly);
    if (entry == nullptr) return m_doc->setText({});
    const admin::ConfigDoc* doc = admin::configDoc(entry->name);
    QString text = doc == nullptr ? tr("There is no description of %1.").arg(m_place->chosenId())
                                  : viewmodels::fromUtf8(doc->text);
    if (entry->readOnly) text += QStringLiteral(" ") + tr("It can only be set in the broker's own file.");
    if (entry->sensitive) text += QStringLiteral(" ") + tr("Brokers never tell its value.");
    m_doc->setText(text);
}

void ConfigPane::edit() {
    const admin::ConfigEntry* entry = chosen();
    if (entry == nullptr || entry->readOnly) return;
    auto* dialog = new ConfigEditDialog(m_resource, *entry, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { Q_EMIT alterRequested(dialog->values()); });
    dialog->open();
}

} // namespace eventflow::widgets
