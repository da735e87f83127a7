#pragma once

#include "core/config/connection.h"
#include "pipelines/kafka/kafka_conf.h"
#include "pipelines/kafka/kafka_events.h"
#include "pipelines/kafka/kafka_handle.h"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace eventflow::kafka {

/// How to reach one cluster, secrets included: what a config::Connection becomes when the secrets it names
/// are known. Lives in memory only, is never printed. Thread: a value; any.
struct ClusterAccess {
    std::string name; ///< of the connection, for people; empty: the addresses
    std::string bootstrapServers;
    Properties properties;
    std::map<std::string, std::string> addresses; ///< as config::Connection's
    std::shared_ptr<auth::TokenProvider> tokens;  ///< of SASL OAUTHBEARER; else null

    [[nodiscard]] const std::string& label() const { return name.empty() ? bootstrapServers : name; }
};

/// Joins a connection with its secrets. NotFound names a secret that is missing; InvalidArgument what a
/// connection has that does not go together.
Result<ClusterAccess> makeClusterAccess(const config::Connection& connection, const auth::Secrets& secrets);
/// The secrets that have to be known for that: those the connection names, and those its login can't do
/// without.
std::set<std::string> requiredSecrets(const config::Connection& connection);

/// A client that reads, and by construction can't do anything else: see makeReaderConf(). Every read-only
/// part of this program gets its client here. `events` may be null. Errors as of makeReaderConf; connecting
/// is in the background.
Result<KafkaHandle> openReader(const ClusterAccess& access, std::shared_ptr<KafkaEvents> events = {},
                               StatisticsSink statistics = {});

/// A client for requests that change the cluster: topics, configurations, groups' offsets. It has no producer
/// either.
Result<KafkaHandle> openAdmin(const ClusterAccess& access, const config::WritePermit& permit,
                              std::shared_ptr<KafkaEvents> events = {});

} // namespace eventflow::kafka
