#include "widgets/connect/connection_manager.h"

#include "widgets/common/banner.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/cluster_opener.h"
#include "widgets/connect/connection_delegate.h"
#include "widgets/connect/connection_form.h"
#include "widgets/connect/error_advice.h"
#include "widgets/connect/export_menu.h"
#include "widgets/connect/import_dialog.h"
#include "widgets/connect/read_choice.h"
#include "widgets/connect/test_pane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

constexpr QSize kSize(1040, 720);
constexpr int kListWidth = 250;
enum Page : int { NonePage, FormPageIndex, TestPageIndex };

} // namespace

ConnectionManager::ConnectionManager(DeskPtr desk, ClusterOpener& opener, QWidget* parent)
    : QDialog(parent),
      m_desk(std::move(desk)),
      m_opener(opener),
      m_banner(new Banner(this)),
      m_list(new QListView(this)),
      m_right(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_form(new ConnectionForm(m_desk, this)),
      m_test(new TestPane(m_desk, this)),
      m_read(new ReadChoice(this)),
      m_progressText(makeLabel({}, "muted", this)),
      m_progress(new QProgressBar(this)),
      m_removeButton(new QPushButton(tr("Remove…"), this)),
      m_duplicateButton(new QPushButton(themedIcon(QStringLiteral("copy")), tr("Duplicate"), this)),
      m_exportButton(new QPushButton(tr("Export"), this)),
      m_revertButton(new QPushButton(tr("Undo changes"), this)),
      m_saveButton(new QPushButton(tr("Save"), this)),
      m_testButton(new QPushButton(themedIcon(QStringLiteral("play")), tr("&Test"), this)),
      m_cancelButton(new QPushButton(themedIcon(QStringLiteral("stop")), tr("Cancel connecting"), this)),
      m_connectButton(new QPushButton(tr("Connect"), this)) {
    setWindowTitle(tr("Connections"));
    resize(kSize);
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeLeft());
    splitter->addWidget(makeRight());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kListWidth, kSize.width() - kListWidth});
    auto* body = new QVBoxLayout;
    body->setContentsMargins(16, 14, 16, 14);
    body->setSpacing(12);
    body->addWidget(splitter, 1);
    body->addWidget(makeFooter());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addLayout(body, 1);
    connectSignals();
    // Return ends an entry of a form or a table; it must not connect to a cluster.
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(false);
    m_drafts.load(m_desk->desk().connections());
    selectRow(0);
}

QWidget* ConnectionManager::makeLeft() {
    auto* left = new QWidget(this);
    m_list->setModel(&m_drafts);
    setUpList(*m_list, tr("Connections"));
    m_list->setItemDelegate(new ConnectionDelegate(m_list));
    auto* add = new QPushButton(themedIcon(QStringLiteral("plus")), tr("&New"), left);
    auto* import = new QPushButton(tr("&Import…"), left);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(import);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, &ConnectionManager::addNew);
    connect(import, &QPushButton::clicked, this, &ConnectionManager::import);
    return left;
}

QWidget* ConnectionManager::makeRight() {
    m_empty->setContent(QStringLiteral("cluster"), tr("No connection yet"),
                        tr("A connection says how a cluster is reached. Make a new one, or import the "
                           "configuration of a program that reaches it already."));
    m_empty->setAction(tr("New connection"));
    connect(m_empty, &EmptyState::actionTriggered, this, &ConnectionManager::addNew);
    auto* editor = new QWidget(this);
    auto* layout = new QVBoxLayout(editor);
    layout->setContentsMargins(6, 0, 0, 0);
    layout->addWidget(m_form, 1);
    layout->addWidget(makeEditButtons());
    m_right->insertWidget(NonePage, m_empty);
    m_right->insertWidget(FormPageIndex, editor);
    m_right->insertWidget(TestPageIndex, m_test);
    return m_right;
}

QWidget* ConnectionManager::makeEditButtons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* menu = new ExportMenu([this] { return m_form->connection(); }, this);
    m_exportButton->setMenu(menu);
    connect(menu, &ExportMenu::reported, this, [this](const QString& text, bool ok) {
        m_banner->showMessage(ok ? viewmodels::Severity::Info : viewmodels::Severity::Warning, text, {});
    });
    layout->addWidget(m_removeButton);
    layout->addWidget(m_duplicateButton);
    layout->addWidget(m_exportButton);
    layout->addStretch();
    layout->addWidget(m_revertButton);
    layout->addWidget(m_saveButton);
    return row;
}

