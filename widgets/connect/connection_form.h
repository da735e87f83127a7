#pragma once

#include "core/config/connection.h"
#include "widgets/connect/desk_access.h"

#include <QWidget>

#include <vector>

class QTabWidget;

namespace eventflow::widgets {

class AdvancedPage;
class FormPage;
class GeneralPage;
class RegistryPage;
class SchemaFilesPage;
class SecretsPage;
class SecurityPage;

/// Everything about one connection, on pages. A page with a mistake says so in its tab.
class ConnectionForm : public QWidget {
    Q_OBJECT
public:
    ConnectionForm(DeskPtr desk, QWidget* parent);

    /// `takenNames`: of other connections.
    void load(const config::Connection& connection, const QStringList& takenNames);
    [[nodiscard]] const config::Connection& connection() const { return m_connection; }
    [[nodiscard]] bool isValid() const;
    [[nodiscard]] SecretsPage& secrets() const { return *m_secrets; }
    void showFirstPage();

Q_SIGNALS:
    void changed(); ///< by the user

private:
    void addPage(QWidget* page, const QString& title);
    void onChanged();
    void showMistakes();

    config::Connection m_connection;
    QTabWidget* m_tabs;
    GeneralPage* m_general;
    SecurityPage* m_security;
    RegistryPage* m_registry;
    AdvancedPage* m_advanced;
    SchemaFilesPage* m_schemaFiles;
    SecretsPage* m_secrets;
    std::vector<FormPage*> m_pages; ///< in the order of the tabs
};

} // namespace eventflow::widgets
