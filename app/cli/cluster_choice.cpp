#include "app/cli/cluster_choice.h"

#include "app/session/connection_secrets.h"
#include "core/config/workspace.h"
#include "pipelines/runtime/system_clock.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

namespace eventflow::app {

namespace {

/// Names of groups may hold anything; names of files may not.
std::string fileNameOf(const std::string& text) {
    std::string name = text.substr(0, 100);
    std::replace_if(
        name.begin(), name.end(),
        [](char c) {
            return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_');
        },
        '_');
    return name;
}

} // namespace

config::Connection namedByAddress(const std::string& brokers, bool readOnly) {
    config::Connection connection;
    connection.name = brokers;
    connection.bootstrapServers = brokers;
    // Nobody has said that it is production; and that writing was meant is said by --allow-writes.
    connection.environment = config::Environment::Development;
    connection.readOnly = readOnly;
    return connection;
}

void ClusterChoice::addOptions(CLI::App& parser, Use use) {
    auto* brokers =
        parser.add_option("--brokers", m_brokers, "Addresses of the cluster, host:port[,host:port]");
    auto* workspace = parser.add_option("--workspace", m_workspace, "Take a connection of this workspace")
                          ->excludes(brokers);
    parser.add_option("--connection", m_connection, "Its name; without it the first one")->needs(workspace);
    if (use == Use::Writes)
        parser.add_flag("--allow-writes", m_allowWrites, "Let the cluster of --brokers be changed")
            ->needs(brokers);
}

Result<config::Connection> ClusterChoice::connection() const {
    if (!m_workspace) return namedByAddress(m_brokers, !m_allowWrites);
    const auto workspace = config::loadWorkspace(*m_workspace);
    if (!workspace) return workspace.error();
    const auto& connections = workspace->connections;
    if (connections.empty())
        return Error{ErrorCode::NotFound,
                     *m_workspace + ": workspace.yaml has no connections; add one or use --brokers"};
    if (m_connection.empty()) return connections.front();
    const auto found = std::find_if(connections.begin(), connections.end(),
                                    [&](const auto& connection) { return connection.name == m_connection; });
    if (found != connections.end()) return *found;
    std::string names;
    for (const auto& connection : connections)
        names += (names.empty() ? "" : ", ") + connection.name;
    return Error{ErrorCode::NotFound,
                 *m_workspace + ": no connection is named \"" + m_connection + "\"; there are: " + names};
}

Result<kafka::ClusterAccess> ClusterChoice::access() const {
    const auto chosen = connection();
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

Result<std::filesystem::path> ClusterChoice::stateFolder() const {
    if (m_workspace) return std::filesystem::path(*m_workspace);
    const char* state = std::getenv("XDG_STATE_HOME");
    const char* home = std::getenv("HOME");
    std::filesystem::path folder;
    if (state && *state == '/')
        folder = state;
    else if (home && *home == '/')
        folder = std::filesystem::path(home) / ".local" / "state";
    else
        return Error{ErrorCode::NotFound,
                     "neither XDG_STATE_HOME nor HOME is set, so that there is no place for the "
                     "audit log; use --workspace"};
    folder /= "eventflow";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Error{ErrorCode::IoError, folder.string() + ": " + error.message()};
    return folder;
}

Result<std::unique_ptr<admin::AuditLog>> ClusterChoice::openAudit() const {
    const auto folder = stateFolder();
    if (!folder) return folder.error();
    return admin::AuditLog::open(*folder / "audit.ndjson", [] { return runtime::SystemClock().now(); });
}

Result<std::filesystem::path> ClusterChoice::undoFile(const std::string& group) const {
    const auto folder = stateFolder();
    if (!folder) return folder.error();
    const std::int64_t now = toMs(runtime::SystemClock().now());
    return *folder / ("offsets-" + fileNameOf(group) + '-' + std::to_string(now) + ".csv");
}

} // namespace eventflow::app
