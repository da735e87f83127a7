#include "pipelines/auth/secret_key.h"

#include "core/base/hex.h"

#include <openssl/evp.h>

#include <array>

namespace eventflow::auth {

namespace {

/// Names and values with their lengths, so that no two different settings give one text.
class Settings {
public:
    void add(std::string_view name, std::string_view value) {
        for (const std::string_view part : {name, value})
            m_text.append(std::to_string(part.size())).append(1, ':').append(part);
    }
    [[nodiscard]] std::string digest() const {
        std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
        unsigned size = 0;
        EVP_Digest(m_text.data(), m_text.size(), bytes.data(), &size, EVP_sha256(), nullptr);
        return toHex({reinterpret_cast<const char*>(bytes.data()), 16});
    }

private:
    std::string m_text;
};

void addCluster(Settings& settings, const config::Connection& connection) {
    settings.add("bootstrap", connection.bootstrapServers);
    for (const auto& [name, value] : connection.properties)
        if (name.starts_with("sasl.") || name.starts_with("ssl.") || name.starts_with("security.") ||
            name.starts_with("enable.ssl.") || name.starts_with("enable.sasl."))
            settings.add(name, value);
    for (const auto& [advertised, local] : connection.addresses)
        settings.add(advertised, local);
}

void addRegistry(Settings& settings, const config::RegistryConnection& registry) {
    for (const std::string& url : registry.urls)
        settings.add("url", url);
    settings.add("user", registry.user);
    settings.add("ca", registry.caFile);
    settings.add("certificate", registry.certificateFile);
    settings.add("key", registry.keyFile);
}

} // namespace

std::string secretKey(const config::Connection& connection, std::string_view secret) {
    Settings settings;
    if (secret.starts_with("registry.")) {
        addRegistry(settings, connection.registry);
    } else if (secret.starts_with("oauth.")) {
        settings.add("endpoint", connection.tokens.endpoint);
        settings.add("client", connection.tokens.clientId);
        settings.add("ca", connection.tokens.caFile);
    } else if (secret.starts_with("aws.")) {
        settings.add("client", connection.tokens.clientId);
        settings.add("region", connection.tokens.awsRegion);
        addCluster(settings, connection);
    } else {
        addCluster(settings, connection);
    }
    return connection.name + '/' + std::string(secret) + '#' + settings.digest();
}

} // namespace eventflow::auth
