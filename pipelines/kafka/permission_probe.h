#pragma once

#include "core/admin/connection_report.h"
#include "pipelines/kafka/kafka_handle.h"
#include "pipelines/kafka/metadata.h"

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::kafka {

/// Tries each kind of reading request once, so that what is denied is known by name and nothing fails as a
/// whole: list and read topics, configurations, consumer groups, ACLs. Changes nothing. Blocks for a few
/// `timeout`s at most.
std::vector<admin::Capability> probePermissions(const KafkaHandle& handle,
                                                const std::vector<admin::TopicInfo>& topics,
                                                std::chrono::milliseconds timeout,
                                                const std::stop_token& stop);

} // namespace eventflow::kafka
