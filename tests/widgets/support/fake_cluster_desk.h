#pragma once

#include "core/feed/cluster_desk.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::testing {

/// Connections for the desktop's tests, in memory. Thread: as feed::ClusterDesk; fill it before it is used.
class FakeClusterDesk final : public feed::ClusterDesk {
public:
    std::vector<config::Connection> list;
    std::map<std::string, std::shared_ptr<feed::Cluster>> clusters; ///< what open() gives
    std::vector<std::string> missing;                               ///< secrets; provided ones are taken out
    std::map<std::string, std::string> provided;
    std::vector<admin::CheckResult> steps; ///< of a connection test
    std::vector<admin::Capability> capabilities;
    std::optional<Error> failure;        ///< of open() and of tests
    std::optional<Error> provideFailure; ///< of provideSecret() into the store
    std::atomic<bool> blocked = false;   ///< while true, open() and tests wait, or until their stop
    bool isPersistent = true;

    [[nodiscard]] std::vector<config::Connection> connections() const override { return list; }
    [[nodiscard]] bool persistent() const override { return isPersistent; }
    Status saveConnection(const std::string& replaces, const config::Connection& connection) override;
    Status removeConnection(const std::string& name) override;
    [[nodiscard]] std::string secretStoreName() const override { return "the system's keychain"; }
    std::vector<std::string> missingSecrets(const config::Connection&) override { return missing; }
    Status provideSecret(const config::Connection& connection, const std::string& name,
                         const std::string& secret, feed::SecretStorage storage) override;
    Result<admin::ConnectionReport>
    testConnection(const config::Connection& connection,
                   const std::function<void(const admin::CheckResult&)>& onStep,
                   std::stop_token stop) override;
    Result<std::shared_ptr<feed::Cluster>> open(const std::string& connection, std::stop_token stop) override;

private:
    /// False: stopped while waiting.
    [[nodiscard]] bool waitWhileBlocked(const std::stop_token& stop) const;
};

} // namespace eventflow::testing
