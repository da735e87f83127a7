#pragma once

#include "core/config/connection.h"

#include <QMenu>

#include <functional>

namespace eventflow::widgets {

/// Hands a connection on, without secrets: to the clipboard or a file, as an item of workspace.yaml or as
/// client.properties.
class ExportMenu : public QMenu {
    Q_OBJECT
public:
    /// `connection`: asked when something is chosen.
    ExportMenu(std::function<config::Connection()> connection, QWidget* parent);

Q_SIGNALS:
    /// What came of it, as a sentence.
    void reported(const QString& text, bool ok);

private:
    void askForFile();
    void saveTo(const QString& path);

    std::function<config::Connection()> m_connection;
};

} // namespace eventflow::widgets
