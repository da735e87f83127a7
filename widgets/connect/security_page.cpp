#include "widgets/connect/security_page.h"

#include "widgets/common/view_setup.h"
#include "widgets/connect/checked_edit.h"
#include "widgets/connect/connection_look.h"
#include "widgets/connect/field_checks.h"
#include "widgets/connect/pair_table.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {

bool isScramOrPlain(SecurityKind kind) {
    return kind == SecurityKind::Plain || kind == SecurityKind::Scram256 || kind == SecurityKind::Scram512;
}

} // namespace

SecurityPage::SecurityPage(QWidget* parent)
    : FormPage(parent),
      m_form(makeForm()),
      m_kind(new QComboBox(this)),
      m_note(makeLabel({}, "muted", this)),
      m_encrypted(new QCheckBox(tr("&Encrypt with TLS"), this)),
      m_verify(new QCheckBox(tr("Check the &broker's certificate"), this)),
      m_extensions(new PairTable(
          tr("Extensions of the login"), tr("Name"), tr("Value"),
          [](const QString& name, const QString&) {
              return name.isEmpty() ? tr("A value needs the name of its extension.") : QString();
          },
          this)),
      m_sessionToken(new QCheckBox(tr("The key is temporary and comes with a session &token"), this)),
      m_keyHasPassphrase(new QCheckBox(tr("The key has a &passphrase"), this)) {
    for (const SecurityKind kind : {SecurityKind::None, SecurityKind::Tls, SecurityKind::MutualTls,
                                    SecurityKind::Plain, SecurityKind::Scram256, SecurityKind::Scram512,
                                    SecurityKind::OauthBearer, SecurityKind::AwsMskIam, SecurityKind::Other})
        m_kind->addItem(securityTitle(kind), static_cast<int>(kind));
    m_kind->setAccessibleName(tr("Security"));
    m_note->setWordWrap(true);
    m_form->addRow(tr("&Security"), m_kind);
    m_form->addRow(QString(), m_note);
    makeFields();
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addStretch();

    connect(m_kind, &QComboBox::activated, this, [this] {
        showFields();
        Q_EMIT changed();
    });
    connect(m_extensions, &PairTable::changed, this, &FormPage::changed);
    for (QCheckBox* box : {m_encrypted, m_verify, m_sessionToken, m_keyHasPassphrase})
        connect(box, &QCheckBox::clicked, this, [this] {
            showFields();
            Q_EMIT changed();
        });
    load({});
}

void SecurityPage::makeFields() {
    const auto needed = [](const QString& problem) {
        return [problem](const QString& text) { return text.trimmed().isEmpty() ? problem : QString(); };
    };
    m_form->addRow(QString(), m_encrypted);
    m_user = addEdit(*m_form, tr("&User"));
    m_user->setCheck(needed(tr("Name the user to log in as.")));
    m_endpoint =
        addEdit(*m_form, tr("Token e&ndpoint"), QStringLiteral("https://login.example.com/oauth2/token"));
    m_endpoint->setCheck(field_checks::ofTokenEndpoint);
    m_clientId = addEdit(*m_form, tr("&Client id"));
    m_clientId->setCheck(needed(tr("Name the client that tokens are issued to.")));
    m_scope = addEdit(*m_form, tr("Sc&ope"), tr("as the issuer sees fit"));
    m_tokenCaFile =
        addEdit(*m_form, tr("CA file of the issuer"), tr("the system's authorities"), Entry::File);
    m_form->addRow(tr("Extensions"), m_extensions);
    m_region = addEdit(*m_form, tr("AWS &region"), QStringLiteral("eu-central-1"));
    m_region->setCheck(needed(tr("Name the region of the cluster.")));
    m_accessKey = addEdit(*m_form, tr("Access &key id"), tr("from the environment, AWS_ACCESS_KEY_ID"));
    m_form->addRow(QString(), m_sessionToken);
    m_certificateFile = addEdit(*m_form, tr("Client certificate"), tr("PEM file"), Entry::File);
    m_keyFile = addEdit(*m_form, tr("Client key"), tr("PEM file"), Entry::File);
    for (CheckedEdit* edit : {m_certificateFile, m_keyFile})
        edit->setCheck([this](const QString& text) {
            const bool given = m_otherCertificate || kind() != SecurityKind::MutualTls;
            return text.trimmed().isEmpty() && !given ? tr("Choose a PEM file.") : QString();
        });
    m_form->addRow(QString(), m_keyHasPassphrase);
    m_caFile = addEdit(*m_form, tr("CA &file"), tr("the system's authorities"), Entry::File);
    m_form->addRow(QString(), m_verify);
    // Whether the key is used at all decides whether it may have a session token.
    connect(m_accessKey, &CheckedEdit::changed, this, &SecurityPage::showFields);
}

SecurityKind SecurityPage::kind() const {
    return static_cast<SecurityKind>(m_kind->currentData().toInt());
}

