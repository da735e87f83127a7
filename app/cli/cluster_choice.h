#pragma once

#include "app/cli/command.h"
#include "app/session/change_trail.h"
#include "core/codec/schema_lookup.h"
#include "core/config/connection.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/registry/registry_connection.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): the library's
class App;
class Option;
} // namespace CLI

namespace eventflow::app {

/// The one of that name, or the first; NotFound names those there are. `workspace` is for the message.
Result<config::Connection> findConnection(const std::vector<config::Connection>& connections,
                                          const std::string& name, const std::string& workspace);

/// Which cluster a command works on: the options `--brokers`, or `--workspace` with `--connection`, and what
/// they lead to. A connection of a workspace may be written to if it says so itself; addresses alone only
/// with `--allow-writes`.
class ClusterChoice {
public:
    enum class Use : std::uint8_t { Reads, Writes };

    void addOptions(CLI::App& parser, Use use);
    /// `--workspace` with `--connection` alone, for a command that has other ways to name what it works on.
    /// Gives `--workspace`.
    CLI::Option* addWorkspaceOptions(CLI::App& parser);
    [[nodiscard]] bool hasWorkspace() const { return m_workspace.has_value(); }
    /// The command line names a cluster; otherwise says that it is wrong.
    [[nodiscard]] bool given() const;

    [[nodiscard]] Result<config::Connection> connection() const;
    /// With the connection's secrets, which are asked for once.
    [[nodiscard]] Result<kafka::ClusterAccess> access() const;
    /// The connection's registry; NotFound: it has none. Asks for the registry's secrets only.
    [[nodiscard]] Result<std::shared_ptr<registry::RegistryConnection>>
    registry(std::chrono::milliseconds timeout) const;
    /// Where decoders get schemas from: `files`, then the connection's own files, then its registry; null:
    /// from nowhere.
    [[nodiscard]] Result<std::shared_ptr<codec::SchemaLookup>>
    schemas(const std::vector<config::SchemaFileChoice>& files = {}) const;
    /// How to reach another connection of the same workspace, to read from it.
    [[nodiscard]] Result<kafka::ClusterAccess> accessOf(const std::string& connection) const;
    /// PermissionDenied says what to do about it.
    [[nodiscard]] Result<config::WritePermit> permit() const;
    /// In the workspace, or without one in the user's state folder.
    [[nodiscard]] ChangeTrail trail() const;

private:
    [[nodiscard]] Result<auth::Secrets> secrets() const;
    [[nodiscard]] Result<config::Connection> choose(const std::string& name) const;

    std::string m_brokers;
    std::optional<std::string> m_workspace;
    std::string m_connection;
    bool m_allowWrites = false;
    // What was found out already: a secret is not asked for twice.
    mutable std::optional<config::Connection> m_chosen;
    mutable std::optional<auth::Secrets> m_secrets;
};

/// A command that asks the cluster it is given, through a client that can't change anything.
class ClusterCommand : public Command {
public:
    int run(const CommandContext& context) final;

protected:
    [[nodiscard]] virtual const ClusterChoice& cluster() const = 0;
    /// Errors are printed as JSON, too.
    [[nodiscard]] virtual bool json() const = 0;
    virtual int work(const admin::AdminClient& client, const CommandContext& context) = 0;
};

/// Of addresses that a command writes to because that is what it was told.
config::Connection namedByAddress(const std::string& brokers, bool readOnly);

} // namespace eventflow::app
