#pragma once

#include "core/admin/cluster_catalog.h"
#include "core/admin/configs.h"
#include "pipelines/admin/admin_client.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

/// The library sends requests about topics to the controller, and waits for it where the cluster names none
/// that is there: until the time-out, even if no broker knows the request. Unsupported when that is so.
Status checkConfigsOffered(const AdminClient& client, const ClusterCatalog& catalog);

/// A set for each topic, in their order; one that is denied or not there carries its error. Requests are
/// batched. An error only when the request as a whole failed.
Result<std::vector<ConfigSet>> describeTopicConfigs(const AdminClient& client,
                                                    std::span<const std::string> topics);
/// Of one topic; an error for whatever keeps it from being known.
Result<ConfigSet> describeTopicConfig(const AdminClient& client, const std::string& topic);
Result<ConfigSet> describeBrokerConfigs(const AdminClient& client, std::int32_t broker);

} // namespace eventflow::admin
