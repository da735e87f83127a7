#pragma once

#include "pipelines/kafka/kafka_handle.h"
#include "pipelines/kafka/metadata.h"

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::kafka {

enum class Access : std::uint8_t {
    Allowed,
    Denied,
    Unknown, ///< no answer in time, or the broker does not know the request
};

/// One thing the program does on a cluster, and whether this login may.
struct Capability {
    std::string name;       ///< `Read topic "orders"`
    std::string permission; ///< the permission as Kafka names it: `Read on Topic:orders`
    Access access = Access::Unknown;
    std::string consequence; ///< what is missing without it
    std::string reason;      ///< what the broker said, when not Allowed
};

/// Tries each kind of reading request once, so that what is denied is known by name and nothing fails as a
/// whole: list and read topics, configurations, consumer groups, ACLs. Changes nothing. Blocks for a few
/// `timeout`s at most.
std::vector<Capability> probePermissions(const KafkaHandle& handle, const std::vector<TopicInfo>& topics,
                                         std::chrono::milliseconds timeout, const std::stop_token& stop);

} // namespace eventflow::kafka
