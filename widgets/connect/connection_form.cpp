#include "widgets/connect/connection_form.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/connect/advanced_page.h"
#include "widgets/connect/general_page.h"
#include "widgets/connect/registry_page.h"
#include "widgets/connect/schema_files_page.h"
#include "widgets/connect/secrets_page.h"
#include "widgets/connect/security_page.h"

#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

ConnectionForm::ConnectionForm(DeskPtr desk, QWidget* parent)
    : QWidget(parent),
      m_tabs(new QTabWidget(this)),
      m_general(new GeneralPage(this)),
      m_security(new SecurityPage(this)),
      m_registry(new RegistryPage(this)),
      m_advanced(new AdvancedPage(this)),
      m_schemaFiles(new SchemaFilesPage(this)),
      m_secrets(new SecretsPage(std::move(desk), this)),
      m_pages{m_general, m_security, m_registry, m_advanced, m_schemaFiles} {
    m_tabs->setAccessibleName(tr("Pages of the connection"));
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    addPage(m_general, tr("General"));
    addPage(m_security, tr("Security"));
    addPage(m_registry, tr("Schema registry"));
    addPage(m_advanced, tr("Advanced"));
    addPage(m_schemaFiles, tr("Schema files"));
    addPage(m_secrets, tr("Secrets"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    for (FormPage* page : m_pages)
        connect(page, &FormPage::changed, this, &ConnectionForm::onChanged);
}

void ConnectionForm::addPage(QWidget* page, const QString& title) {
    page->layout()->setContentsMargins(16, 16, 16, 12);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    // The page lies on the pane of the tabs.
    area->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    m_tabs->addTab(area, title);
}

void ConnectionForm::load(const config::Connection& connection, const QStringList& takenNames) {
    m_connection = connection;
    m_general->setTakenNames(takenNames);
    m_advanced->setEditsSecurity(securityOf(connection).kind == SecurityKind::Other);
    for (FormPage* page : m_pages)
        page->load(connection);
    m_secrets->setConnection(connection);
    showMistakes();
}

void ConnectionForm::onChanged() {
    for (FormPage* page : m_pages)
        if (page != m_security) page->store(m_connection);
    // Last: it takes back properties that belong to the choice.
    m_security->store(m_connection);
    const bool byHand = m_security->kind() == SecurityKind::Other;
    if (sender() == m_security) {
        m_advanced->setEditsSecurity(byHand);
        m_advanced->load(m_connection);
    }
    m_secrets->setConnection(m_connection);
    showMistakes();
    Q_EMIT changed();
}

bool ConnectionForm::isValid() const {
    return std::ranges::all_of(m_pages, &FormPage::isValid);
}

void ConnectionForm::showMistakes() {
    const QIcon wrong = coloredIcon(QStringLiteral("severity-warning"), colors(palette()).warning);
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        const bool valid = m_pages[i]->isValid();
        m_tabs->setTabIcon(static_cast<int>(i), valid ? QIcon() : wrong);
        m_tabs->setTabToolTip(static_cast<int>(i),
                              valid ? QString() : tr("An entry here is missing or wrong"));
    }
    const auto secrets = static_cast<int>(m_connection.secrets.size());
    m_tabs->setTabText(static_cast<int>(m_pages.size()),
                       secrets == 0 ? tr("Secrets") : tr("Secrets (%1)").arg(secrets));
}

void ConnectionForm::showFirstPage() {
    m_tabs->setCurrentIndex(0);
}

} // namespace eventflow::widgets
