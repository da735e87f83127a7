#include "pipelines/kafka/cluster_access.h"

#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace eventflow::kafka {

namespace {

/// Secrets of ours, which librdkafka does not know.
bool isOwnSecret(std::string_view name) {
    static constexpr std::array kOwn{config::kOauthClientSecret, config::kAwsSecretKey,
                                     config::kAwsSessionToken,   config::kRegistryPassword,
                                     config::kRegistryToken,     config::kRegistryKeyPassword};
    return std::ranges::find(kOwn, name) != kOwn.end();
}

std::string mechanismOf(const config::Connection& connection) {
    for (const char* name : {"sasl.mechanism", "sasl.mechanisms"}) {
        const auto found = connection.properties.find(name);
        if (found == connection.properties.end()) continue;
        std::string mechanism = found->second;
        std::ranges::transform(mechanism, mechanism.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        return mechanism;
    }
    return {};
}

} // namespace

std::set<std::string> requiredSecrets(const config::Connection& connection) {
    std::set<std::string> names = connection.secrets;
    const std::string mechanism = mechanismOf(connection);
    if (mechanism == "PLAIN" || mechanism.starts_with("SCRAM-")) names.emplace("sasl.password");
    using Method = config::TokenConnection::Method;
    const config::TokenConnection& tokens = connection.tokens;
    if (tokens.method == Method::ClientCredentials) names.emplace(config::kOauthClientSecret);
    if (tokens.method == Method::AwsMskIam && !tokens.clientId.empty()) names.emplace(config::kAwsSecretKey);
    if (!connection.registry.user.empty()) names.emplace(config::kRegistryPassword);
    return names;
}

Result<ClusterAccess> makeClusterAccess(const config::Connection& connection, const auth::Secrets& secrets) {
    ClusterAccess access{
        connection.name, connection.bootstrapServers, connection.properties, connection.addresses, {}};
    for (const std::string& name : requiredSecrets(connection)) {
        if (isOwnSecret(name)) continue;
        const auto found = secrets.find(name);
        if (found == secrets.end())
            return Error{ErrorCode::NotFound, "the connection \"" + connection.name +
                                                  "\" needs the secret \"" + name +
                                                  "\"; store it with `eventflow connections secret`"};
        access.properties[name] = found->second;
    }
    if (connection.tokens.method == config::TokenConnection::Method::None) return access;
    auto tokens = auth::makeTokenProvider(connection.tokens, secrets);
    if (!tokens) return tokens.error().at("connection \"" + connection.name + '"');
    access.tokens = std::move(*tokens);
    access.properties.emplace("sasl.mechanism", "OAUTHBEARER");
    return access;
}

Result<KafkaHandle> openReader(const ClusterAccess& access, std::shared_ptr<KafkaEvents> events,
                               StatisticsSink statistics) {
    auto conf = makeReaderConf(access.bootstrapServers, access.properties);
    if (!conf) return conf.error();
    return KafkaHandle::open(
        RD_KAFKA_CONSUMER, std::move(*conf),
        {std::move(events), nullptr, access.addresses, access.tokens, std::move(statistics)});
}

Result<KafkaHandle> openAdmin(const ClusterAccess& access, const config::WritePermit&,
                              std::shared_ptr<KafkaEvents> events) {
    return openReader(access, std::move(events));
}

} // namespace eventflow::kafka