QWidget* ConnectionManager::makeFooter() {
    auto* row = new QWidget(this);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 6);
    m_progress->setAccessibleName(tr("Connecting"));
    m_connectButton->setProperty("primary", true);
    auto* close = new QPushButton(tr("Close"), row);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_read);
    layout->addSpacing(12);
    layout->addWidget(m_progressText);
    layout->addWidget(m_progress);
    layout->addStretch();
    if (!m_desk->desk().persistent())
        layout->addWidget(makeLabel(tr("Kept until the program ends: no workspace is open."), "muted", row));
    layout->addWidget(m_cancelButton);
    layout->addWidget(m_testButton);
    layout->addWidget(m_connectButton);
    layout->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return row;
}

void ConnectionManager::connectSignals() {
    onRowChosen(*m_list, this, [this](int row) { showRow(row); });
    connect(m_form, &ConnectionForm::changed, this, [this] {
        if (currentRow() >= 0) m_drafts.setDraft(currentRow(), m_form->connection());
        updateButtons();
    });
    connect(m_removeButton, &QPushButton::clicked, this, &ConnectionManager::askToRemove);
    connect(m_duplicateButton, &QPushButton::clicked, this, &ConnectionManager::duplicate);
    connect(m_revertButton, &QPushButton::clicked, this, &ConnectionManager::revert);
    connect(m_saveButton, &QPushButton::clicked, this, [this] { save(); });
    connect(m_testButton, &QPushButton::clicked, this, &ConnectionManager::startTest);
    connect(m_test, &TestPane::backRequested, this, [this] { showRow(currentRow()); });
    connect(m_connectButton, &QPushButton::clicked, this, &ConnectionManager::connectNow);
    connect(m_cancelButton, &QPushButton::clicked, this, [this] { m_opener.cancel(); });
    connect(&m_opener, &ClusterOpener::stateChanged, this, &ConnectionManager::showProgress);
    connect(&m_opener, &ClusterOpener::opened, this, &ConnectionManager::onOpened);
    connect(&m_opener, &ClusterOpener::failed, this, [this](const QString& name, const Error& error) {
        m_connecting = false;
        showError(tr("%1 cannot be reached").arg(name), error, adviceFor(error));
    });
    for (const auto& [keys, button] : {std::pair{QKeySequence(QKeySequence::Save), m_saveButton},
                                       std::pair{QKeySequence(Qt::CTRL | Qt::Key_Return), m_connectButton}})
        connect(new QShortcut(keys, this), &QShortcut::activated, button, &QPushButton::click);
    m_connectButton->setToolTip(tr("Ctrl+Return"));
    showProgress();
}

int ConnectionManager::currentRow() const {
    const QModelIndexList rows = m_list->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : rows.first().row();
}

void ConnectionManager::selectRow(int row) {
    if (m_drafts.rowCount() > 0)
        m_list->setCurrentIndex(m_drafts.index(std::min(row, m_drafts.rowCount() - 1)));
    showRow(currentRow());
}

bool ConnectionManager::select(const std::string& name) {
    const int row = m_drafts.rowOf(name);
    if (row >= 0) selectRow(row);
    return row >= 0;
}

void ConnectionManager::showRow(int row) {
    if (m_test->isRunning()) m_test->cancel();
    m_right->setCurrentIndex(row < 0 ? NonePage : FormPageIndex);
    if (row >= 0) m_form->load(m_drafts.draft(row), m_drafts.otherNames(row));
    updateButtons();
}

void ConnectionManager::updateButtons() {
    const int row = currentRow();
    const bool chosen = row >= 0;
    const bool modified = chosen && m_drafts.isModified(row);
    const bool usable = chosen && m_form->isValid() && !m_opener.isOpening();
    m_saveButton->setEnabled(modified && m_form->isValid());
    m_revertButton->setEnabled(modified && !m_drafts.savedName(row).empty());
    for (QPushButton* button : {m_removeButton, m_duplicateButton, m_exportButton})
        button->setEnabled(chosen);
    m_testButton->setEnabled(usable);
    m_testButton->setVisible(m_right->currentIndex() == FormPageIndex);
    m_connectButton->setEnabled(usable);
    m_connectButton->setText(modified ? tr("Save and connect") : tr("Connect"));
}

void ConnectionManager::addNew() {
    config::Connection connection;
    connection.name = tr("new-connection").toStdString();
    selectRow(m_drafts.add(std::move(connection)));
    m_form->showFirstPage();
    m_form->setFocus();
}

