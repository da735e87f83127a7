#pragma once

#include "app/session/change_trail.h"
#include "core/feed/cluster_desk.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/kafka/cluster_access.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::app {

/// Connections of a workspace, or of this session where there is none, with the secrets that were typed.
/// Thread: any (locks); see feed::ClusterDesk for what blocks.
class AppClusterDesk final : public feed::ClusterDesk {
public:
    /// A workspace that can't be read has no connections here; opening it says why.
    explicit AppClusterDesk(std::optional<std::filesystem::path> workspace);

    [[nodiscard]] std::vector<config::Connection> connections() const override;
    [[nodiscard]] bool persistent() const override { return m_workspace.has_value(); }
    Status saveConnection(const std::string& replaces, const config::Connection& connection) override;
    Status removeConnection(const std::string& name) override;
    [[nodiscard]] std::string secretStoreName() const override;
    std::vector<std::string> missingSecrets(const config::Connection& connection) override;
    Status provideSecret(const config::Connection& connection, const std::string& name,
                         const std::string& secret, feed::SecretStorage storage) override;
    Result<admin::ConnectionReport>
    testConnection(const config::Connection& connection,
                   const std::function<void(const admin::CheckResult&)>& onStep,
                   std::stop_token stop) override;
    Result<std::shared_ptr<feed::Cluster>> open(const std::string& connection, std::stop_token stop) override;

    /// The sample's own broker; nothing: it does not run.
    void setSample(std::optional<config::Connection> connection);
    /// A connection with its secrets. NotFound: the name or a secret.
    struct Resolved {
        config::Connection connection;
        auth::Secrets secrets;
        kafka::ClusterAccess access;
    };
    [[nodiscard]] Result<Resolved> resolve(const std::string& name) const;

private:
    [[nodiscard]] Result<Resolved> resolve(config::Connection connection) const;
    [[nodiscard]] Result<config::Connection> find(const std::string& name) const;
    /// What was typed for this connection, as it is now.
    [[nodiscard]] auth::Secrets typedSecrets(const config::Connection& connection) const;
    /// Writes workspace.yaml anew, or changes nothing.
    Status rewrite(const std::string& removed, const config::Connection* added);

    const std::optional<std::filesystem::path> m_workspace;
    mutable std::mutex m_mutex; ///< guards what follows
    std::vector<config::Connection> m_connections;
    std::optional<config::Connection> m_sample;
    std::map<std::string, std::string> m_typed; ///< by auth::secretKey
};

} // namespace eventflow::app
