#pragma once

#include "core/admin/group_lag.h"
#include "core/base/time.h"
#include "pipelines/admin/groups.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::admin {

/// For each id, in order, at most kGroupsPerPage. Asks for coordinators and offsets of groups that exist
/// only: an id that no broker lists is NotFound. Reads as little as Kafka's own tool does: no join, no
/// commit.
std::vector<Result<GroupLag>> fetchGroupLags(const AdminClient& client, std::span<const std::string> ids);
Result<GroupLag> fetchGroupLag(const AdminClient& client, const std::string& id);

std::vector<TimeLag> fetchTimeLags(const kafka::ClusterAccess& access,
                                   std::span<const PartitionLag> partitions,
                                   std::chrono::milliseconds timeout);

} // namespace eventflow::admin