void SecurityPage::load(const config::Connection& connection) {
    const SecurityChoice choice = securityOf(connection);
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    m_ownCertificate = usesSasl(choice.kind) && !choice.certificateFile.empty();
    m_otherCertificate = connection.properties.contains("ssl.keystore.location") ||
                         connection.properties.contains("ssl.certificate.pem");
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(choice.kind)));
    m_encrypted->setChecked(choice.encrypted);
    m_verify->setChecked(choice.verify);
    m_user->setText(text(choice.user));
    m_endpoint->setText(text(choice.tokens.endpoint));
    const bool aws = choice.kind == SecurityKind::AwsMskIam;
    m_clientId->setText(aws ? QString() : text(choice.tokens.clientId));
    m_scope->setText(text(choice.tokens.scope));
    m_tokenCaFile->setText(text(choice.tokens.caFile));
    m_extensions->setPairs(choice.tokens.extensions);
    m_region->setText(text(choice.tokens.awsRegion));
    m_accessKey->setText(aws ? text(choice.tokens.clientId) : QString());
    m_sessionToken->setChecked(choice.sessionToken);
    m_caFile->setText(text(choice.caFile));
    m_certificateFile->setText(text(choice.certificateFile));
    m_keyFile->setText(text(choice.keyFile));
    m_keyHasPassphrase->setChecked(choice.keyHasPassphrase);
    showFields();
}

SecurityChoice SecurityPage::choice() const {
    SecurityChoice choice;
    choice.kind = kind();
    choice.encrypted = m_encrypted->isChecked();
    choice.verify = m_verify->isChecked();
    choice.caFile = m_caFile->text().toStdString();
    if (choice.kind == SecurityKind::MutualTls || m_ownCertificate) {
        choice.certificateFile = m_certificateFile->text().toStdString();
        choice.keyFile = m_keyFile->text().toStdString();
        choice.keyHasPassphrase = m_keyHasPassphrase->isChecked();
    }
    choice.user = m_user->text().toStdString();
    config::TokenConnection& tokens = choice.tokens;
    tokens.extensions = m_extensions->pairs();
    if (choice.kind == SecurityKind::AwsMskIam) {
        tokens.awsRegion = m_region->text().toStdString();
        tokens.clientId = m_accessKey->text().toStdString();
        choice.sessionToken = m_sessionToken->isChecked();
        return choice;
    }
    tokens.endpoint = m_endpoint->text().toStdString();
    tokens.clientId = m_clientId->text().toStdString();
    tokens.scope = m_scope->text().toStdString();
    tokens.caFile = m_tokenCaFile->text().toStdString();
    return choice;
}

void SecurityPage::store(config::Connection& connection) const {
    applySecurity(choice(), connection);
}

bool SecurityPage::isValid() const {
    switch (kind()) {
    case SecurityKind::MutualTls:
        return m_certificateFile->isValid() && m_keyFile->isValid();
    case SecurityKind::Plain:
    case SecurityKind::Scram256:
    case SecurityKind::Scram512:
        return m_user->isValid();
    case SecurityKind::OauthBearer:
        return m_endpoint->isValid() && m_clientId->isValid() && m_extensions->isValid();
    case SecurityKind::AwsMskIam:
        return m_region->isValid() && m_extensions->isValid();
    default:
        return true;
    }
}

void SecurityPage::showFields() {
    const SecurityChoice now = choice();
    const bool oauth = now.kind == SecurityKind::OauthBearer;
    const bool aws = now.kind == SecurityKind::AwsMskIam;
    const bool tls = usesTls(now);
    const bool certificate = tls && (now.kind == SecurityKind::MutualTls || m_ownCertificate);
    const std::pair<QWidget*, bool> rows[] = {{m_encrypted, usesSasl(now.kind)},
                                              {m_user, isScramOrPlain(now.kind)},
                                              {m_endpoint, oauth},
                                              {m_clientId, oauth},
                                              {m_scope, oauth},
                                              {m_tokenCaFile, oauth},
                                              {m_extensions, oauth},
                                              {m_region, aws},
                                              {m_accessKey, aws},
                                              {m_sessionToken, aws && !now.tokens.clientId.empty()},
                                              {m_certificateFile, certificate},
                                              {m_keyFile, certificate},
                                              {m_keyHasPassphrase, certificate},
                                              {m_caFile, tls},
                                              {m_verify, tls}};
    for (const auto& [field, visible] : rows)
        showRow(*m_form, *field, visible);
    const QString note = noteOf(now);
    m_note->setText(note);
    showRow(*m_form, *m_note, !note.isEmpty());
}

QString SecurityPage::noteOf(const SecurityChoice& choice) const {
    if (choice.kind == SecurityKind::None)
        return tr("Records and requests cross the network in the clear, and the broker does not ask who "
                  "reads.");
    if (choice.kind == SecurityKind::Other)
        return tr("Security is set by the client properties on the page “Advanced”, such as "
                  "security.protocol and sasl.kerberos.principal.");
    if (usesSasl(choice.kind) && !choice.encrypted)
        return choice.kind == SecurityKind::Plain || !isScramOrPlain(choice.kind)
                   ? tr("Without TLS the login itself crosses the network in the clear: whoever listens "
                        "can use it.")
                   : tr("Without TLS records cross the network in the clear; the password does not.");
    if (usesTls(choice) && !choice.verify)
        return tr("The certificate is not checked: whoever stands in between can pass for the broker.");
    return {};
}

} // namespace eventflow::widgets
