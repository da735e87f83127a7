#pragma once

#include "core/config/connection.h"
#include "pipelines/admin/audit_log.h"
#include "pipelines/kafka/cluster_access.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace eventflow::app {

/// Which cluster a command works on: the options `--brokers`, or `--workspace` with `--connection`, and what
/// they lead to. A connection of a workspace may be written to if it says so itself; addresses alone only
/// with
/// `--allow-writes`.
class ClusterChoice {
public:
    enum class Use : std::uint8_t { Reads, Writes };

    void addOptions(CLI::App& parser, Use use);
    /// The command line names a cluster; otherwise it is wrong.
    [[nodiscard]] bool given() const { return !m_brokers.empty() || m_workspace.has_value(); }

    [[nodiscard]] Result<config::Connection> connection() const;
    /// With the connection's secrets.
    [[nodiscard]] Result<kafka::ClusterAccess> access() const;
    /// PermissionDenied says what to do about it.
    [[nodiscard]] Result<config::WritePermit> permit() const;

    /// `audit.ndjson` in the workspace, or without one in the user's state folder
    /// ($XDG_STATE_HOME/eventflow).
    [[nodiscard]] Result<std::unique_ptr<admin::AuditLog>> openAudit() const;
    /// Where the old offsets of a group go: beside the audit log, named after the group and the time.
    [[nodiscard]] Result<std::filesystem::path> undoFile(const std::string& group) const;

private:
    [[nodiscard]] Result<std::filesystem::path> stateFolder() const;

    std::string m_brokers;
    std::optional<std::string> m_workspace;
    std::string m_connection;
    bool m_allowWrites = false;
};

/// Of addresses that a command writes to because that is what it was told.
config::Connection namedByAddress(const std::string& brokers, bool readOnly);

} // namespace eventflow::app
