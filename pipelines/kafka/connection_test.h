#pragma once

#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/permission_probe.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::kafka {

enum class CheckStep : std::uint8_t { Addresses, Network, Tls, Login, Metadata, Permissions };
enum class CheckState : std::uint8_t {
    Passed,
    Warning, ///< it works, with something that will hurt
    Failed,
    Skipped, ///< does not apply, or an earlier step failed
};
const char* toString(CheckStep step);
const char* toString(CheckState state);

/// How one step ended, in words for a person. Holds no secret.
struct CheckResult {
    CheckStep step{};
    CheckState state = CheckState::Skipped;
    std::string summary;
    std::vector<std::string> details; ///< a line each: addresses, certificates, brokers
    std::chrono::milliseconds spent{};
};

struct ConnectionReport {
    std::vector<CheckResult> steps;       ///< every step, in order
    std::vector<Capability> capabilities; ///< empty when the login failed
    [[nodiscard]] bool connected() const;
};

struct ConnectionTestOptions {
    std::chrono::milliseconds timeout{5000}; ///< of each step
    std::vector<std::string> topics; ///< whose permissions are looked at; empty: the first few there are
    std::stop_token stop;
    /// Called after each step, on the calling thread.
    std::function<void(const CheckResult&)> onStep;
};

/// Goes the way of a connection one step at a time, so that the first thing that is wrong is told as what it
/// is: DNS, TCP, TLS with its chain, login, metadata with the addresses that brokers advertise, permissions.
/// Reads only; see openReader(). Blocks for some timeouts at most. Thread: any.
ConnectionReport testConnection(const ClusterAccess& access, const ConnectionTestOptions& options);

} // namespace eventflow::kafka
