#include "app/cli/cluster_choice.h"

#include "app/session/connection_secrets.h"
#include "app/session/schema_lookup.h"
#include "core/config/workspace.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

config::Connection namedByAddress(const std::string& brokers, bool readOnly) {
    config::Connection connection;
    connection.name = brokers;
    connection.bootstrapServers = brokers;
    // Nobody has said that it is production; and that writing was meant is said by --allow-writes.
    connection.environment = config::Environment::Development;
    connection.readOnly = readOnly;
    return connection;
}

Result<config::Connection> findConnection(const std::vector<config::Connection>& connections,
                                          const std::string& name, const std::string& workspace) {
    if (connections.empty())
        return Error{ErrorCode::NotFound,
                     workspace + ": workspace.yaml has no connections; add one, or give the address"};
    if (name.empty()) return connections.front();
    const auto found = std::ranges::find(connections, name, &config::Connection::name);
    if (found != connections.end()) return *found;
    std::string names;
    for (const auto& connection : connections)
        names += (names.empty() ? "" : ", ") + connection.name;
    return Error{ErrorCode::NotFound,
                 workspace + ": no connection is named \"" + name + "\"; there are: " + names};
}

void ClusterChoice::addOptions(CLI::App& parser, Use use) {
    auto* brokers =
        parser.add_option("--brokers", m_brokers, "Addresses of the cluster, host:port[,host:port]");
    addWorkspaceOptions(parser)->excludes(brokers);
    if (use == Use::Writes)
        parser.add_flag("--allow-writes", m_allowWrites, "Let the cluster of --brokers be changed")
            ->needs(brokers);
}

CLI::Option* ClusterChoice::addWorkspaceOptions(CLI::App& parser) {
    auto* workspace = parser.add_option("--workspace", m_workspace, "Take a connection of this workspace");
    parser.add_option("--connection", m_connection, "Its name; without it the first one")->needs(workspace);
    return workspace;
}

bool ClusterChoice::given() const {
    if (!m_brokers.empty() || m_workspace) return true;
    printNote("eventflow: give --brokers or --workspace");
    return false;
}

Result<config::Connection> ClusterChoice::connection() const {
    if (m_chosen) return *m_chosen;
    auto chosen = choose(m_connection);
    if (chosen) m_chosen = *chosen;
    return chosen;
}

Result<config::Connection> ClusterChoice::choose(const std::string& name) const {
    if (!m_workspace) return namedByAddress(m_brokers, !m_allowWrites);
    const auto workspace = config::loadWorkspace(*m_workspace);
    if (!workspace) return workspace.error();
    return findConnection(workspace->connections, name, *m_workspace);
}

Result<auth::Secrets> ClusterChoice::secrets() const {
    if (m_secrets) return *m_secrets;
    const auto chosen = connection();
    if (!chosen) return chosen.error();
    auto secrets = collectSecrets(*chosen, askOnTerminal);
    if (secrets) m_secrets = *secrets;
    return secrets;
}

Result<kafka::ClusterAccess> ClusterChoice::access() const {
    const auto secrets = this->secrets();
    if (!secrets) return secrets.error();
    return kafka::makeClusterAccess(*connection(), *secrets);
}

Result<std::shared_ptr<registry::RegistryConnection>>
ClusterChoice::registry(std::chrono::milliseconds timeout) const {
    const auto chosen = connection();
    if (!chosen) return chosen.error();
    if (chosen->registry.urls.empty())
        return Error{ErrorCode::NotFound, "the connection \"" + chosen->name +
                                              "\" has no registry; write \"registry\" with its \"urls\" "
                                              "into workspace.yaml, or use --registry"};
    const auto secrets = collectRegistrySecrets(*chosen, askOnTerminal);
    if (!secrets) return secrets.error();
    return openRegistry(*chosen, *secrets, timeout);
}

Result<std::shared_ptr<codec::SchemaLookup>>
ClusterChoice::schemas(const std::vector<config::SchemaFileChoice>& files) const {
    const auto secrets = this->secrets();
    if (!secrets) return secrets.error();
    config::Connection from = *connection();
    from.schemaFiles.insert(from.schemaFiles.begin(), files.begin(), files.end());
    return openSchemaLookup(from, *secrets);
}

Result<kafka::ClusterAccess> ClusterChoice::accessOf(const std::string& name) const {
    if (!m_workspace)
        return Error{ErrorCode::InvalidArgument,
                     "\"" + name + "\" is a connection of a workspace: give --workspace"};
    const auto chosen = choose(name);
    if (!chosen) return chosen.error();
    const auto secrets = collectSecrets(*chosen, askOnTerminal);
    if (!secrets) return secrets.error();
    return kafka::makeClusterAccess(*chosen, *secrets);
}

Result<config::WritePermit> ClusterChoice::permit() const {
    const auto chosen = connection();
    if (!chosen) return chosen.error();
    if (!m_workspace && !m_allowWrites)
        return Error{ErrorCode::PermissionDenied, "the cluster of --brokers is only read; to change it, say "
                                                  "--allow-writes"};
    return config::WritePermit::forConnection(*chosen);
}

ChangeTrail ClusterChoice::trail() const {
    return ChangeTrail(m_workspace ? std::optional<std::filesystem::path>(*m_workspace) : std::nullopt);
}

int ClusterCommand::run(const CommandContext& context) {
    if (!cluster().given()) return kUsage;
    const auto access = cluster().access();
    if (!access) return reportError(access.error(), json());
    const auto client = admin::AdminClient::open(*access);
    if (!client) return reportError(client.error(), json());
    return work(*client, context);
}

} // namespace eventflow::app
