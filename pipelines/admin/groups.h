#pragma once

#include "core/admin/groups.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/watermarks.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::admin {

/// The groups of all brokers this login may see. An error when a broker failed and no other told of a group.
Result<GroupList> listGroups(const AdminClient& client);

/// For each id, in order. The ids are ones that listGroups() gave: a young cluster makes the topic of offsets
/// when asked for the coordinator of a group, even of one that isn't there. LimitExceeded above
/// kGroupsPerPage.
Result<std::vector<GroupDescription>> describeGroups(const AdminClient& client,
                                                     std::span<const std::string> ids);

/// Every offset of each group, in order; ids as of describeGroups().
std::vector<Result<std::vector<CommittedOffset>>> fetchCommitted(const AdminClient& client,
                                                                 std::span<const std::string> ids);

} // namespace eventflow::admin
