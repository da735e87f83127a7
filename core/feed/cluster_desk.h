#pragma once

#include "core/admin/connection_report.h"
#include "core/base/result.h"
#include "core/config/connection.h"
#include "core/feed/cluster.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::feed {

/// How long a secret that somebody typed is kept.
enum class SecretStorage : std::uint8_t {
    Session, ///< in memory, until the program ends
    Store,   ///< in the system's keychain, or the encrypted file
};

/// The clusters that are known: connections of the workspace, and those of this session only.
class ClusterDesk {
public:
    ClusterDesk() = default;
    ClusterDesk(const ClusterDesk&) = delete;
    ClusterDesk& operator=(const ClusterDesk&) = delete;
    virtual ~ClusterDesk() = default;

    // Thread: GUI. In memory, or a small file.
    /// By name; the sample's own broker is among them while it runs.
    [[nodiscard]] virtual std::vector<config::Connection> connections() const = 0;
    /// Connections are written to workspace.yaml; else they last as long as the session.
    [[nodiscard]] virtual bool persistent() const = 0;
    /// `replaces`: the name it had; empty: a new one. AlreadyExists when the name is another's.
    virtual Status saveConnection(const std::string& replaces, const config::Connection& connection) = 0;
    virtual Status removeConnection(const std::string& name) = 0;
    /// The name of the place where SecretStorage::Store keeps them: `the system's keychain`.
    [[nodiscard]] virtual std::string secretStoreName() const = 0;

    // Block: make them with widgets::AsyncCall. Thread: any.
    /// Names of the secrets that have to be asked for before connecting.
    virtual std::vector<std::string> missingSecrets(const config::Connection& connection) = 0;
    virtual Status provideSecret(const config::Connection& connection, const std::string& name,
                                 const std::string& secret, SecretStorage storage) = 0;
    /// Goes the way of a connection one step at a time; `onStep` is called on the calling thread. NotFound:
    /// a secret is missing.
    virtual Result<admin::ConnectionReport>
    testConnection(const config::Connection& connection,
                   const std::function<void(const admin::CheckResult&)>& onStep, std::stop_token stop) = 0;
    /// Connects and asks for the catalog once, so that what is returned works. NotFound for a name that is
    /// not known or a secret that is missing.
    virtual Result<std::shared_ptr<Cluster>> open(const std::string& connection, std::stop_token stop) = 0;
};

} // namespace eventflow::feed
