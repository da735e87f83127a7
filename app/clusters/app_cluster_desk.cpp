#include "app/clusters/app_cluster_desk.h"

#include "app/clusters/app_cluster.h"
#include "app/session/connection_secrets.h"
#include "app/session/schema_lookup.h"
#include "core/base/text_file.h"
#include "core/config/connection_export.h"
#include "core/config/workspace.h"
#include "pipelines/auth/secret_key.h"
#include "pipelines/kafka/connection_test.h"

#include <algorithm>
#include <utility>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxWorkspaceBytes = 1024 * 1024;

} // namespace

AppClusterDesk::AppClusterDesk(std::optional<std::filesystem::path> workspace)
    : m_workspace(std::move(workspace)) {
    if (!m_workspace) return;
    if (auto loaded = config::loadWorkspace(*m_workspace)) m_connections = std::move(loaded->connections);
}

std::vector<config::Connection> AppClusterDesk::connections() const {
    const std::lock_guard lock(m_mutex);
    std::vector<config::Connection> all = m_connections;
    if (m_sample) all.push_back(*m_sample);
    std::ranges::sort(all, {}, &config::Connection::name);
    return all;
}

Status AppClusterDesk::saveConnection(const std::string& replaces, const config::Connection& connection) {
    const std::lock_guard lock(m_mutex);
    const auto named = [this](const std::string& name) {
        return std::ranges::find(m_connections, name, &config::Connection::name);
    };
    const bool taken =
        named(connection.name) != m_connections.end() || (m_sample && m_sample->name == connection.name);
    if (taken && connection.name != replaces)
        return Error{ErrorCode::AlreadyExists,
                     "there is a connection \"" + connection.name + "\" already; choose another name"};
    const bool renamed = !replaces.empty() && replaces != connection.name;
    if (Status status = rewrite(renamed ? replaces : std::string(), &connection); !status) return status;
    config::Connection kept = connection;
    if (m_workspace) kept.folder = m_workspace->string();
    if (const auto old = named(replaces); old != m_connections.end())
        *old = std::move(kept);
    else
        m_connections.push_back(std::move(kept));
    return {};
}

Status AppClusterDesk::removeConnection(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    if (Status status = rewrite(name, nullptr); !status) return status;
    std::erase_if(m_connections, [&](const auto& connection) { return connection.name == name; });
    return {};
}

Status AppClusterDesk::rewrite(const std::string& removed, const config::Connection* added) {
    if (!m_workspace) return {};
    const auto file = *m_workspace / "workspace.yaml";
    const auto before = readTextFile(file, kMaxWorkspaceBytes);
    if (!before && before.error().code != ErrorCode::NotFound) return before.error();
    Result<std::string> text = before ? *before : std::string();
    if (!removed.empty()) text = config::withoutConnection(*text, removed);
    if (text && added) text = config::withConnection(*text, *added);
    if (!text) return text.error().at(file.string());
    // What can't be read again is not written.
    if (const auto check = config::parseWorkspace(*text, *m_workspace); !check) return check.error();
    return writeTextFile(file, *text);
}

std::string AppClusterDesk::secretStoreName() const {
    return app::secretStoreName();
}

auth::Secrets AppClusterDesk::typedSecrets(const config::Connection& connection) const {
    const std::lock_guard lock(m_mutex);
    auth::Secrets typed;
    for (const std::string& name : kafka::requiredSecrets(connection))
        if (const auto found = m_typed.find(auth::secretKey(connection, name)); found != m_typed.end())
            typed.emplace(name, found->second);
    return typed;
}

std::vector<std::string> AppClusterDesk::missingSecrets(const config::Connection& connection) {
    std::vector<std::string> missing;
    // Noting what would be asked for, and answering nothing.
    static_cast<void>(collectSecrets(
        connection,
        [&](const config::Connection&, const std::string& name) {
            missing.push_back(name);
            return std::optional<std::string>();
        },
        typedSecrets(connection)));
    return missing;
}

Status AppClusterDesk::provideSecret(const config::Connection& connection, const std::string& name,
                                     const std::string& secret, feed::SecretStorage storage) {
    const std::string key = auth::secretKey(connection, name);
    if (storage == feed::SecretStorage::Store) {
        const auto store = openSecretStore();
        if (!store) return store.error();
        if (Status status = (*store)->write(key, secret); !status) return status;
    }
    const std::lock_guard lock(m_mutex);
    m_typed[key] = secret;
    return {};
}

Result<config::Connection> AppClusterDesk::find(const std::string& name) const {
    for (const config::Connection& connection : connections())
        if (connection.name == name) return connection;
    return Error{ErrorCode::NotFound, "there is no connection \"" + name + '"'};
}

Result<AppClusterDesk::Resolved> AppClusterDesk::resolve(config::Connection connection) const {
    auto secrets = collectSecrets(connection, {}, typedSecrets(connection));
    if (!secrets) return secrets.error();
    auto access = kafka::makeClusterAccess(connection, *secrets);
    if (!access) return access.error();
    return Resolved{std::move(connection), std::move(*secrets), std::move(*access)};
}

Result<AppClusterDesk::Resolved> AppClusterDesk::resolve(const std::string& name) const {
    auto connection = find(name);
    if (!connection) return connection.error();
    return resolve(std::move(*connection));
}

Result<admin::ConnectionReport>
AppClusterDesk::testConnection(const config::Connection& connection,
                               const std::function<void(const admin::CheckResult&)>& onStep,
                               std::stop_token stop) {
    const auto resolved = resolve(connection);
    if (!resolved) return resolved.error();
    kafka::ConnectionTestOptions options;
    options.topics = connection.topics;
    options.stop = std::move(stop);
    options.onStep = onStep;
    return kafka::testConnection(resolved->access, options);
}

Result<std::shared_ptr<feed::Cluster>> AppClusterDesk::open(const std::string& connection,
                                                            std::stop_token stop) {
    auto resolved = resolve(connection);
    if (!resolved) return resolved.error();
    auto registry = openRegistry(resolved->connection, resolved->secrets);
    if (!registry) return registry.error();
    ChangeParts parts{std::move(resolved->connection), std::move(resolved->access), ChangeTrail(m_workspace),
                      [this](const std::string& name) -> Result<kafka::ClusterAccess> {
                          auto other = resolve(name);
                          if (!other) return other.error();
                          return std::move(other->access);
                      }};
    auto cluster = AppCluster::open(std::move(parts), std::move(*registry), stop);
    if (!cluster) return cluster.error();
    return std::shared_ptr<feed::Cluster>(std::move(*cluster));
}

void AppClusterDesk::setSample(std::optional<config::Connection> connection) {
    const std::lock_guard lock(m_mutex);
    m_sample = std::move(connection);
}

} // namespace eventflow::app