void ConnectionManager::duplicate() {
    selectRow(m_drafts.add(config::Connection(m_drafts.draft(currentRow()))));
    m_form->showFirstPage();
}

bool ConnectionManager::save() {
    const int row = currentRow();
    const config::Connection connection = m_form->connection();
    if (const Status saved = m_desk->desk().saveConnection(m_drafts.savedName(row), connection); !saved) {
        showError(tr("%1 was not saved").arg(QString::fromStdString(connection.name)), saved.error(),
                  tr("It stays here as a draft. Correct the cause, then save again."));
        return false;
    }
    m_banner->hide();
    m_drafts.remove(row);
    reload(connection.name);
    Q_EMIT connectionsChanged();
    return true;
}

void ConnectionManager::reload(const std::string& name) {
    m_drafts.load(m_desk->desk().connections());
    selectRow(std::max(0, m_drafts.rowOf(name)));
}

void ConnectionManager::revert() {
    m_drafts.revert(currentRow());
    showRow(currentRow());
}

void ConnectionManager::askToRemove() {
    const int row = currentRow();
    if (m_drafts.savedName(row).empty()) return remove(row);
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Remove a connection"),
                        tr("Remove the connection %1?").arg(QString::fromStdString(m_drafts.savedName(row))),
                        QMessageBox::Cancel, this);
    question->setInformativeText(tr("The cluster itself is not touched."));
    question->setTextFormat(Qt::PlainText);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* yes = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    connect(yes, &QPushButton::clicked, this, [this, name = m_drafts.savedName(row)] {
        if (const int found = m_drafts.rowOf(name); found >= 0) remove(found);
    });
    question->open();
}

void ConnectionManager::remove(int row) {
    if (const std::string name = m_drafts.savedName(row); !name.empty()) {
        if (const Status removed = m_desk->desk().removeConnection(name); !removed)
            return showError(tr("%1 was not removed").arg(QString::fromStdString(name)), removed.error(), {});
        Q_EMIT connectionsChanged();
    }
    m_drafts.remove(row);
    selectRow(row);
}

void ConnectionManager::import() {
    auto* dialog = new ImportDialog(m_desk, m_drafts.otherNames(-1), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog] {
        if (dialog->imported().empty()) return;
        reload(dialog->imported().front());
        Q_EMIT connectionsChanged();
    });
    dialog->open();
}

void ConnectionManager::startTest() {
    m_banner->hide();
    m_right->setCurrentIndex(TestPageIndex);
    m_test->start(m_form->connection());
    updateButtons();
}

void ConnectionManager::connectNow() {
    if (m_drafts.isModified(currentRow()) && !save()) return;
    m_banner->hide();
    m_connecting = true;
    m_opener.open(m_form->connection(), ClusterOpener::Manner::Asking, this);
}

void ConnectionManager::onOpened() {
    if (!std::exchange(m_connecting, false)) return;
    if (const auto target = m_read->target(m_form->connection())) Q_EMIT readRequested(*target);
    accept();
}

void ConnectionManager::showProgress() {
    const bool opening = m_opener.isOpening();
    m_progressText->setText(opening ? tr("Connecting to %1 …").arg(QString::fromStdString(m_opener.name()))
                                    : QString());
    m_progress->setVisible(opening);
    m_cancelButton->setVisible(opening);
    m_read->setVisible(!opening);
    updateButtons();
}

void ConnectionManager::showError(const QString& cause, const Error& error, const QString& consequence) {
    const QString detail = QString::fromStdString(error.detail);
    m_banner->showMessage(viewmodels::Severity::Critical,
                          detail.isEmpty() ? cause : tr("%1: %2").arg(cause, detail), consequence);
}

void ConnectionManager::done(int result) {
    if (result == Rejected && m_drafts.modifiedCount() > 0) return askAboutDrafts(result);
    if (m_connecting) m_opener.cancel();
    QDialog::done(result);
}

void ConnectionManager::askAboutDrafts(int result) {
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Changes that are not saved"),
                        tr("%n connection(s) were changed and not saved.", nullptr, m_drafts.modifiedCount()),
                        QMessageBox::Cancel, this);
    question->setInformativeText(tr("Go back to save them, or give the changes up."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* discard = question->addButton(tr("Give up the changes"), QMessageBox::DestructiveRole);
    connect(discard, &QPushButton::clicked, this, [this, result] {
        if (m_connecting) m_opener.cancel();
        QDialog::done(result);
    });
    question->open();
}

} // namespace eventflow::widgets
