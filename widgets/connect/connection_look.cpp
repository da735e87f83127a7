#include "widgets/connect/connection_look.h"

#include "core/config/secret_names.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>

namespace eventflow::widgets {

namespace {

using config::Environment;

struct Look {
    Q_DECLARE_TR_FUNCTIONS(ConnectionLook)
};

} // namespace

QString environmentWord(Environment environment) {
    switch (environment) {
    case Environment::Development:
        return Look::tr("Development");
    case Environment::Test:
        return Look::tr("Test");
    case Environment::Production:
        break;
    }
    return Look::tr("Production");
}

QString environmentIcon(Environment environment) {
    switch (environment) {
    case Environment::Development:
        return QStringLiteral("environment-development");
    case Environment::Test:
        return QStringLiteral("environment-test");
    case Environment::Production:
        break;
    }
    return QStringLiteral("environment-production");
}

QColor environmentColor(const ThemeColors& theme, Environment environment) {
    switch (environment) {
    case Environment::Development:
        return theme.ok;
    case Environment::Test:
        return theme.warning;
    case Environment::Production:
        break;
    }
    return theme.critical;
}

QColor connectionColor(const ThemeColors& theme, const config::Connection& connection) {
    const QColor own(QString::fromStdString(connection.colour));
    return own.isValid() ? own : environmentColor(theme, connection.environment);
}

QColor textOn(const QColor& background) {
    return contrastRatio(Qt::black, background) > contrastRatio(Qt::white, background) ? Qt::black
                                                                                       : Qt::white;
}

QString connectionSummary(const config::Connection& connection) {
    const QString word = environmentWord(connection.environment);
    return connection.readOnly ? Look::tr("%1, read-only").arg(word)
                               : Look::tr("%1, changes allowed").arg(word);
}

QString securityTitle(SecurityKind kind) {
    switch (kind) {
    case SecurityKind::None:
        return Look::tr("None");
    case SecurityKind::Tls:
        return Look::tr("TLS");
    case SecurityKind::MutualTls:
        return Look::tr("TLS with a client certificate (mTLS)");
    case SecurityKind::Plain:
        return Look::tr("User and password (SASL PLAIN)");
    case SecurityKind::Scram256:
        return Look::tr("User and password (SASL SCRAM-SHA-256)");
    case SecurityKind::Scram512:
        return Look::tr("User and password (SASL SCRAM-SHA-512)");
    case SecurityKind::OauthBearer:
        return Look::tr("OAuth client credentials (SASL OAUTHBEARER)");
    case SecurityKind::AwsMskIam:
        return Look::tr("AWS MSK IAM");
    case SecurityKind::Other:
        break;
    }
    return Look::tr("Other, by client properties");
}

QString secretLabel(const config::Connection& connection, const std::string& name) {
    if (name == "sasl.password") {
        const auto user = connection.properties.find("sasl.username");
        return user == connection.properties.end()
                   ? Look::tr("Password")
                   : Look::tr("Password of %1").arg(QString::fromStdString(user->second));
    }
    if (name == "ssl.key.password") return Look::tr("Passphrase of the client's key");
    if (name == config::kOauthClientSecret) return Look::tr("Secret of the OAuth client");
    if (name == config::kAwsSecretKey) return Look::tr("AWS secret access key");
    if (name == config::kAwsSessionToken) return Look::tr("AWS session token");
    if (name == config::kRegistryPassword) return Look::tr("Password for the schema registry");
    if (name == config::kRegistryToken) return Look::tr("Token for the schema registry");
    if (name == config::kRegistryKeyPassword) return Look::tr("Passphrase of the registry's key");
    return QString::fromStdString(name);
}

} // namespace eventflow::widgets
