#pragma once

#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/kafka_producer.h"
#include "tests/kafka/real_cluster.h"

#include <QTest>

#include <chrono>
#include <functional>
#include <string>

namespace eventflow::kafka::test {

inline ClusterAccess accessTo(const RealCluster& cluster) {
    ClusterAccess access;
    access.name = "real";
    access.bootstrapServers = cluster.bootstrapServers();
    return access;
}

/// Logged in as somebody who may do what RealCluster::allow() said.
inline ClusterAccess accessAs(const RealCluster& cluster, const std::string& user) {
    ClusterAccess access;
    access.name = user;
    access.bootstrapServers = cluster.bootstrapServers(Listener::Sasl);
    access.properties = cluster.properties(Listener::Sasl);
    access.properties["sasl.mechanism"] = "PLAIN";
    access.properties["sasl.username"] = user;
    access.properties["sasl.password"] = user + "-secret";
    return access;
}

/// The right to write; `environment` decides on what a change has to be confirmed with.
inline config::WritePermit permitFor(const ClusterAccess& access,
                                     config::Environment environment = config::Environment::Test) {
    config::Connection connection;
    connection.name = access.name;
    connection.bootstrapServers = access.bootstrapServers;
    connection.environment = environment;
    connection.readOnly = false;
    return std::move(*config::WritePermit::forConnection(connection));
}

/// Produces `count` values "<from>", … keyed by number modulo 16, one millisecond of record time apart from
/// `start`.
inline Status produceNumbers(const RealCluster& cluster, const std::string& topic, int from, int count,
                             Timestamp start = kNoTime) {
    auto producer = KafkaProducer::create(accessTo(cluster), permitFor(accessTo(cluster)));
    if (!producer) return producer.error();
    for (int i = from; i < from + count; ++i) {
        const std::string key = std::to_string(i % 16);
        const std::string value = std::to_string(i);
        const Timestamp time = start == kNoTime ? kNoTime : start + std::chrono::milliseconds(i - from);
        if (Status status = (*producer)->produce(topic, key, value, {}, time, {}); !status) return status;
    }
    return (*producer)->flush(std::chrono::seconds(10));
}

/// The error's text for a failed check.
template <typename T>
const char* why(const Result<T>& result) {
    return result ? "" : result.error().detail.c_str();
}
inline const char* why(const Status& status) {
    return status ? "" : status.error().detail.c_str();
}

} // namespace eventflow::kafka::test
