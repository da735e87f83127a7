#include "widgets/connect/export_menu.h"

#include "core/base/text_file.h"
#include "core/config/connection_export.h"
#include "widgets/common/icons.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>

namespace eventflow::widgets {

ExportMenu::ExportMenu(std::function<config::Connection()> connection, QWidget* parent)
    : QMenu(parent), m_connection(std::move(connection)) {
    const auto copy = [this](std::string (*write)(const config::Connection&)) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(write(m_connection())));
        Q_EMIT reported(tr("Copied, without secrets."), true);
    };
    addAction(themedIcon(QStringLiteral("copy")), tr("Copy as &client.properties"), this,
              [copy] { copy(config::toProperties); });
    addAction(tr("Copy for &workspace.yaml"), this, [copy] { copy(config::toYaml); });
    addAction(themedIcon(QStringLiteral("file")), tr("&Save to a file…"), this, &ExportMenu::askForFile);
}

void ExportMenu::askForFile() {
    auto* dialog = new QFileDialog(parentWidget(), tr("Export a connection"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Client properties (*.properties)"), tr("YAML (*.yaml *.yml)")});
    dialog->setDefaultSuffix(QStringLiteral("properties"));
    dialog->selectFile(QString::fromStdString(m_connection().name) + QStringLiteral(".properties"));
    connect(dialog, &QFileDialog::fileSelected, this, &ExportMenu::saveTo);
    dialog->open();
}

void ExportMenu::saveTo(const QString& path) {
    const bool yaml = path.endsWith(QStringLiteral(".yaml")) || path.endsWith(QStringLiteral(".yml"));
    const std::string text =
        yaml ? "connections:\n" + config::toYaml(m_connection()) : config::toProperties(m_connection());
    if (const Status written = writeTextFile(path.toStdString(), text); written)
        Q_EMIT reported(tr("Saved to %1, without secrets.").arg(path), true);
    else
        Q_EMIT reported(tr("It cannot be saved: %1").arg(QString::fromStdString(written.error().detail)),
                        false);
}

} // namespace eventflow::widgets
