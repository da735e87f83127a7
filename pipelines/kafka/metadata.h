#pragma once

#include "core/admin/topic_info.h"
#include "core/base/result.h"
#include "pipelines/kafka/cluster_access.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::kafka {

/// Every topic this principal may see, by name, with watermarks. Reads only: no group, no topic creation. All
/// partitions of a broker are asked for in one request, all brokers at the same time.
/// Blocks for at most about `timeout`. Unavailable when no broker answers; PermissionDenied when the login is
/// refused.
Result<std::vector<admin::TopicInfo>> listTopics(const ClusterAccess& access,
                                                 std::chrono::milliseconds timeout);

} // namespace eventflow::kafka
