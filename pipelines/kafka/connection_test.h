#pragma once

#include "core/admin/connection_report.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/permission_probe.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::kafka {

struct ConnectionTestOptions {
    std::chrono::milliseconds timeout{5000}; ///< of each step
    std::vector<std::string> topics; ///< whose permissions are looked at; empty: the first few there are
    std::stop_token stop;
    /// Called after each step, on the calling thread.
    std::function<void(const admin::CheckResult&)> onStep;
};

/// Goes the way of a connection one step at a time, so that the first thing that is wrong is told as what it
/// is: DNS, TCP, TLS with its chain, login, metadata with the addresses that brokers advertise, permissions.
/// Reads only; see openReader(). Blocks for some timeouts at most. Thread: any.
admin::ConnectionReport testConnection(const ClusterAccess& access, const ConnectionTestOptions& options);

} // namespace eventflow::kafka
