#include "widgets/connect/security_choice.h"

#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace eventflow::widgets {

namespace {

using config::Connection;
using config::TokenConnection;

constexpr std::string_view kProtocol = "security.protocol";
constexpr std::string_view kMechanism = "sasl.mechanism";
constexpr std::string_view kMechanisms = "sasl.mechanisms"; // librdkafka knows both
constexpr std::string_view kUser = "sasl.username";
constexpr std::string_view kPassword = "sasl.password";
constexpr std::string_view kVerification = "enable.ssl.certificate.verification";
constexpr std::string_view kCaFile = "ssl.ca.location";
constexpr std::string_view kCertificateFile = "ssl.certificate.location";
constexpr std::string_view kKeyFile = "ssl.key.location";
constexpr std::string_view kKeyPassword = "ssl.key.password";

constexpr std::array kProperties{kProtocol,     kMechanism, kMechanisms,      kUser,
                                 kVerification, kCaFile,    kCertificateFile, kKeyFile};
constexpr std::array kSecrets{kPassword, kKeyPassword, config::kOauthClientSecret, config::kAwsSecretKey,
                              config::kAwsSessionToken};

constexpr std::pair<std::string_view, SecurityKind> kMechanismNames[] = {
    {"PLAIN", SecurityKind::Plain},
    {"SCRAM-SHA-256", SecurityKind::Scram256},
    {"SCRAM-SHA-512", SecurityKind::Scram512},
    {"OAUTHBEARER", SecurityKind::OauthBearer},
};

std::string property(const Connection& connection, std::string_view name) {
    const auto found = connection.properties.find(std::string(name));
    return found == connection.properties.end() ? std::string() : found->second;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

bool hasSecret(const Connection& connection, std::string_view name) {
    return connection.secrets.contains(std::string(name));
}

SecurityKind kindOf(const Connection& connection) {
    using Method = TokenConnection::Method;
    if (connection.tokens.method == Method::AwsMskIam) return SecurityKind::AwsMskIam;
    if (connection.tokens.method == Method::ClientCredentials) return SecurityKind::OauthBearer;
    const std::string protocol = upper(property(connection, kProtocol));
    if (protocol.empty() || protocol == "PLAINTEXT") return SecurityKind::None;
    if (protocol == "SSL") {
        const bool own = std::ranges::any_of(
            std::array{kCertificateFile, kKeyFile, std::string_view("ssl.keystore.location"),
                       std::string_view("ssl.certificate.pem")},
            [&](std::string_view name) { return !property(connection, name).empty(); });
        return own ? SecurityKind::MutualTls : SecurityKind::Tls;
    }
    std::string mechanism = upper(property(connection, kMechanism));
    if (mechanism.empty()) mechanism = upper(property(connection, kMechanisms));
    const auto* const known =
        std::ranges::find(kMechanismNames, mechanism, &std::pair<std::string_view, SecurityKind>::first);
    return known == std::end(kMechanismNames) ? SecurityKind::Other : known->second;
}

void set(Connection& connection, std::string_view name, const std::string& value) {
    if (!value.empty()) connection.properties[std::string(name)] = value;
}

void applySasl(const SecurityChoice& choice, Connection& connection) {
    set(connection, kProtocol, choice.encrypted ? "sasl_ssl" : "sasl_plaintext");
    if (choice.kind == SecurityKind::OauthBearer || choice.kind == SecurityKind::AwsMskIam) {
        const bool aws = choice.kind == SecurityKind::AwsMskIam;
        connection.tokens = choice.tokens;
        connection.tokens.method =
            aws ? TokenConnection::Method::AwsMskIam : TokenConnection::Method::ClientCredentials;
        set(connection, kMechanism, "OAUTHBEARER");
        if (!aws) connection.secrets.emplace(config::kOauthClientSecret);
        if (aws && !choice.tokens.clientId.empty()) {
            connection.secrets.emplace(config::kAwsSecretKey);
            if (choice.sessionToken) connection.secrets.emplace(config::kAwsSessionToken);
        }
        return;
    }
    const auto* const mechanism =
        std::ranges::find(kMechanismNames, choice.kind, &std::pair<std::string_view, SecurityKind>::second);
    set(connection, kMechanism, std::string(mechanism->first));
    set(connection, kUser, choice.user);
    connection.secrets.emplace(kPassword);
}

void applyTls(const SecurityChoice& choice, Connection& connection) {
    set(connection, kCaFile, choice.caFile);
    if (!choice.verify) set(connection, kVerification, "false");
    set(connection, kCertificateFile, choice.certificateFile);
    set(connection, kKeyFile, choice.keyFile);
    if (choice.keyHasPassphrase) connection.secrets.emplace(kKeyPassword);
}

} // namespace

bool usesSasl(SecurityKind kind) {
    return kind != SecurityKind::None && kind != SecurityKind::Tls && kind != SecurityKind::MutualTls &&
           kind != SecurityKind::Other;
}

bool usesTls(const SecurityChoice& choice) {
    return choice.kind == SecurityKind::Tls || choice.kind == SecurityKind::MutualTls ||
           (usesSasl(choice.kind) && choice.encrypted);
}

bool isSecurityProperty(std::string_view name) {
    return std::ranges::find(kProperties, name) != kProperties.end();
}

SecurityChoice securityOf(const Connection& connection) {
    SecurityChoice choice;
    choice.kind = kindOf(connection);
    choice.encrypted = upper(property(connection, kProtocol)) != "SASL_PLAINTEXT";
    choice.verify = property(connection, kVerification) != "false";
    choice.caFile = property(connection, kCaFile);
    choice.certificateFile = property(connection, kCertificateFile);
    choice.keyFile = property(connection, kKeyFile);
    choice.keyHasPassphrase = hasSecret(connection, kKeyPassword);
    choice.user = property(connection, kUser);
    choice.tokens = connection.tokens;
    choice.sessionToken = hasSecret(connection, config::kAwsSessionToken);
    return choice;
}

void applySecurity(const SecurityChoice& choice, Connection& connection) {
    if (choice.kind == SecurityKind::Other) return;
    for (const std::string_view name : kProperties)
        connection.properties.erase(std::string(name));
    for (const std::string_view name : kSecrets)
        connection.secrets.erase(std::string(name));
    connection.tokens = {};
    if (usesSasl(choice.kind)) applySasl(choice, connection);
    if (usesTls(choice)) applyTls(choice, connection);
    if (choice.kind == SecurityKind::Tls || choice.kind == SecurityKind::MutualTls)
        set(connection, kProtocol, "ssl");
}

} // namespace eventflow::widgets
