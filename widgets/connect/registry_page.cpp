#include "widgets/connect/registry_page.h"

#include "core/config/secret_names.h"
#include "widgets/connect/checked_edit.h"
#include "widgets/connect/field_checks.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

bool has(const config::Connection& connection, std::string_view secret) {
    return connection.secrets.contains(std::string(secret));
}

void setNeeded(config::Connection& connection, std::string_view secret, bool needed) {
    if (needed)
        connection.secrets.emplace(secret);
    else
        connection.secrets.erase(std::string(secret));
}

} // namespace

RegistryPage::RegistryPage(QWidget* parent)
    : FormPage(parent),
      m_form(makeForm()),
      m_urls(addEdit(*m_form, tr("&Addresses"), QStringLiteral("https://registry:8081"))),
      m_login(new QComboBox(this)),
      m_keyHasPassphrase(new QCheckBox(tr("The key has a &passphrase"), this)) {
    m_urls->setCheck(field_checks::ofRegistryUrls);
    m_form->addRow(QString(),
                   makeNote(tr("A Confluent-compatible registry decodes Avro, JSON Schema and Protobuf. "
                               "Leave it empty when there is none; several are tried in order."),
                            this));
    m_login->addItem(tr("None"), NoLogin);
    m_login->addItem(tr("User and password"), User);
    m_login->addItem(tr("Bearer token"), Token);
    m_login->addItem(tr("The cluster's own OAuth token"), ClusterToken);
    m_login->setAccessibleName(tr("Login to the registry"));
    m_form->addRow(tr("&Login"), m_login);
    m_user = addEdit(*m_form, tr("&User"));
    m_user->setCheck([](const QString& text) {
        return text.trimmed().isEmpty() ? tr("Name the user to log in as.") : QString();
    });
    m_caFile = addEdit(*m_form, tr("CA &file"), tr("the system's authorities"), Entry::File);
    m_certificateFile =
        addEdit(*m_form, tr("Client certificate"), tr("PEM file, if the registry asks for one"), Entry::File);
    m_keyFile = addEdit(*m_form, tr("Client key"), tr("PEM file"), Entry::File);
    m_form->addRow(QString(), m_keyHasPassphrase);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addStretch();
    connect(m_login, &QComboBox::activated, this, [this] {
        showFields();
        Q_EMIT changed();
    });
    connect(m_keyHasPassphrase, &QCheckBox::clicked, this, &FormPage::changed);
    for (CheckedEdit* edit : {m_urls, m_keyFile})
        connect(edit, &CheckedEdit::changed, this, &RegistryPage::showFields);
    load({});
}

RegistryPage::Login RegistryPage::login() const {
    return static_cast<Login>(m_login->currentData().toInt());
}

void RegistryPage::load(const config::Connection& connection) {
    const config::RegistryConnection& registry = connection.registry;
    m_urls->setText(joined(registry.urls));
    const bool clusterToken = registry.bearerToken && !has(connection, config::kRegistryToken);
    m_login->setCurrentIndex(m_login->findData(!registry.user.empty() ? User
                                               : clusterToken         ? ClusterToken
                                               : registry.bearerToken ? Token
                                                                      : NoLogin));
    m_user->setText(QString::fromStdString(registry.user));
    m_caFile->setText(QString::fromStdString(registry.caFile));
    m_certificateFile->setText(QString::fromStdString(registry.certificateFile));
    m_keyFile->setText(QString::fromStdString(registry.keyFile));
    m_keyHasPassphrase->setChecked(has(connection, config::kRegistryKeyPassword));
    showFields();
}

void RegistryPage::store(config::Connection& connection) const {
    config::RegistryConnection& registry = connection.registry;
    registry = {};
    registry.urls = listed(m_urls->text());
    const bool there = !registry.urls.empty();
    setNeeded(connection, config::kRegistryPassword, there && login() == User);
    setNeeded(connection, config::kRegistryToken, there && login() == Token);
    const bool key = there && !m_keyFile->text().isEmpty();
    setNeeded(connection, config::kRegistryKeyPassword, key && m_keyHasPassphrase->isChecked());
    if (!there) return;
    if (login() == User) registry.user = m_user->text().toStdString();
    registry.bearerToken = login() == Token || login() == ClusterToken;
    registry.caFile = m_caFile->text().toStdString();
    registry.certificateFile = m_certificateFile->text().toStdString();
    registry.keyFile = m_keyFile->text().toStdString();
}

bool RegistryPage::isValid() const {
    return m_urls->isValid() && (m_urls->text().isEmpty() || login() != User || m_user->isValid());
}

void RegistryPage::showFields() {
    const bool there = !m_urls->text().isEmpty();
    const std::pair<QWidget*, bool> rows[] = {
        {m_login, there},   {m_user, there && login() == User},
        {m_caFile, there},  {m_certificateFile, there},
        {m_keyFile, there}, {m_keyHasPassphrase, there && !m_keyFile->text().isEmpty()}};
    for (const auto& [field, visible] : rows)
        showRow(*m_form, *field, visible);
}

} // namespace eventflow::widgets
