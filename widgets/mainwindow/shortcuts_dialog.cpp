#include "widgets/mainwindow/shortcuts_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ShortcutsDialog", text);
}

} // namespace

void showShortcuts(QWidget* parent) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    const std::pair<QString, QString> rows[] = {
        {QStringLiteral("Ctrl+1 … Ctrl+5"), tr("Overview, Alerts, Topics & Schemas, Dead letters, Pipeline")},
        {QStringLiteral("Ctrl+O"), tr("Open a capture")},
        {QStringLiteral("Ctrl+K"), tr("Connections: manage them, connect to a cluster")},
        {QStringLiteral("Ctrl+Shift+K"), tr("Switch to another cluster")},
        {QStringLiteral("Ctrl+."), tr("Stop reading")},
        {QStringLiteral("Ctrl+F"), tr("Filter the list; Escape clears the filter")},
        {QStringLiteral("F6, Shift+F6"), tr("From pane to pane")},
        {QStringLiteral("Escape"), tr("Messages and dead letters: let the list go on")},
        {QStringLiteral("Shift+F10"), tr("Alerts: sort by a column")},
        {QStringLiteral("Space"), tr("Charts: pause and go on")},
        {QStringLiteral("← →"), tr("Charts: move the crosshair")},
        {tr("drag"), tr("Charts: zoom to a range of time")},
        {QStringLiteral("Backspace"), tr("Charts: zoom out (also a double click)")},
        {QStringLiteral("Shift+Space"),
         tr("Legend: show only this series, or all again (also a double click)")},
        {QStringLiteral("Ctrl+Q"), tr("Quit")},
    };
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(8);
    for (const auto& [keys, meaning] : rows) {
        auto* label = new QLabel(keys, dialog);
        label->setProperty("role", QStringLiteral("heading"));
        form->addRow(label, new QLabel(meaning, dialog));
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 18, 20, 14);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(buttons);
    dialog->open();
}

void showAbout(QWidget* parent) {
    QMessageBox::about(
        parent, tr("About EventFlow Workstation"),
        tr("<h3>EventFlow Workstation %1</h3><p>The bench on which an event stream is taken apart.</p>"
           "<p>The sources are under the MIT licence. This program contains Qt Charts and is distributed "
           "under "
           "GPL-3.0.</p><p>No account, no telemetry, works offline.</p>")
            .arg(QStringLiteral(EVENTFLOW_VERSION)));
}

} // namespace eventflow::widgets
